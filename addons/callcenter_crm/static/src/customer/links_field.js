import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** Records named one after the other, each a link to its form. */
export class LinksField extends Component {
    static template = "callcenter_crm.LinksField";
    static props = {...standardFieldProps};

    setup() {
        this.action = useService("action");
    }

    get links() {
        return this.props.record.data[this.props.name].records.map(({resId, data}) => ({
            id: resId,
            name: data.display_name,
        }));
    }

    open(id) {
        const {relation} = this.props.record.fields[this.props.name];
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: relation,
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("fields").add("callcenter_links", {
    component: LinksField,
    displayName: _t("Links"),
    supportedTypes: ["many2many", "one2many"],
    relatedFields: () => [{name: "display_name", type: "char"}],
});
