import {useService} from "@web/core/utils/hooks";
import {Component, useState} from "@odoo/owl";
import {CustomInputs} from "./custom_inputs";

const MODEL = "callcenter.field";

/** Custom fields of a person beside a call: read at a glance, filled in where the user may write them. */
export class CustomFacts extends Component {
    static template = "callcenter_crm.CustomFacts";
    static components = {CustomInputs};
    static props = {resModel: String, resId: Number, facts: Array, onSaved: Function};

    setup() {
        this.orm = useService("orm");
        this.form = useState({inputs: false, values: {}, changed: {}, saving: false});
    }

    /** The fields by their sections, in the order of the form. */
    get sections() {
        const sections = new Map();
        for (const fact of this.props.facts) {
            sections.set(fact.section, [...(sections.get(fact.section) || []), fact]);
        }
        return [...sections].map(([title, facts]) => ({title, facts}));
    }

    get canEdit() {
        return this.props.facts.some((fact) => fact.write);
    }

    async edit() {
        const {resModel, resId} = this.props;
        const inputs = await this.orm.call(MODEL, "inputs", [resModel, resId]);
        const values = Object.fromEntries(inputs.map(({name, value}) => [name, value]));
        Object.assign(this.form, {inputs, values, changed: {}});
    }

    change(name, value) {
        this.form.values[name] = value;
        this.form.changed[name] = value;
    }

    async save() {
        const {resModel, resId, onSaved} = this.props;
        this.form.saving = true;
        try {
            onSaved(await this.orm.call(MODEL, "fill", [resModel, resId, {...this.form.changed}]));
            this.form.inputs = false;
        } finally {
            this.form.saving = false;
        }
    }
}
