import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {CharField, charField} from "@web/views/fields/char/char_field";

/** A name in a flat list that shows a tree: indented by the record's level. */
export class IndentField extends CharField {
    static template = "callcenter_crm.IndentField";
    static props = {...CharField.props, levelField: {type: String, optional: true}};

    get indent() {
        return `padding-left: ${(this.props.record.data[this.props.levelField] || 0) * 1.5}rem`;
    }
}

registry.category("fields").add("callcenter_indent", {
    ...charField,
    component: IndentField,
    displayName: _t("Indented text"),
    extractProps: (info) => ({...charField.extractProps(info), levelField: info.options.level_field}),
});
