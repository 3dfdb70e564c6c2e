import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {Component} from "@odoo/owl";

/** A text in all languages at once: one input each, over a json field ``{language: text}``. */
export class SpokenField extends Component {
    static template = "callcenter_crm.SpokenField";
    static props = {...standardFieldProps, placeholder: {type: String, optional: true}};

    get words() {
        return this.props.record.data[this.props.name] || {};
    }

    get langs() {
        return Object.keys(this.words).sort();
    }

    /** @param {string} lang as in ``zh_CN`` */
    nameOf(lang) {
        const [code] = lang.split("_");
        return new Intl.DisplayNames([code], {type: "language"}).of(code);
    }

    onChange(lang, event) {
        const words = {...this.words, [lang]: event.target.value.trim()};
        return this.props.record.update({[this.props.name]: words});
    }
}

export const spokenField = {
    component: SpokenField,
    supportedTypes: ["json"],
    extractProps: ({attrs}) => ({placeholder: attrs.placeholder}),
};

registry.category("fields").add("callcenter_spoken", spokenField);
