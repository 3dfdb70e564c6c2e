import {useService} from "@web/core/utils/hooks";
import {CustomFacts} from "@callcenter_crm/fields/custom_facts";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";
import {Component, useState} from "@odoo/owl";
import {shownNumber} from "../phone/states";
import {momentText} from "../phone/time";
import {ContactHead} from "../preview/contact_head";
import {OpenOrders} from "./open_orders";
import {Timeline} from "./timeline";
import {UnknownForm} from "./unknown_form";

/** The customer of a call: who it is, who shares the number, what was before. */
export class PersonColumn extends Component {
    static template = "callcenter_telephony.PersonColumn";
    static components = {ContactHead, CustomFacts, OpenOrders, Timeline, UnknownForm};
    static props = {card: Object};

    setup() {
        this.agent = useService("callcenter.agent");
        this.dialog = useService("dialog");
        this.view = useState({tab: "timeline"});
    }

    get person() {
        return this.props.card.partner;
    }

    get number() {
        return shownNumber(this.props.card.display_number);
    }

    get letter() {
        return [...this.person.name][0];
    }

    get lastContact() {
        return this.props.card.history?.[0];
    }

    get lastText() {
        return [momentText(this.lastContact.start), this.lastContact.user].filter(Boolean).join(", ");
    }

    /** Rows of the tab "Details": label and value of what is known. */
    get details() {
        const {company, email, city, numbers} = this.person;
        return {company, email, city, numbers: numbers || []};
    }

    async switchTo(partnerId) {
        const card = await this.agent.ask("set_partner", this.props.card.key, partnerId);
        if (card) {
            this.agent.onCall(card);
        }
    }

    edit() {
        this.dialog.add(FormViewDialog, {
            resModel: "res.partner",
            resId: this.person.id,
            onRecordSaved: () => this.switchTo(this.person.id),
        });
    }
}
