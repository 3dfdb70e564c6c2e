import {formatDateTime} from "@web/core/l10n/dates";
import {Component, useState} from "@odoo/owl";

const {DateTime} = luxon;

/** The published versions: who, when and why; to look at, and to go back to. */
export class HistoryPanel extends Component {
    static template = "callcenter_telephony.FlowHistory";
    static props = {store: Object, look: Function, rollBack: Function, close: Function};

    setup() {
        this.store = useState(this.props.store);
    }

    when(version) {
        return formatDateTime(DateTime.fromMillis(version.at), {showSeconds: false});
    }

    isLive(version) {
        return this.store.published.id === version.id;
    }

    isShown(version) {
        return Boolean(this.store.viewed) && this.store.viewed.version.id === version.id;
    }
}
