import {Component, xml} from "@odoo/owl";
import {shownNumber} from "./states";

/** Two lines beside the pill: the customer, and where the call comes from. */
export class Who extends Component {
    static template = xml`
        <span class="o_cc_who" data-cc="who">
            <span class="fw-medium o_cc_ellipsis" t-att-title="props.title" t-esc="props.title"/>
            <span class="o_cc_who_line o_cc_ellipsis"><t t-esc="props.line"/><t t-slot="default"/></span>
        </span>`;
    static props = {title: String, line: {type: String, optional: true}, slots: {type: Object, optional: true}};
}

/**
 * @param {object|null} card call card
 * @param {object|null} call the browser phone's call
 * @returns {{title: string, line: string}} name, or the number where there is no name; number and queue below
 */
export function whoIs(card, call) {
    const number = shownNumber(card?.display_number || call?.number);
    const name = card?.partner?.name || card?.name || "";
    const place = card?.queue?.name || "";
    return {title: name || number, line: [name && number, place].filter(Boolean).join(" · ")};
}
