import {Component, onWillStart, onWillUpdateProps, useExternalListener, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

/** The questions of a return visit, answered by number keys: a key answers the first question that is still open. */
export class VisitQuestions extends Component {
    static template = "callcenter_crm.VisitQuestions";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({questions: [], answers: {}, remark: "", saving: false});
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps(async ({record}) => {
            if (record.resId !== this.props.record.resId) {
                await this.load(record.resId);
            }
        });
        useExternalListener(window, "keydown", (ev) => this.onKeydown(ev));
    }

    async load(id) {
        const questions = id ? await this.orm.call("callcenter.visit", "questions", [[id]]) : [];
        Object.assign(this.state, {questions, answers: {}, remark: ""});
    }

    get isOpen() {
        return ["planned", "tried"].includes(this.props.record.data.state);
    }

    get isComplete() {
        return this.state.questions.every(({id, required}) => !required || this.state.answers[id]);
    }

    get next() {
        return this.state.questions.find(({id, kind}) => kind === "level" && !this.state.answers[id]);
    }

    answer(question, value) {
        this.state.answers[question.id] = value;
    }

    onKeydown(ev) {
        if (!this.isOpen || ev.target.closest("input, textarea, [contenteditable]") || ev.ctrlKey || ev.altKey) {
            return;
        }
        const level = this.next?.levels[Number(ev.key) - 1];
        if (level) {
            ev.preventDefault();
            this.answer(this.next, level.id);
        }
    }

    async save() {
        const {record} = this.props;
        this.state.saving = true;
        try {
            const args = [[record.resId], {...this.state.answers}, this.state.remark];
            await this.orm.call("callcenter.visit", "save_answers", args);
            await record.load();
        } finally {
            this.state.saving = false;
        }
    }

    async tried() {
        const {record} = this.props;
        await this.orm.call("callcenter.visit", "action_tried", [[record.resId]]);
        await this.openNext();
    }

    async openNext() {
        const {resId} = this.props.record;
        this.action.doAction(await this.orm.call("callcenter.visit", "action_next", [[resId]]));
    }
}

registry.category("view_widgets").add("callcenter_visit_questions", {
    component: VisitQuestions,
    fieldDependencies: [{name: "state", type: "selection", readonly: true}],
});
