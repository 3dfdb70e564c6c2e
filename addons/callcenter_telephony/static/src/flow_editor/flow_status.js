import {Component, useState} from "@odoo/owl";

const {DateTime} = luxon;

/** How the draft and the published version stand. */
export class FlowStatus extends Component {
    static template = "callcenter_telephony.FlowStatus";
    static props = {store: Object, live: Object, compare: Function};

    setup() {
        this.store = useState(this.props.store);
        this.live = useState(this.props.live);
    }

    get since() {
        const moment = DateTime.fromMillis(this.store.published.at);
        return moment.toLocaleString({month: "short", day: "numeric", hour: "2-digit", minute: "2-digit"});
    }
}
