import {_t} from "@web/core/l10n/translation";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {useDropdownState} from "@web/core/dropdown/dropdown_hooks";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {RunningTime} from "./running_time";
import {VIEWS} from "./states";

/** State with its time; a click lists what the agent may change it to. */
export class StatePill extends Component {
    static template = "callcenter_telephony.StatePill";
    static components = {Dropdown, DropdownItem, RunningTime};
    static props = {
        view: String,
        since: {type: [Number, Boolean], optional: true},
        label: {type: String, optional: true},
    };

    setup() {
        this.agent = useService("callcenter.agent");
        this.wrapUp = useService("callcenter.wrap_up");
        this.menu = useDropdownState();
        useHotkey("alt+r", () => this.wrapUp.ready(), {
            global: true,
            bypassEditableProtection: true,
            isAvailable: () => this.agent.signedIn && this.agent.state.state !== "ready" && !this.agent.pending,
        });
    }

    get look() {
        return VIEWS[this.props.view];
    }

    get pillClass() {
        const {view} = this.props;
        const more = {ringing: "o_cc_pill_ringing", ended: "o_cc_pill_wide"}[view] || "";
        return `o_cc_tone_${this.look.tone} ${more} ${this.agent.pending ? "o_cc_pill_pending" : ""}`;
    }

    get label() {
        return this.props.label || this.look.label;
    }

    get otherPhone() {
        return this.agent.agent?.phone_kind === "browser" ? "sip" : "browser";
    }

    get queuesText() {
        return _t("of %(count)s queues", {count: this.agent.queues.length});
    }

    get wishLabel() {
        const {wish} = this.agent.state;
        if (!wish || wish === "ready") {
            return false;
        }
        const code = wish.replace(/^not_ready:?/, "");
        return wish === "offline" ? VIEWS.offline.label : this.agent.reasonNames[code] || VIEWS.not_ready.label;
    }
}
