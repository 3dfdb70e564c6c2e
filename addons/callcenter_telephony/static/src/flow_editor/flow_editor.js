import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {formatDateTime} from "@web/core/l10n/dates";
import {useService} from "@web/core/utils/hooks";
import {session} from "@web/session";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, onMounted, onWillDestroy, onWillStart, useExternalListener, useRef, useState} from "@odoo/owl";
import {remember} from "../desktop/unsaved_work";
import {CanvasView} from "./canvas_view";
import {CheckList} from "./check_list";
import {differences} from "./differences";
import {FlowCanvas} from "./flow_canvas";
import {FlowFinder} from "./flow_finder";
import {keyAct} from "./flow_keys";
import {FlowStatus} from "./flow_status";
import {FlowStore, PERIODS} from "./flow_store";
import * as graphs from "./graph";
import {HistoryPanel} from "./history_panel";
import {Inspector} from "./inspector";
import {GRID, bounds, freePlace} from "./layout";
import {LeaveDialog} from "./leave_dialog";
import {useLiveState} from "./live_state";
import {useOutcomes} from "./outcomes";
import {Palette} from "./palette";
import {PublishDialog} from "./publish_dialog";
import {StepFocus} from "./step_focus";
import {FlowTemplateDialog} from "./template_dialog";
import {walk} from "./walk";

const {DateTime} = luxon;

