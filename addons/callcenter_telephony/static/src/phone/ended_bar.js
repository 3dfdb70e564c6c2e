import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {Who, whoIs} from "./who";

/** The call on the browser phone is over, and the server has not said more yet; it says nothing while it is away. */
export class EndedBar extends Component {
    static template = "callcenter_telephony.EndedBar";
    static components = {Who};
    static props = {};

    setup() {
        this.agent = useService("callcenter.agent");
        this.phone = useService("callcenter.phone");
    }

    get who() {
        const card = this.agent.current;
        const line = this.phone.over.silent ? _t("calls still ring here; what you type is kept") : "";
        return {title: card ? whoIs(card, null).title : "", line};
    }
}
