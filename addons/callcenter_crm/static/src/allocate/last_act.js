import {Component, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {useService} from "@web/core/utils/hooks";

/** One line of what the user did last, with its undo. */
export class LastAct extends Component {
    static template = "callcenter_crm.LastAct";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({told: false, busy: false});
        // the page does not wait for it
        useRecordObserver((record) => void this.load(record.data.last_act_id));
    }

    async load(act) {
        const key = act ? act.id : 0;
        if (this.shown === key) {
            return;
        }
        this.shown = key;
        this.state.told = act
            ? await this.orm.call("callcenter.allocation", "told", [[act.id]])
            : await this.orm.call("callcenter.allocation", "last_told", []);
    }

    async undo() {
        const {record} = this.props;
        this.state.busy = true;
        try {
            await this.orm.call("callcenter.allocation", "action_undo", [[this.state.told.id]]);
            this.state.told = await this.orm.call("callcenter.allocation", "told", [[this.state.told.id]]);
            if (await record.save()) {
                await this.orm.call(record.resModel, "action_renew", [[record.resId]]);
                await record.load();
            }
        } finally {
            this.state.busy = false;
        }
    }

    openDetails() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "callcenter.allocation",
            res_id: this.state.told.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("view_widgets").add("callcenter_last_act", {
    component: LastAct,
    fieldDependencies: [{name: "last_act_id", type: "many2one", relation: "callcenter.allocation"}],
});
