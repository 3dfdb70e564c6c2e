import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {Component, onMounted} from "@odoo/owl";
import {momentText} from "../phone/time";
import {CallbackList} from "./callback_list";
import {RESULTS, shownNumber} from "../phone/states";

/** What is left of today: missed calls to return, and one's own calls. */
export class TodayColumn extends Component {
    static template = "callcenter_telephony.TodayColumn";
    static components = {CallbackList};
    static props = {};

    setup() {
        this.agent = useService("callcenter.agent");
        this.today = useService("callcenter.today");
        this.action = useService("action");
        this.momentText = momentText;
        this.shownNumber = shownNumber;
        onMounted(() => this.today.load()); // the columns stand at once; the lists fill when the server has answered
    }

    line(row) {
        const result = RESULTS[row.result] || _t("in progress");
        const words = row.name ? [shownNumber(row.display_number), result] : [result];
        return words.filter(Boolean).join(" · ");
    }

    icon(row) {
        return row.direction === "outbound" ? "fa-arrow-up" : "fa-arrow-down";
    }

    call(row) {
        return this.agent.dial(row.number, row.partner_id || false, row.source || null);
    }

    openPartner(row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.partner",
            res_id: row.partner_id,
            views: [[false, "form"]],
        });
    }
}
