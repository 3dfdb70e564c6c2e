import {formatInteger} from "@web/views/fields/formatters";
import {Component} from "@odoo/owl";
import {hasUse} from "./graph";
import {HEAD, ROW, WIDTH, heightOf, outPort, rowsOf, shownExits} from "./layout";

/** @returns {string} what a step is about, in a few words: what it plays or leads to */
export function about(step, kind) {
    const given = (field) => hasUse(step, field) && step.values[field.name];
    const record = kind.fields.find((field) => field.type === "many2one" && given(field));
    const text = kind.fields.find((field) => field.type === "char" && given(field));
    return record ? given(record).display_name : text ? given(text) : "";
}

/** One step on the canvas: its exits with a port each, what is wrong with it, how many callers came and left. */
export class FlowNode extends Component {
    static template = "callcenter_telephony.FlowNode";
    static props = {
        step: Object,
        kind: Object,
        selected: Boolean,
        tabbed: Boolean,
        changed: Boolean,
        readonly: Boolean,
        faults: Array,
        counts: {type: [Object, Boolean]},
        onPress: Function,
        onPort: Function,
    };

    get style() {
        const {x, y} = this.props.step;
        return `left: ${x}px; top: ${y}px; width: ${WIDTH}px; height: ${heightOf(this.props.step)}px`;
    }

    get about() {
        return about(this.props.step, this.props.kind) || this.props.kind.label;
    }

    get rows() {
        const {step} = this.props;
        return rowsOf(step) ? shownExits(step).map((exit, n) => ({...exit, top: HEAD + n * ROW})) : [];
    }

    get ports() {
        const {step} = this.props;
        return step.exits.map((exit) => ({...exit, top: outPort(step, exit.key).y - step.y}));
    }

    get faultText() {
        return this.props.faults.map((fault) => fault.message).join(" ");
    }

    get label() {
        return [this.props.step.name, this.props.kind.label, this.faultText].filter(Boolean).join(". ");
    }

    get passed() {
        return formatInteger(this.props.counts.passed);
    }

    get left() {
        const {passed, left} = this.props.counts;
        return `${formatInteger(left)} · ${((left / passed) * 100).toFixed(1)} %`;
    }

    /** Where more than a twentieth of the callers give up. */
    get leaves() {
        const {passed, left} = this.props.counts;
        return left / passed > 0.05;
    }

    isFault(exit) {
        return this.props.faults.some((fault) => fault.exit === exit.key);
    }
}
