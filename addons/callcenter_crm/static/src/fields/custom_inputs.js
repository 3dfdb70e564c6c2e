import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {deserializeDateTime, serializeDateTime} from "@web/core/l10n/dates";
import {RecordSelector} from "@web/core/record_selectors/record_selector";
import {Component} from "@odoo/owl";

const NUMBERS = {integer: "1", float: "any", monetary: "0.01"};

/**
 * Inputs of custom fields, as ``callcenter.field.inputs`` describes them. Values are those of the server: moments in
 * UTC, items and records by id.
 */
export class CustomInputs extends Component {
    static template = "callcenter_crm.CustomInputs";
    static components = {DateTimeInput, RecordSelector};
    static props = {fields: Array, values: Object, onChange: Function};

    /** @param {object} field as the server describes it */
    stepOf(field) {
        return NUMBERS[field.kind];
    }

    momentOf(field) {
        const value = this.props.values[field.name];
        return value ? deserializeDateTime(value) : false;
    }

    indented(item) {
        return "\u2003".repeat(item.level) + item.name;
    }

    has(field, item) {
        return (this.props.values[field.name] || []).includes(item.id);
    }

    onText(field, event) {
        const text = event.target.value;
        const number = field.kind in NUMBERS && text !== "";
        this.props.onChange(field.name, number ? Number(text) : text || false);
    }

    onMoment(field, moment) {
        this.props.onChange(field.name, moment ? serializeDateTime(moment) : false);
    }

    onItem(field, event) {
        this.props.onChange(field.name, Number(event.target.value) || false);
    }

    toggle(field, item) {
        const ids = this.props.values[field.name] || [];
        const without = ids.filter((id) => id !== item.id);
        this.props.onChange(field.name, without.length < ids.length ? without : [...ids, item.id]);
    }
}
