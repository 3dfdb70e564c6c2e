import {useService} from "@web/core/utils/hooks";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {Component, useState} from "@odoo/owl";

/** Sets the rights of all roles on a field in one go, in the form: they are saved with it. */
export class RightsTools extends Component {
    static template = "callcenter_crm.RightsTools";
    static components = {Dropdown, DropdownItem};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({others: []});
    }

    get rows() {
        return this.props.record.data.access_ids.records;
    }

    async setAll(rightOf) {
        for (const row of this.rows) {
            await row.update({right: rightOf(row.data.role_id.id) || row.data.right});
        }
    }

    async loadOthers() {
        const {resId, data} = this.props.record;
        const domain = [
            ["model", "=", data.model],
            ["id", "!=", resId],
        ];
        this.state.others = await this.orm.searchRead("callcenter.field", domain, ["label"]);
    }

    async copyFrom(fieldId) {
        const rows = await this.orm.searchRead(
            "callcenter.field.access",
            [["field_id", "=", fieldId]],
            ["role_id", "right"]
        );
        const rights = Object.fromEntries(rows.map(({role_id: [roleId], right}) => [roleId, right]));
        await this.setAll((roleId) => rights[roleId]);
    }

    openRoles() {
        this.action.doAction("callcenter_crm.callcenter_role_action");
    }
}

registry.category("view_widgets").add("callcenter_rights_tools", {component: RightsTools});
