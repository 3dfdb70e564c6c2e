import {formatInteger} from "@web/views/fields/formatters";
import {Component, useState} from "@odoo/owl";
import {FlowEdge} from "./flow_edge";
import {FlowNode} from "./flow_node";
import * as graphs from "./graph";
import {inPort, startPlace, startPort} from "./layout";
import {arrow, curve} from "./lines";
import {routes} from "./routes";

/** Steps and ways. It knows nothing of the part that is on screen: pulling that about draws nothing again. */
export class FlowDrawing extends Component {
    static template = "callcenter_telephony.FlowDrawing";
    static components = {FlowEdge, FlowNode};
    static props = {store: Object, moving: Boolean, onStep: Function, onPort: Function, cut: Function};

    setup() {
        this.store = useState(this.props.store);
    }

    get nodes() {
        const {store} = this;
        const {added, changed} = store.changes;
        const differs = new Set(store.live && !store.viewed ? [...added, ...changed].map((step) => step.code) : []);
        const selected = new Set(store.selection);
        const tabbed = store.selection[0] || store.shown.start || store.shown.steps[0]?.code;
        return store.shown.steps.map((step) => ({
            step,
            kind: store.kindOf(step),
            selected: selected.has(step.code),
            tabbed: step.code === tabbed,
            changed: differs.has(step.code),
            faults: store.faultsOf(step.code),
            counts: (store.counts && store.counts.steps[step.code]) || false,
        }));
    }

    /** While steps are pulled about only what they touch is led round anew, and all of it once they stand. */
    get ways() {
        const {shown} = this.store;
        const {moving} = this.props;
        if (this.drawn?.graph !== shown || (this.drawn.moving && !moving)) {
            this.drawn = {graph: shown, moving, ...routes(shown, this.drawn, moving)};
        }
        return this.drawn.list;
    }

    get edges() {
        const {counts, selection} = this.store;
        const selected = new Set(selection);
        const seen = new Set();
        return this.ways.map((way) => {
            const between = `${way.from} ${way.to}`;
            const passed = counts && !seen.has(between) ? counts.ways[between] : 0;
            seen.add(between);
            const near = selected.has(way.from) || selected.has(way.to);
            return {way, near, passed: passed ? formatInteger(passed) : ""};
        });
    }

    get start() {
        const {shown} = this.store;
        const first = graphs.stepOf(shown, shown.start);
        const {x, y} = startPlace(shown);
        const into = first && inPort(first);
        return {x, y, path: first ? curve(startPort(shown), into) : "", arrow: first ? arrow(into) : ""};
    }

    get numbers() {
        return this.store.flow.dids.join(", ");
    }
}
