import {_t} from "@web/core/l10n/translation";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {Record} from "@web/model/record";
import {PhoneField} from "@web/views/fields/phone/phone_field";
import {Component, markup, useState} from "@odoo/owl";
import {CustomFacts} from "../fields/custom_facts";
import {formatDuration} from "../figures/formatters";
import {momentText} from "./moments";

const ICONS = {inbound: "fa-arrow-down", outbound: "fa-arrow-up", internal: "fa-exchange"};

/** Who it is, what to say, and all that was written down and called before. */
export class PersonCard extends Component {
    static template = "callcenter_crm.PersonCard";
    static components = {CustomFacts, PhoneField, Record};
    static props = {model: Object};

    setup() {
        this.model = useState(this.props.model);
        this.action = useService("action");
        this.notification = useService("notification");
        this.momentText = momentText;
        this.formatDuration = formatDuration;
        this.view = useState({tab: this.card.script ? "script" : "history"});
        useHotkey("alt+q", () => this.sell("order"), {
            bypassEditableProtection: true,
            isAvailable: () => this.card.sells && !this.model.busy && !this.card.taken.length,
        });
    }

    get card() {
        return this.model.card;
    }

    get script() {
        return markup(this.card.script || "");
    }

    get phoneFields() {
        return this.card.kind === "contact" ? [this.card.phone, "partner_id"] : [this.card.phone];
    }

    get tabs() {
        const {script, history, calls, sales, sells} = this.card;
        return [
            ...(script ? [{key: "script", label: _t("Script")}] : []),
            {key: "history", label: _t("Follow-ups"), count: history.length},
            {key: "calls", label: _t("Calls"), count: calls.length},
            ...(sells ? [{key: "sales", label: _t("Sales"), count: sales.length}] : []),
        ];
    }

    icon({direction}) {
        return ICONS[direction];
    }

    headOf(row) {
        return [row.user, row.campaign, row.intent].filter(Boolean).join(" · ");
    }

    lineOf({user, outcome}) {
        return [user, outcome].filter(Boolean).join(" · ");
    }

    badge({model, state}) {
        if (state === "sale" || state === "won") {
            return "text-bg-success";
        }
        if (state === "cancel" || state === "lost") {
            return "text-bg-secondary";
        }
        return model === "crm.lead" ? "text-bg-info" : "text-bg-warning";
    }

    /** @param {number|false} partnerId whom to link; @param {boolean} isNew another one though the number is known */
    async convert(partnerId, isNew = false) {
        await this.model.convert(partnerId, isNew);
        this.notification.add(_t("%s is a customer now.", this.card.partner.name), {type: "success"});
    }

    async sell(what) {
        const {model, id} = await this.model.sell(what);
        return this.openSale({model, id});
    }

    openSale({model, id}) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openPartner() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.partner",
            res_id: this.card.partner.id,
            views: [[false, "form"]],
        });
    }
}
