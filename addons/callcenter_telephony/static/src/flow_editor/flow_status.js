import {formatDateTime} from "@web/core/l10n/dates";
import {Component, useState} from "@odoo/owl";

const {DateTime} = luxon;

/** How the draft and the published version stand. */
export class FlowStatus extends Component {
    static template = "callcenter_telephony.FlowStatus";
    static props = {store: Object, live: Object};

    setup() {
        this.store = useState(this.props.store);
        this.live = useState(this.props.live);
    }

    get since() {
        return formatDateTime(DateTime.fromMillis(this.store.published.at), {showSeconds: false});
    }
}
