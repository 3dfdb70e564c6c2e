import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {RunningTime} from "../phone/running_time";
import {clockText} from "../phone/time";
import {ScriptPanel} from "./script_panel";
import {WrapUpForm} from "./wrap_up_form";

/** This call: the way it came, and the form to wrap it up. */
export class CallColumn extends Component {
    static template = "callcenter_telephony.CallColumn";
    static components = {RunningTime, ScriptPanel, WrapUpForm};
    static props = {card: Object};

    setup() {
        this.agent = useService("callcenter.agent");
    }

    /** Steps of the call's way, in words of the server. */
    get steps() {
        const {path, did, queue} = this.props.card;
        return path?.length ? path : [did, queue?.name].filter(Boolean);
    }

    /** How long the customer waited, once that is over. */
    get waited() {
        const {waiting_since, answered_at} = this.props.card;
        return waiting_since && answered_at ? clockText((answered_at - waiting_since) / 1000) : false;
    }

    get stillWaits() {
        return this.props.card.phase === "ringing" && this.props.card.waiting_since;
    }
}
