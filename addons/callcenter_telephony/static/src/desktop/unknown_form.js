import {useService} from "@web/core/utils/hooks";
import {Component, useState} from "@odoo/owl";
import {shownNumber} from "../phone/states";

/** A number nobody has yet: a blank customer with the number filled in. */
export class UnknownForm extends Component {
    static template = "callcenter_telephony.UnknownForm";
    static props = {card: Object};

    setup() {
        this.agent = useService("callcenter.agent");
        this.form = useState({name: this.props.card.name || "", email: "", comment: "", tried: false, saving: false});
    }

    get number() {
        return shownNumber(this.props.card.display_number);
    }

    /** Whether the server has said that nobody has the number; until then the card is the phone's own. */
    get looking() {
        return this.props.card.provisional;
    }

    get nameMissing() {
        return this.form.tried && !this.form.name.trim();
    }

    async save() {
        this.form.tried = true;
        if (this.nameMissing || this.form.saving) {
            return;
        }
        this.form.saving = true;
        const {name, email, comment} = this.form;
        const card = await this.agent.ask("create_partner", this.props.card.key, {name: name.trim(), email, comment});
        this.form.saving = false;
        if (card) {
            this.agent.onCall(card);
        }
    }
}
