import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";
import {Component, onMounted, useState} from "@odoo/owl";

/** The open work orders of the customer on the line: urge one, or make another with customer and call filled in. */
export class OpenOrders extends Component {
    static template = "callcenter_telephony.OpenOrders";
    static props = {card: Object};

    setup() {
        this.agent = useService("callcenter.agent");
        this.dialog = useService("dialog");
        this.state = useState({orders: [], busy: false});
        onMounted(() => this.load()); // the customer stands at once; the orders follow
    }

    async load() {
        this.show(await this.agent.askQuietly("open_orders", this.props.card.key));
    }

    show(orders) {
        if (Array.isArray(orders)) {
            this.state.orders = orders;
        }
    }

    where(order) {
        return [order.stage, order.owner || order.department].filter(Boolean).join(" · ");
    }

    async urge(order) {
        this.state.busy = true;
        this.show(await this.agent.ask("urge_order", this.props.card.key, order.id));
        this.state.busy = false;
    }

    make() {
        this.dialog.add(FormViewDialog, {
            resModel: "helpdesk.ticket",
            title: _t("New Work Order"),
            context: {
                default_partner_id: this.props.card.partner.id,
                callcenter_call_key: this.props.card.key,
            },
            onRecordSaved: () => this.load(),
        });
    }
}
