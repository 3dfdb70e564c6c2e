import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {Mutex} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {Component, onWillStart, onWillUnmount, useState} from "@odoo/owl";
import {RecordingPlayer} from "@callcenter_telephony/player/recording_player";
import {RunningTime} from "@callcenter_telephony/phone/running_time";
import {clockText} from "@callcenter_telephony/phone/time";

const CHANGED = "callcenter/qa_score"; // {id}: its call is over, or the recording is there

/**
 * The own draft of a QA score: each mark is kept on the server at once, in the order given. While the call runs remarks
 * have the moment at which they were begun.
 */
export class QaPaper extends Component {
    static template = "callcenter_kpi.QaPaper";
    static components = {RecordingPlayer, RunningTime};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.action = useService("action");
        const bus = useService("bus_service");
        this.order = new Mutex();
        this.handle = {};
        this.clockText = clockText;
        this.words = {why: _t("Why it is fatal here"), comment: _t("Comment")};
        this.paper = useState({groups: [], remarks: [], note: "", totals: {}, waiting: 0, live: false, remark: ""});
        this.begun = 0; // ms epoch, of the remark that is typed
        const onChanged = ({id}) => id === this.props.record.resId && this.follow();
        bus.subscribe(CHANGED, onChanged);
        onWillStart(() => this.load());
        onWillUnmount(() => bus.unsubscribe(CHANGED, onChanged));
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

    /** The call went on: what there is to hear, and whether it may be handed in. */
    async follow() {
        await this.props.record.load();
        const {live, remarks, waiting} = await this.call("paper");
        Object.assign(this.paper, {live, remarks, waiting}); // what is being typed stays
    }

    get canRemark() {
        return Boolean(this.recordingId || this.paper.live);
    }

    earned(group) {
        const [earned, possible] = this.paper.totals.groups[group.id] || [0, 0];
        return `${earned.toFixed(1)} / ${possible.toFixed(1)}`;
    }

    /** What is typed is kept at once, as the page may be drawn anew at any moment. */
    onType(item, name, event) {
        item[name] = event.target.value;
    }

    pointsText(item) {
        return item.typed ?? (typeof item.value === "number" ? String(item.value) : "");
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
        item.typed = undefined;
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

    onRemarkInput() {
        this.begun ||= Date.now();
    }

    async addRemark() {
        const text = this.paper.remark.trim();
        if (text) {
            await this.remark(text, false);
            this.paper.remark = "";
            this.begun = 0;
        }
    }

    async remark(text, itemId) {
        if (this.paper.live) {
            const ago = itemId || !this.begun ? 0 : (Date.now() - this.begun) / 1000;
            await this.call("remark_live", text, itemId, ago);
        } else {
            await this.call("remark", this.at(), text, itemId, this.recordingId);
        }
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
