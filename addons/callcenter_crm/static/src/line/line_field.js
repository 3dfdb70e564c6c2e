import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** A long text as one line of a list; all of it on hover. */
export class LineField extends Component {
    static template = "callcenter_crm.LineField";
    static props = {...standardFieldProps};

    get text() {
        return (this.props.record.data[this.props.name] || "").replace(/\s+/g, " ");
    }
}

registry.category("fields").add("list.callcenter_line", {
    component: LineField,
    displayName: _t("Text in one line"),
    supportedTypes: ["text", "char"],
});
