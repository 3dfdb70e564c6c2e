import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {RunningTime} from "./running_time";
import {Who, whoIs} from "./who";

/** The agent asks somebody while the customer hears music: hand the call over, join all three, or go back. */
export class ConsultBar extends Component {
    static template = "callcenter_telephony.ConsultBar";
    static components = {RunningTime, Who};
    static props = {};

    setup() {
        this.agent = useService("callcenter.agent");
        this.phone = useService("callcenter.phone");
        this.control = useService("callcenter.control");
        useHotkey("enter", () => this.control.act("consult_complete"), {
            global: true,
            isAvailable: () => this.answered && !this.agent.pending,
        });
    }

    get asked() {
        return this.control.asked;
    }

    get answered() {
        return Boolean(this.asked?.answered);
    }

    get title() {
        return this.asked?.name || this.asked?.party || "";
    }

    get customer() {
        return whoIs(this.agent.current, this.phone.call).title;
    }
}
