import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {Who} from "./who";

/** The browser phone cannot take calls: what is wrong, what to do, and the button that does it. */
export class FaultBar extends Component {
    static template = "callcenter_telephony.FaultBar";
    static components = {Who};
    static props = {};

    setup() {
        this.agent = useService("callcenter.agent");
        this.phone = useService("callcenter.phone");
    }

    get noMicrophone() {
        return this.phone.status === "no_microphone";
    }
}
