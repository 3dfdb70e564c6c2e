import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {Who} from "../phone/who";

/** The phone bar while a contact is on the screen: who it is, also where the agent is on another page. */
export class PreviewBar extends Component {
    static template = "callcenter_telephony.PreviewBar";
    static components = {Who};
    static props = {};

    setup() {
        this.preview = useService("callcenter.preview");
        this.action = useService("action");
    }

    get who() {
        const card = this.preview.current?.card;
        return {title: card?.name || "", line: card?.campaign || ""};
    }

    open() {
        this.action.doAction("callcenter_telephony.callcenter_workspace_action");
    }
}
