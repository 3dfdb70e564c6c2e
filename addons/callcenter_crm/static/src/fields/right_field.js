import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {Component} from "@odoo/owl";

const ICONS = {write: "fa-pencil", read: "fa-eye", hidden: "fa-eye-slash"};

/** Write, read or hidden, by one click. */
export class RightField extends Component {
    static template = "callcenter_crm.RightField";
    static props = {...standardFieldProps};

    get choices() {
        const {record, name} = this.props;
        return record.fields[name].selection.map(([key, label]) => ({key, label, icon: ICONS[key]}));
    }

    get right() {
        return this.props.record.data[this.props.name];
    }

    choose(key) {
        if (key !== this.right && !this.props.readonly) {
            this.props.record.update({[this.props.name]: key});
        }
    }
}

export const rightField = {
    component: RightField,
    supportedTypes: ["selection"],
    // as of a toggle: the row needs not be opened first
    extractProps: (info, {readonly}) => ({readonly}),
};

registry.category("fields").add("callcenter_right", rightField);
