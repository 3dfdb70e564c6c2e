import {formatDuration, formatRatio} from "./formatters";
import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** A figure that is read, never typed. */
export class DurationField extends Component {
    static template = "callcenter_crm.FigureField";
    static props = {...standardFieldProps};

    get text() {
        return formatDuration(this.props.record.data[this.props.name]);
    }
}

export class RatioField extends DurationField {
    get text() {
        return formatRatio(this.props.record.data[this.props.name]);
    }
}

/** A mean or a ratio belongs to a group of rows: on a single row there is nothing to show. */
export class GroupFigureField extends DurationField {
    get text() {
        return "";
    }
}

const fields = registry.category("fields");
fields.add("callcenter_duration", {
    component: DurationField,
    displayName: _t("Duration (h:mm:ss)"),
    supportedTypes: ["float", "integer"],
    isEmpty: () => false,
});
fields.add("callcenter_ratio", {
    component: RatioField,
    displayName: _t("Ratio (%)"),
    supportedTypes: ["float"],
    isEmpty: () => false,
});
fields.add("list.callcenter_ratio", {component: GroupFigureField, supportedTypes: ["float"]});
fields.add("list.callcenter_mean", {component: GroupFigureField, supportedTypes: ["float"]});
fields.add("list.callcenter_score", {component: GroupFigureField, supportedTypes: ["float"]});
registry.category("formatters").add("callcenter_mean", formatDuration);
