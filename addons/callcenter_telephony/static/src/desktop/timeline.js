import {_t} from "@web/core/l10n/translation";
import {Component} from "@odoo/owl";
import {RESULTS} from "../phone/states";
import {RecordingPlayer} from "../player/recording_player";

/** Calls with this customer, newest first, by day; the running one on top, recordings play in place. */
export class Timeline extends Component {
    static template = "callcenter_telephony.Timeline";
    static components = {RecordingPlayer};
    static props = {card: Object};

    get days() {
        const days = new Map();
        for (const call of this.props.card.history || []) {
            const day = this.dayOf(call.start);
            days.set(day, [...(days.get(day) || []), call]);
        }
        return [...days].map(([name, calls]) => ({name, calls}));
    }

    dayOf(ms) {
        const moment = luxon.DateTime.fromMillis(ms);
        const today = moment.hasSame(luxon.DateTime.now(), "day");
        return today ? _t("Today") : moment.toLocaleString({year: "numeric", month: "long", day: "numeric"});
    }

    timeOf(ms) {
        return luxon.DateTime.fromMillis(ms).toFormat("HH:mm");
    }

    title(call) {
        return {inbound: _t("Incoming call"), outbound: _t("Outgoing call")}[call.direction] || _t("Internal call");
    }

    result(call) {
        return RESULTS[call.result];
    }

    line(call) {
        return [call.user, call.disposition, call.note].filter(Boolean).join(" · ");
    }
}
