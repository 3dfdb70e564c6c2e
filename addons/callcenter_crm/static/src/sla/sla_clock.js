import {Component, onWillUnmount, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const {DateTime} = luxon;

/** @returns {string} `h:mm:ss`, days before it; never negative */
export function spanText(ms) {
    const s = Math.floor(Math.abs(ms) / 1000);
    const two = (n) => String(n).padStart(2, "0");
    const time = `${Math.floor((s % 86400) / 3600)}:${two(Math.floor((s % 3600) / 60))}:${two(s % 60)}`;
    return s < 86400 ? time : _t("%(days)s d %(time)s", {days: Math.floor(s / 86400), time});
}

/** The time limits of a work order, counted in the browser. */
export class SlaClock extends Component {
    static template = "callcenter_crm.SlaClock";
    static props = {...standardWidgetProps};

    setup() {
        this.clock = useState({now: DateTime.now()});
        const timer = browser.setInterval(() => (this.clock.now = DateTime.now()), 1000);
        onWillUnmount(() => browser.clearInterval(timer));
    }

    get order() {
        return this.props.record.data;
    }

    get answer() {
        const {sla_answer_due: due, sla_answered: at, create_date: begun} = this.order;
        const kept = (at || this.clock.now) <= due;
        const value = at ? spanText(at - begun) : this.left(due);
        return {label: _t("First answer"), value, kept, note: at ? this.verdict(kept) : this.until(due)};
    }

    get solve() {
        const {sla_due: due, sla_state: state, sla_left_s: leftS} = this.order;
        const label = _t("Solve");
        if (state === "waiting") {
            return {label, value: spanText(leftS * 1000), kept: true, note: _t("stands: waiting for the customer")};
        }
        if (state === "kept" || state === "missed") {
            const kept = state === "kept";
            return {label, value: this.verdict(kept), kept, note: this.until(due)};
        }
        return {label, value: this.left(due), kept: this.clock.now <= due, note: this.until(due), share: this.share};
    }

    /** Part of the time to solve that is over, in percent. */
    get share() {
        const {sla_due: due, create_date: begun} = this.order;
        return Math.min(100, Math.max(0, (100 * (this.clock.now - begun)) / (due - begun)));
    }

    left(due) {
        const ms = due - this.clock.now;
        return ms < 0 ? _t("%s late", spanText(ms)) : _t("%s left", spanText(ms));
    }

    until(due) {
        const today = due.hasSame(this.clock.now, "day");
        return today ? _t("until today %s", due.toFormat("HH:mm")) : _t("until %s", due.toFormat("MM-dd HH:mm"));
    }

    verdict(kept) {
        return kept ? _t("met") : _t("missed");
    }
}

const needed = ["sla_answer_due", "sla_answered", "sla_due", "create_date"];
registry.category("view_widgets").add("callcenter_sla", {
    component: SlaClock,
    fieldDependencies: [
        ...needed.map((name) => ({name, type: "datetime", readonly: true})),
        {name: "sla_state", type: "selection", readonly: true},
        {name: "sla_left_s", type: "integer", readonly: true},
    ],
});
