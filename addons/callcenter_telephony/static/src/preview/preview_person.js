import {Component} from "@odoo/owl";
import {momentText} from "@callcenter_crm/worklist/moments";
import {ContactHead} from "./contact_head";

/** The contact on the screen: who it is, what to say, what was before. */
export class PreviewPerson extends Component {
    static template = "callcenter_telephony.PreviewPerson";
    static components = {ContactHead};
    static props = {current: Object};

    setup() {
        this.momentText = momentText;
    }

    get card() {
        return this.props.current.card;
    }

    /** Calls and follow-ups in one line of time, the newest first. */
    get history() {
        const followups = this.card.history.map((row) => ({
            key: `f${row.id}`,
            icon: "fa-comment-o",
            at: row.at,
            title: row.outcome,
            text: [row.intent, row.topic, row.note].filter(Boolean).join(" · "),
            user: row.user,
        }));
        const calls = this.card.calls.map((row) => ({
            key: `c${row.id}`,
            icon: row.direction === "inbound" ? "fa-sign-in" : "fa-phone",
            at: row.at,
            title: row.outcome || row.result,
            text: row.note,
            user: row.user,
        }));
        return [...followups, ...calls].sort((a, b) => (a.at < b.at ? 1 : -1));
    }
}
