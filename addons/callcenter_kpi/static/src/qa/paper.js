import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {Mutex} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {Component, onWillStart, useState} from "@odoo/owl";
import {RecordingPlayer} from "@callcenter_telephony/player/recording_player";
import {clockText} from "@callcenter_telephony/phone/time";

/** The own draft of a QA score: each mark is kept on the server at once, in the order given. */
export class QaPaper extends Component {
    static template = "callcenter_kpi.QaPaper";
    static components = {RecordingPlayer};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.action = useService("action");
        this.order = new Mutex();
        this.handle = {};
        this.clockText = clockText;
        this.words = {why: _t("Why it is fatal here"), comment: _t("Comment")};
        this.paper = useState({groups: [], remarks: [], note: "", totals: {}, waiting: 0, remark: ""});
        onWillStart(() => this.load());
    }

    get recordingId() {
        const value = this.props.record.data.recording_id;
        return value?.id || value?.[0] || false;
    }

    get score() {
        const {score} = this.paper.totals;
        return score === null || score === undefined ? "–" : score.toFixed(1);
    }

    call(method, ...args) {
        return this.order.exec(() =>
            this.orm.call("callcenter.qa.score", method, [[this.props.record.resId], ...args])
        );
    }

    async load() {
        Object.assign(this.paper, await this.call("paper"));
    }

    earned(group) {
        const [earned, possible] = this.paper.totals.groups[group.id] || [0, 0];
        return `${earned.toFixed(1)} / ${possible.toFixed(1)}`;
    }

    async mark(item, value) {
        const before = item.value;
        item.value = value;
        try {
            this.paper.totals = await this.call("mark", item.id, value);
        } catch (error) {
            item.value = before;
            throw error;
        }
    }

    onPoints(item, event) {
        const text = event.target.value.trim();
        const value = text === "" ? null : Number(text);
        if (value !== null && !(Number.isInteger(value) && value >= 0 && value <= item.possible)) {
            event.target.value = typeof item.value === "number" ? item.value : "";
            const words = _t("“%(item)s”: 0 to %(most)s.", {item: item.name, most: item.possible});
            return this.notification.add(words, {type: "warning"});
        }
        return this.mark(item, value);
    }

    onEnter(event) {
        if (event.key !== "Enter" || event.isComposing) {
            return;
        }
        event.preventDefault();
        const fields = [...event.target.closest(".o_cc_qa_items").querySelectorAll("input[data-cc=points]")];
        fields[fields.indexOf(event.target) + 1]?.focus();
        event.target.dispatchEvent(new Event("change", {bubbles: true}));
    }

    explain(item, event) {
        item.reason = event.target.value;
        return this.call("explain", item.id, item.reason);
    }

    at() {
        return this.handle.at ? this.handle.at() : 0;
    }

    flag(item) {
        return this.remark(item.reason.trim() || item.name, item.id);
    }

    async addRemark() {
        const text = this.paper.remark.trim();
        if (text) {
            await this.remark(text, false);
            this.paper.remark = "";
        }
    }

    async remark(text, itemId) {
        await this.call("remark", this.at(), text, itemId, this.recordingId);
        await this.load();
    }

    async unremark(remark) {
        await this.call("unremark", remark.id);
        await this.load();
    }

    writeNote(event) {
        this.paper.note = event.target.value;
        return this.call("write_note", this.paper.note);
    }

    async submit() {
        await this.call("submit");
        await this.props.record.load();
    }

    async submitAndNext() {
        await this.call("submit");
        const next = await this.orm.call("callcenter.qa.task", "action_next", []);
        await this.props.record.load();
        await this.action.doAction(next, {stackPosition: "replaceCurrentAction"});
    }

    onKeydown(event) {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
            event.preventDefault();
            event.stopPropagation();
            event.target.blur(); // what was typed last is kept first
            return this.paper.waiting ? this.submitAndNext() : this.submit();
        }
    }
}

registry.category("view_widgets").add("callcenter_qa_paper", {
    component: QaPaper,
    fieldDependencies: [{name: "recording_id", type: "many2one"}],
});
