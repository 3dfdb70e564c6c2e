import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const ICONS = {inbound: "fa-arrow-down", outbound: "fa-arrow-up", internal: "fa-exchange"};

/** Which way a call went, as an icon with its word behind it for those who cannot see it. */
export class DirectionField extends Component {
    static template = "callcenter_crm.DirectionField";
    static props = {...standardFieldProps};

    get value() {
        return this.props.record.data[this.props.name];
    }

    get icon() {
        return ICONS[this.value] || "fa-question";
    }

    get label() {
        const options = this.props.record.fields[this.props.name].selection;
        return options.find(([value]) => value === this.value)?.[1] || "";
    }
}

registry.category("fields").add("callcenter_direction", {
    component: DirectionField,
    displayName: _t("Call direction"),
    supportedTypes: ["selection"],
});
