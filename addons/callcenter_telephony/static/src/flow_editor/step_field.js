import {RecordAutocomplete} from "@web/core/record_selectors/record_autocomplete";
import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import * as graphs from "./graph";
import {PromptField} from "./prompt_field";

/** One field of a step, drawn by what the kind says of it. */
export class StepField extends Component {
    static template = "callcenter_telephony.FlowStepField";
    static components = {PromptField, RecordAutocomplete};
    static props = {store: Object, step: Object, field: Object, again: Object};

    setup() {
        this.names = useService("name");
        this.store = this.props.store; // the inspector's: it draws its parts again, by `again`
    }

    get value() {
        return this.props.step.values[this.props.field.name] ?? false; // an old version knows no newer field
    }

    get inputId() {
        return `o_cc_flow_${this.props.field.name}`;
    }

    /** A number field takes less room: two of them stand side by side. */
    get small() {
        return this.props.field.type === "integer";
    }

    /** What is to be written needs its example in sight; other help is asked for. */
    get hint() {
        const {help, type} = this.props.field;
        return !this.store.readonly && ["char", "text"].includes(type) && help;
    }

    get tip() {
        return !this.hint && this.props.field.help;
    }

    get shown() {
        return {
            many2one: () => this.value?.display_name || "",
            selection: () => Object.fromEntries(this.props.field.selection)[this.value] || "",
        }[this.props.field.type]?.();
    }

    get faults() {
        const {field, step} = this.props;
        return this.store.faultsOf(step.code).filter((fault) => fault.field === field.name);
    }

    /** Records of the flow's own server. */
    get domain() {
        const id = this.store.flow.node_id;
        return this.props.field.domain.map((part) => part.map((word, n) => (n && word === "node_id" ? id : word)));
    }

    set(value) {
        const {field, step} = this.props;
        this.store.edit(
            (graph) => graphs.setValue(graph, step.code, field.name, value),
            `value ${step.code} ${field.name}`
        );
    }

    setNumber(ev) {
        const value = parseInt(ev.target.value, 10);
        this.set(Number.isNaN(value) ? 0 : value);
    }

    async choose([resId = false]) {
        const {relation} = this.props.field;
        const names = resId ? await this.names.loadDisplayNames(relation, [resId]) : {};
        this.set(resId && {id: resId, display_name: names[resId]});
    }
}
