import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";

const signed = (value) => `${value > 0 ? "+" : value < 0 ? "−" : "±"}${Math.abs(value).toFixed(1)}`;

/** A calibration round: how far each inspector is; once it is closed, all marks side by side. */
export class QaCalibration extends Component {
    static template = "callcenter_kpi.QaCalibration";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.page = useState({state: "draft", tolerance: 0, inspectors: [], calls: [], hidden: 0});
        this.show = useState({apart: false});
        onWillStart(() => this.load(this.props.record));
        onWillUpdateProps((next) => this.load(next.record));
    }

    async load(record) {
        const {state} = record.data;
        if (record.resId && state !== "draft" && (state !== this.page.state || record.resId !== this.loaded)) {
            this.loaded = record.resId;
            Object.assign(this.page, await this.orm.call("callcenter.qa.calibration", "page", [[record.resId]]));
        }
    }

    /** Who has a column of a call: those who handed in, the reference first. */
    columns(call) {
        const given = this.page.inspectors.filter(({id}) => call.scores[id]);
        return given.sort((a, b) => b.reference - a.reference);
    }

    items(group) {
        return this.show.apart ? group.items.filter(({apart}) => apart) : group.items;
    }

    score(value) {
        return value === null || value === undefined ? "–" : value.toFixed(1);
    }

    deviation(value) {
        return value === null ? "–" : signed(value);
    }

    share(value) {
        return value === null ? "–" : `${(100 * value).toFixed(1)} %`;
    }

    /** What an item's points lie around; of yes or no there is no middle. */
    middle(item) {
        return item.exact || item.middle === null ? "" : `${item.middle.toFixed(0)} %`;
    }

    difference(item, mark) {
        return item.exact || !mark.difference ? "" : `${signed(mark.difference)} %`;
    }

    open(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("view_widgets").add("callcenter_qa_calibration", {
    component: QaCalibration,
    fieldDependencies: [{name: "state", type: "selection"}],
});
