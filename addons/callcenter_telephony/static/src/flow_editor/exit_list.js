import {Component, useState} from "@odoo/owl";
import * as graphs from "./graph";
import {shownExits} from "./layout";

const NEW = "new step"; // no code: it has a space

/** The exits of a step and where each leads; a menu's keys and a branch's values are written here. */
export class ExitList extends Component {
    static template = "callcenter_telephony.FlowExitList";
    static props = {store: Object, step: Object, kind: Object, again: Object, goTo: Function, pickNext: Function};
    NEW = NEW;

    setup() {
        this.store = this.props.store; // the inspector's: see StepField
        this.state = useState({key: ""});
    }

    get steps() {
        return this.store.shown.steps;
    }

    get exits() {
        return shownExits(this.props.step);
    }

    get faults() {
        const shown = new Set(this.props.step.exits.map((exit) => exit.key));
        const found = this.store.faultsOf(this.props.step.code).filter((fault) => fault.field === "exits");
        return found.filter((fault) => !shown.has(fault.exit));
    }

    faultOf(exit) {
        return this.store.faultsOf(this.props.step.code).find((fault) => fault.exit === exit.key);
    }

    isRequired(exit) {
        return !exit.fixed || this.props.kind.exits.find((one) => one.key === exit.key)?.required;
    }

    change(method, ...args) {
        this.store.edit((graph) => graphs[method](graph, this.props.step.code, ...args));
    }

    onTarget(ev, exit) {
        if (ev.target.value === NEW) {
            ev.target.value = exit.target || "";
            this.change("connect", exit.key, false);
            this.props.pickNext(this.props.step.code, exit.key);
        } else {
            this.change("connect", exit.key, ev.target.value);
        }
    }

    /** A key that is there already, or none, leaves the exit as it was. */
    onKey(ev, exit) {
        const wish = ev.target.value.trim();
        if (!wish || graphs.exitOf(this.props.step, wish)) {
            ev.target.value = exit.key;
        } else {
            this.change("renameExit", exit.key, wish);
        }
    }

    add() {
        this.change("addExit", this.state.key.trim());
        this.state.key = "";
    }
}
