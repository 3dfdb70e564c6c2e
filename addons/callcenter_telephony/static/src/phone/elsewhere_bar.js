import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {momentText} from "./time";
import {Who} from "./who";

/** The agent's phone is that of another browser: since when, and the button that brings it here. */
export class ElsewhereBar extends Component {
    static template = "callcenter_telephony.ElsewhereBar";
    static components = {Who};
    static props = {};

    setup() {
        this.agent = useService("callcenter.agent");
        this.phone = useService("callcenter.phone");
        this.momentText = momentText;
    }
}
