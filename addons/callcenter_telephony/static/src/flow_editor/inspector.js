import {formatInteger} from "@web/views/fields/formatters";
import {Component, useState} from "@odoo/owl";
import {ExitList} from "./exit_list";
import * as graphs from "./graph";
import {StepField} from "./step_field";

/** All about the selected step; without one, about the flow and its keys. */
export class Inspector extends Component {
    static template = "callcenter_telephony.FlowInspector";
    static components = {ExitList, StepField};
    static props = {store: Object, goTo: Function, pickNext: Function};

    setup() {
        this.store = useState(this.props.store);
    }

    get step() {
        return this.store.selected;
    }

    get kind() {
        return this.store.kindOf(this.step);
    }

    /** What the choices made above it leave no use for is not shown. */
    get fields() {
        return this.kind.fields.filter((field) => graphs.hasUse(this.step, field));
    }

    get isStart() {
        return this.step.code === this.store.shown.start;
    }

    /** What is wrong with the step as a whole. */
    get faults() {
        const named = new Set([...this.fields.map((field) => field.name), "exits"]);
        return this.store.faultsOf(this.step.code).filter((fault) => !named.has(fault.field));
    }

    /** Where callers went from here in the chosen time, as rows of ``[name, number, share]``. */
    get callers() {
        const {counts, shown} = this.store;
        const here = counts && counts.steps[this.step.code];
        if (!here) {
            return [];
        }
        const row = (label, number, left = false) => ({
            label,
            number: formatInteger(number),
            share: `${Math.round((number / here.passed) * 100)} %`,
            left,
        });
        const targets = [...new Set(this.step.exits.map((exit) => exit.target))];
        const ways = targets
            .map((target) => [graphs.stepOf(shown, target), counts.ways[`${this.step.code} ${target}`]])
            .filter(([target, number]) => target && number)
            .map(([target, number]) => row(target.name, number));
        return here.left ? [...ways, row(false, here.left, true)] : ways;
    }

    setName(ev) {
        const {code} = this.step;
        this.store.edit((graph) => graphs.setName(graph, code, ev.target.value), `name ${code}`);
    }

    beginHere() {
        const {code} = this.step;
        this.store.edit((graph) => graphs.setStart(graph, code));
    }

    duplicate() {
        this.store.duplicate();
    }
}
