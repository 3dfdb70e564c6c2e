import {Component, markup} from "@odoo/owl";

/** Who a campaign's contact is, and what the agent says to them. */
export class ContactHead extends Component {
    static template = "callcenter_telephony.ContactHead";
    static props = {
        contact: Object, // name, campaign, script, facts
        number: {type: String, optional: true},
        slots: {type: Object, optional: true},
    };

    get letter() {
        return [...(this.props.contact.name || "?")][0];
    }

    /** Sanitized by the server when it was written. */
    get script() {
        const {script} = this.props.contact;
        return script && markup(script);
    }
}
