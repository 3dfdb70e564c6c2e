import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** What a target holds (grey) and would get on top (coloured), against the one who would hold most. */
export class ShareBarField extends Component {
    static template = "callcenter_crm.ShareBarField";
    static props = {...standardFieldProps};

    get parts() {
        const {holds, gets, most} = this.props.record.data;
        const width = (share) => `width: ${most ? (100 * share) / most : 0}%`;
        return {holds, gets, now: width(holds), more: width(gets)};
    }

    get title() {
        const {holds, gets} = this.parts;
        return _t("holds %(holds)s, gets %(gets)s", {holds, gets});
    }
}

registry.category("fields").add("callcenter_share_bar", {
    component: ShareBarField,
    displayName: _t("Bar of what a target would hold"),
    supportedTypes: ["integer"],
    fieldDependencies: [
        {name: "holds", type: "integer"},
        {name: "gets", type: "integer"},
    ],
});
