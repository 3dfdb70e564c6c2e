import {_t} from "@web/core/l10n/translation";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {formatDuration} from "../figures/formatters";
import {momentText} from "../worklist/moments";

/** Parts that other addons show on a row: {Component, isShown: (row) => boolean}; the component is given the row. */
export const timelineParts = registry.category("callcenter_timeline_parts");

/** All that happened with the customer on screen, newest first, by day; what is written in which record is the server's. */
export class Timeline extends Component {
    static template = "callcenter_crm.Timeline";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.momentText = momentText;
        this.formatDuration = formatDuration;
        this.view = useState({kinds: [], rows: [], cursor: false, kind: false, busy: false});
        onWillStart(() => this.load());
        onWillUpdateProps(({record}) => {
            if (record.resId !== this.props.record.resId) {
                return this.load(record.resId);
            }
        });
    }

    get parts() {
        return timelineParts.getAll();
    }

    get days() {
        const days = new Map();
        for (const row of this.view.rows) {
            const day = this.dayOf(row);
            days.set(day, [...(days.get(day) || []), row]);
        }
        return [...days].map(([name, rows]) => ({name, rows}));
    }

    momentOf({at, day}) {
        return day ? luxon.DateTime.fromSQL(at) : deserializeDateTime(at);
    }

    dayOf(row) {
        const moment = this.momentOf(row);
        const today = moment.hasSame(luxon.DateTime.now(), "day");
        return today ? _t("Today") : moment.toLocaleString({year: "numeric", month: "long", day: "numeric"});
    }

    timeOf(row) {
        return row.day ? "" : this.momentOf(row).toFormat("HH:mm");
    }

    lineOf({line}) {
        return (line || []).filter(Boolean).join(" · ");
    }

    async load(resId = this.props.record.resId) {
        const page = resId ? await this.ask(resId, false) : {kinds: [], rows: [], cursor: false};
        Object.assign(this.view, page);
    }

    async more() {
        const {rows, cursor} = await this.ask(this.props.record.resId, this.view.cursor);
        this.view.rows.push(...rows);
        this.view.cursor = cursor;
    }

    async ask(resId, cursor) {
        this.view.busy = true;
        try {
            const kinds = this.view.kind ? [this.view.kind] : [];
            return await this.orm.call("callcenter.timeline", "page", [resId, kinds, cursor]);
        } finally {
            this.view.busy = false;
        }
    }

    filterBy(kind) {
        this.view.kind = kind;
        return this.load();
    }

    open({model, id}) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    /** Messages and activities stand in the chatter of this very form. */
    opens({model}) {
        return !model.startsWith("mail.");
    }
}

registry.category("view_widgets").add("callcenter_timeline", {component: Timeline});
