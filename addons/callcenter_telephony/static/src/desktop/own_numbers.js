import {_t} from "@web/core/l10n/translation";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {useDropdownState} from "@web/core/dropdown/dropdown_hooks";
import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {amountText} from "../phone/time";

/** The agent's own figures of today; what is counted opens its calls. */
export class OwnNumbers extends Component {
    static template = "callcenter_telephony.OwnNumbers";
    static components = {Dropdown};
    static props = {};

    setup() {
        this.today = useService("callcenter.today");
        this.action = useService("action");
        this.menu = useDropdownState();
    }

    /** @returns {{key: string, name: string, text: string, calls?: number[]}[]} */
    get rows() {
        const {taken, made, reached, talk_s, hold_s, wrap_s, not_ready_s} = this.today.numbers;
        return [
            {key: "taken", name: _t("Calls taken"), text: taken.length, calls: taken},
            {key: "made", name: _t("Calls made"), text: made.length, calls: made},
            {key: "reached", name: _t("of these answered"), text: reached.length, calls: reached},
            {key: "talk", name: _t("Talk time"), text: amountText(talk_s)},
            {key: "hold", name: _t("Hold time"), text: amountText(hold_s)},
            {key: "wrap", name: _t("Average wrap-up"), text: wrap_s === false ? "–" : amountText(wrap_s)},
            {key: "not-ready", name: _t("Not-ready time"), text: amountText(not_ready_s)},
        ];
    }

    open(name, calls) {
        this.menu.close();
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("Today: %(figure)s", {figure: name}),
            res_model: "callcenter.call",
            domain: [["id", "in", calls]],
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }
}
