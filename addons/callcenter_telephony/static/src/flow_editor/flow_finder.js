import {Component, useState} from "@odoo/owl";
import {about} from "./flow_node";

const MOST = 12;

/** Finds a step of a long flow by its name, its kind, or what it plays or leads to: type, arrows, Enter. */
export class FlowFinder extends Component {
    static template = "callcenter_telephony.FlowFinder";
    static props = {store: Object, goTo: Function};

    setup() {
        this.store = useState(this.props.store);
        this.state = useState({text: "", at: 0, open: false});
    }

    /** @returns {{step: object, kind: object, about: string}[]} those whose name begins so come first */
    get found() {
        const wanted = this.state.text.trim().toLowerCase();
        if (!wanted) {
            return [];
        }
        const rows = this.store.shown.steps.map((step) => {
            const kind = this.store.kindOf(step);
            return {step, kind, about: about(step, kind)};
        });
        const holds = (row) => [row.step.name, row.step.code, row.kind.label, row.about].join(" ").toLowerCase();
        const begins = ({step}) => Number(!step.name.toLowerCase().startsWith(wanted));
        const fitting = rows.filter((row) => holds(row).includes(wanted));
        return fitting.sort((one, other) => begins(one) - begins(other)).slice(0, MOST);
    }

    onInput(ev) {
        Object.assign(this.state, {text: ev.target.value, at: 0, open: true});
    }

    go(row) {
        Object.assign(this.state, {text: "", open: false});
        this.props.goTo(row.step.code);
    }

    onKeydown(ev) {
        const last = this.found.length - 1;
        const acts = {
            ArrowDown: () => (this.state.at = Math.min(this.state.at + 1, last)),
            ArrowUp: () => (this.state.at = Math.max(this.state.at - 1, 0)),
            Enter: () => this.found.length && this.go(this.found[this.state.at]),
            Escape: () => Object.assign(this.state, {text: "", open: false}),
        };
        if (acts[ev.key]) {
            ev.preventDefault();
            ev.stopPropagation();
            acts[ev.key]();
        }
    }
}
