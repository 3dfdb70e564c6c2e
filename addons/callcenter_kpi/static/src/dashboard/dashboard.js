import {callsAction, listAction} from "@callcenter_kpi/calls_action";
import {changeText, direction, valueText} from "./dashboard_words";
import {HalfHourChart} from "./half_hour_chart";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {user} from "@web/core/user";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {useSetupAction} from "@web/search/action_hook";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {deserializeDate, deserializeDateTime} from "@web/core/l10n/dates";
import {Component, onWillStart, useState} from "@odoo/owl";

const {DateTime} = luxon;
const SHOWN = 7;

/** The figures of a period on one page; each leads to what it is made of. */
export class Dashboard extends Component {
    static template = "callcenter_kpi.Dashboard";
    static components = {Dropdown, DropdownItem, HalfHourChart, Layout};
    static props = {...standardActionServiceProps};
    static displayName = _t("Dashboard");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.last = new KeepLast();
        const asked = this.props.state?.asked || {kind: "week", back: 0, department: false};
        this.asked = useState({...asked});
        this.state = useState({board: null, all: {}, loading: false});
        this.kinds = [
            ["day", _t("Day")],
            ["week", _t("Week")],
            ["month", _t("Month")],
            ["quarter", _t("Quarter")],
        ];
        useSetupAction({getLocalState: () => ({asked: {...this.asked}})});
        onWillStart(async () => {
            const groups = ["callcenter_crm.group_admin", "callcenter_crm.group_manager", "base.group_allow_export"];
            const has = await Promise.all(groups.map((group) => user.hasGroup(group)));
            [this.isAdmin, this.isManager, this.mayExport] = has;
            await this.load();
        });
    }

    async load() {
        const {kind, back, department} = this.asked;
        this.state.loading = true;
        try {
            const read = this.orm.call("callcenter.dashboard", "read_board", [kind, back, department]);
            this.state.board = await this.last.add(read);
        } finally {
            this.state.loading = false;
        }
    }

    /** Asks for another period or department. */
    ask(change) {
        Object.assign(this.asked, change);
        return this.load();
    }

    // words

    get periodText() {
        const {first, last} = this.state.board.period;
        const day = (text) => deserializeDate(text).toLocaleString(DateTime.DATE_MED);
        return first === last ? day(first) : `${day(first)} – ${day(last)}`;
    }

    get beforeText() {
        const days = this.state.board.period.before;
        if (!days) {
            return _t("Compared with no other day: today is not over.");
        }
        const [first, last] = days.map((text) => deserializeDate(text).toLocaleString(DateTime.DATE_MED));
        return first === last
            ? _t("Compared with %(day)s", {day: first})
            : _t("Compared with %(first)s – %(last)s", {first, last});
    }

    get asOfText() {
        const time = deserializeDateTime(this.state.board.period.as_of).toLocaleString(DateTime.DATETIME_SHORT);
        return _t("as of %(time)s", {time});
    }

    text(unit, value) {
        return valueText(unit, value, this.state.board.currency_id);
    }

    change(unit, value, before) {
        return changeText(unit, value, before);
    }

    arrow(value, before) {
        return {up: "fa-arrow-up", down: "fa-arrow-down"}[direction(value, before)];
    }

    goalText(tile) {
        const values = {value: this.text(tile.unit, tile.goal).replace(/\.0 %$/, " %")};
        return tile.goal_kind === "least" ? _t("goal %(value)s", values) : _t("limit %(value)s", values);
    }

    share(part, whole) {
        return whole ? this.text("share", part / whole) : "";
    }

    width(value, rows) {
        const most = Math.max(1, ...rows);
        return `width: ${(100 * value) / most}%`;
    }

    shown(part, rows) {
        return this.state.all[part] ? rows : rows.slice(0, SHOWN);
    }

    // ways to what a figure is made of

    openTile({aggregator, code, domain, model, name}) {
        if (!model || model === "callcenter.fact.state") {
            return this.action.doAction(listAction(name, model || "sale.order", domain));
        }
        return this.action.doAction(callsAction(model, domain, code, {[code]: {aggregator}}));
    }

    openHalfHour(row) {
        const domain = [...this.state.board.bars.domain, ["half_hour", "=", row.half_hour]];
        return this.action.doAction(callsAction("callcenter.fact.queue", domain, "offered", {}));
    }

    openAgent(row, measure) {
        const domain = [...this.state.board.agents.domain, ["agent_id", "=", row.id]];
        return this.action.doAction(
            callsAction("callcenter.fact.agent", domain, measure, {[measure]: {aggregator: "sum"}})
        );
    }

    openCalls(row) {
        return this.action.doAction(listAction(row.name, "callcenter.call", row.domain));
    }

    openOrders(row) {
        return this.action.doAction(listAction(row.name, "helpdesk.ticket", row.domain));
    }

    openSales(row) {
        const domain = [...this.state.board.sold_domain, ["user_id", "=", row.id]];
        return this.action.doAction(listAction(_t("Orders"), "sale.order", domain));
    }

    openPivot() {
        return this.action.doAction("callcenter_kpi.callcenter_report_queue_action");
    }

    /** Downloads what is on the page, as xlsx or pdf. */
    export(kind) {
        const {back, department, kind: period} = this.asked;
        const query = new URLSearchParams({period, back, department: department || 0});
        browser.location.assign(`/callcenter/dashboard.${kind}?${query}`);
    }

    openMails() {
        const {department, kind} = this.asked;
        const context = {
            default_period: kind,
            default_department_id: department,
            default_user_ids: [user.userId],
        };
        return this.action.doAction("callcenter_kpi.callcenter_report_mail_action", {additionalContext: context});
    }

    openTiles() {
        return this.action.doAction("callcenter_kpi.callcenter_kpi_tile_action");
    }
}

registry.category("actions").add("callcenter_dashboard", Dashboard);