/** A flow drawn from left to right: kinds of steps, the drawing, all about the chosen step. */
export class FlowEditor extends Component {
    static template = "callcenter_telephony.FlowEditor";
    static components = {CheckList, FlowCanvas, FlowFinder, FlowStatus, HistoryPanel, Inspector, Layout, Palette};
    static props = {...standardActionServiceProps};
    static displayName = _t("Flow Editor");
    PERIODS = PERIODS;

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.flowId = this.props.action.context.active_id;
        this.store = useState(new FlowStore(useService("orm"), this.flowId));
        this.view = useState(new CanvasView());
        this.focus = new StepFocus();
        this.outcomeOf = useOutcomes();
        this.live = useLiveState(() => this.store.flow.node_id);
        this.state = useState({history: false});
        this.canvas = {}; // what others may ask of it: pickNext
        this.root = useRef("root");
        remember({model: {root: {isDirty: () => this.store.dirty}}});
        useSetupAction({beforeLeave: () => this.mayLeave(), beforeUnload: (ev) => this.onUnload(ev)});
        // a button that has gone leaves the keyboard to the page as a whole
        useExternalListener(window, "keydown", (ev) => ev.target === document.body && this.onKeydown(ev));
        onWillStart(() => this.start());
        onMounted(() => this.env.config.setDisplayName(this.store.flow.name));
        onWillDestroy(() => this.store.checkSoon.cancel());
    }

    async start() {
        await this.store.load();
        await this.live.read();
    }

    // leaving

    /** @returns {Promise<boolean>} */
    mayLeave() {
        if (!this.store.dirty) {
            return true;
        }
        return new Promise((resolve) => {
            const answer = (may) => resolve(may);
            const save = () => this.store.save().then(answer, () => answer(false));
            const props = {save, discard: () => answer(true), stay: () => answer(false)};
            this.dialog.add(LeaveDialog, props, {onClose: () => answer(false)});
        });
    }

    onUnload(ev) {
        if (this.store.dirty) {
            ev.preventDefault();
            ev.returnValue = "Unsaved changes";
        }
    }

    // bar

    get conflictText() {
        const {by, at} = this.store.conflict;
        const time = formatDateTime(DateTime.fromMillis(at), {showSeconds: false});
        return _t("%(name)s saved this flow at %(time)s, after you opened it. Nothing of yours is saved yet.", {
            name: by,
            time,
        });
    }

    get viewedText() {
        const {number, by, at} = this.store.viewed.version;
        const time = formatDateTime(DateTime.fromMillis(at), {showSeconds: false});
        return _t("You look at version %(number)s, published %(time)s by %(name)s.", {number, time, name: by});
    }

    get zoomText() {
        return `${Math.round(this.view.zoom * 100)} %`;
    }

    async save() {
        if (!this.store.readonly && !this.store.saving && this.store.dirty) {
            await this.store.save();
        }
    }

    async check() {
        this.store.checkOpen = true;
        await this.store.check();
    }

    async publish() {
        await this.store.check();
        if (this.store.faults.length) {
            this.store.checkOpen = true;
            return;
        }
        const publish = (note) => this.publishNow(note);
        this.dialog.add(PublishDialog, {...this.differences, publish});
    }

    get differences() {
        const {graph, live, kinds, published} = this.store;
        return {steps: differences(graph, live, kinds), start: this.store.changes.start, first: !published};
    }

    compare() {
        this.dialog.add(PublishDialog, this.differences);
    }

    async publishNow(note) {
        const number = await this.store.publish(note);
        if (number) {
            this.notification.add(_t("Version %s is published.", number), {type: "success"});
            await this.live.read();
        }
    }

    async callMe() {
        if (await this.store.saveIfDirty()) {
            const command = await this.store.call("call_me");
            this.notification.add(_t("Your phone rings: you hear the draft."), {type: "info"});
            const {ok, message} = await this.outcomeOf(command);
            if (!ok && !session.callcenter_agent) {
                this.notification.add(message, {type: "danger"}); // who is an agent is told by the phone
            }
        }
    }

    rollBack(version) {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Roll Back"),
            body: _t("Callers hear version %s again from the next call on.", version.number),
            confirmLabel: _t("Roll Back"),
            confirm: () => this.rollBackNow(version),
            cancel: () => {},
        });
    }

    async rollBackNow(version) {
        const told = await this.store.rollBack(version.id);
        if (told && told.published) {
            this.notification.add(_t("Version %s is live again.", version.number), {type: "success"});
            await this.live.read();
        } else if (told) {
            const message = told.faults.map((fault) => fault.message).join("\n");
            this.notification.add(message, {type: "danger", title: _t("This version cannot be published")});
        }
    }

    async look(version) {
        await this.store.look(version);
        this.fit();
    }

    saveAsTemplate() {
        const save = (name) => this.store.saveAsTemplate(name);
        this.dialog.add(FlowTemplateDialog, {name: this.store.flow.name, save});
    }

    openSettings() {
        const {id} = this.store.flow;
        const views = [[false, "form"]];
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "callcenter.ivr.flow",
            res_id: id,
            views,
        });
    }

    async onPeriod(ev) {
        await this.store.showCounts(parseInt(ev.target.value, 10));
    }

    // drawing

    fit() {
        this.view.fit(bounds(this.store.shown));
    }

    tidy() {
        this.store.tidy();
        this.fit();
    }

    async useTemplate(template) {
        await this.store.useTemplate(template.id);
        this.fit();
        this.focus.to(this.store.graph.start);
    }

    goTo(code) {
        const step = graphs.stepOf(this.store.shown, code);
        if (step) {
            this.state.history = false;
            this.store.select(code);
            this.view.reveal(step);
            this.focus.to(code);
        }
    }

    /** Behind the selected step when one of its exits is free, else where there is room on screen. */
    pickKind(kind) {
        const {selected, graph} = this.store;
        const exit = selected?.exits.find((one) => !one.target);
        const where = exit ? {from: selected.code, key: exit.key} : {at: freePlace(graph, this.view.centre)};
        const step = this.store.add(kind, where);
        this.goTo(step.code);
    }

    pickNext(from, key) {
        this.canvas.pickNext(from, key);
    }

    // keys

    onKeydown(ev) {
        const act = keyAct(ev);
        if (act && this[`key_${act}`](ev) !== false) {
            ev.preventDefault();
            ev.stopPropagation();
        }
    }

    key_save() {
        this.save();
    }

    key_undo() {
        this.store.undo();
    }

    key_redo() {
        this.store.redo();
    }

    /** Text that is marked is copied as text. */
    key_copy() {
        if (!this.store.selection.length || String(window.getSelection())) {
            return false;
        }
        this.store.copy();
        return true;
    }

    key_paste() {
        this.store.paste();
        this.goTo(this.store.selection[0]);
    }

    key_duplicate() {
        this.store.duplicate();
    }

    key_all() {
        this.store.select(...this.store.shown.steps.map((step) => step.code));
    }

    key_find() {
        this.root.el.querySelector("[data-cc=flow-find] input").select();
    }

    key_walk(ev) {
        this.goTo(walk(this.store.shown, this.store.selection.at(-1), ev.key));
    }

    key_nudge(ev) {
        const [dx, dy] = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[ev.key];
        const steps = this.store.shown.steps.filter((step) => this.store.selection.includes(step.code));
        const places = steps.map((step) => [step.code, {x: step.x + dx * GRID, y: step.y + dy * GRID}]);
        this.store.move(Object.fromEntries(places), "nudge");
    }

    key_open(ev) {
        const code = ev.target.closest("[data-code]")?.dataset.code;
        if (code && !this.store.selection.includes(code)) {
            this.store.select(code);
        }
        const fields = ".o_cc_flow_fields :is(input, select, textarea), .o_cc_flow_inspector :is(input, select)";
        return Boolean(code) && requestAnimationFrame(() => this.root.el?.querySelector(fields)?.focus());
    }

    key_remove() {
        const back = walk(this.store.shown, this.store.selection[0], "ArrowLeft");
        if (!this.store.readonly) {
            this.store.remove();
            this.goTo(graphs.stepOf(this.store.shown, back) ? back : this.store.shown.start);
        }
    }

    key_next(ev) {
        const exit = this.store.selected?.exits.find((one) => !one.target);
        if (!exit || this.store.readonly) {
            return false;
        }
        this.pickNext(ev.target.closest("[data-code]")?.dataset.code || this.store.selected.code, exit.key);
        return true;
    }

    key_leave() {
        const {selected} = this.store;
        return selected ? this.focus.to(selected.code) : false;
    }
}

registry.category("actions").add("callcenter_telephony.flow_editor", FlowEditor);
