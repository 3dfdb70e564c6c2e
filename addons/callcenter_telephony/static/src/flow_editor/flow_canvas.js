import {formatInteger} from "@web/views/fields/formatters";
import {Component, onMounted, onWillUnmount, useEffect, useExternalListener, useRef, useState} from "@odoo/owl";
import * as graphs from "./graph";
import {FlowNode} from "./flow_node";
import {KindPicker} from "./kind_picker";
import {WIDTH, bounds, freePlace, inPort, middle, outPort, path, snap, startPlace, startPort} from "./layout";

const STILL = 4; // screen pixels: a press that moved less is none to drag
const NONE = Object.freeze([]);

/** The drawing: steps are dragged, exits are pulled to steps, the ground is pulled about. Keys are the editor's. */
export class FlowCanvas extends Component {
    static template = "callcenter_telephony.FlowCanvas";
    static components = {FlowNode, KindPicker};
    static props = {store: Object, view: Object, focus: Object, handle: Object, slots: {type: Object, optional: true}};

    setup() {
        this.store = useState(this.props.store);
        this.view = useState(this.props.view);
        this.focus = useState(this.props.focus);
        this.state = useState({wire: false, picker: false, panning: false});
        this.root = useRef("root");
        this.press = false;
        this.props.handle.pickNext = (from, key) => this.pickNext(from, key);
        useExternalListener(window, "pointermove", (ev) => this.onMove(ev));
        useExternalListener(window, "pointerup", (ev) => this.onRelease(ev));
        this.watchSize();
        useEffect(
            (code) =>
                code && this.root.el.querySelector(`[data-code="${CSS.escape(code)}"]`)?.focus({preventScroll: true}),
            () => [this.focus.code, this.focus.turn]
        );
    }

    watchSize() {
        const measure = () => this.root.el && this.view.resize(this.root.el.clientWidth, this.root.el.clientHeight);
        const watch = new ResizeObserver(measure);
        onMounted(() => {
            measure();
            this.view.fit(bounds(this.store.shown));
            watch.observe(this.root.el);
        });
        onWillUnmount(() => watch.disconnect());
    }

    // what is drawn

    get nodes() {
        const {store} = this;
        const {added, changed} = store.changes;
        const differs = new Set(store.live && !store.viewed ? [...added, ...changed].map((step) => step.code) : []);
        const tabbed = store.selection[0] || store.shown.start || store.shown.steps[0]?.code;
        return store.shown.steps.map((step) => ({
            step,
            kind: store.kindOf(step),
            selected: store.selection.includes(step.code),
            tabbed: step.code === tabbed,
            changed: differs.has(step.code),
            faults: this.faultsOf(step.code),
            counts: (store.counts && store.counts.steps[step.code]) || false,
        }));
    }

    /** The same list while nothing changed, so that a step is not drawn again. */
    faultsOf(code) {
        const {faults, viewed} = this.store;
        if (this.sorted?.faults !== faults || this.sorted?.viewed !== viewed) {
            this.sorted = {faults, viewed, by: {}};
        }
        const found = (this.sorted.by[code] ||= this.store.faultsOf(code));
        return found.length ? found : NONE;
    }

    get edges() {
        const {shown, counts, selection} = this.store;
        const seen = new Set();
        return graphs.edges(shown).map(({from, key, to}) => {
            const [out, into] = [outPort(graphs.stepOf(shown, from), key), inPort(graphs.stepOf(shown, to))];
            const way = `${from} ${to}`;
            const passed = counts && !seen.has(way) ? counts.ways[way] : 0;
            seen.add(way);
            return {
                from,
                key,
                id: `${from} ${key}`,
                path: path(out, into),
                at: middle(out, into),
                near: selection.includes(from) || selection.includes(to),
                passed: passed ? formatInteger(passed) : "",
            };
        });
    }

    get start() {
        const {shown} = this.store;
        const first = graphs.stepOf(shown, shown.start);
        const {x, y} = startPlace(shown);
        return {x, y, path: first ? path(startPort(shown), inPort(first)) : ""};
    }

    get numbers() {
        return this.store.flow.dids.join(", ");
    }

    get wirePath() {
        const {wire} = this.state;
        const from = wire.from
            ? outPort(graphs.stepOf(this.store.graph, wire.from), wire.key)
            : startPort(this.store.graph);
        return path(from, wire.to);
    }

    // pressing, pulling, letting go

    /** @returns {{x: number, y: number}} where the pointer is, from the canvas's corner */
    at(ev) {
        const {left, top} = this.root.el.getBoundingClientRect();
        return {x: ev.clientX - left, y: ev.clientY - top};
    }

    begin(ev, press) {
        if (ev.button === 0) {
            this.press = {...press, x: ev.clientX, y: ev.clientY, moved: false};
        }
    }

    onGround(ev) {
        if (ev.button === 0) {
            this.begin(ev, {what: "ground"});
            this.state.panning = true;
        }
    }

    onStep(ev, code) {
        ev.stopPropagation();
        if (ev.shiftKey) {
            this.store.toggle(code);
        } else if (!this.store.selection.includes(code)) {
            this.store.select(code);
        }
        const places = this.store.shown.steps.filter((step) => this.store.selection.includes(step.code));
        this.begin(ev, {what: "steps", code, places, tag: `drag ${performance.now()}`});
    }

    onPort(ev, from, key) {
        if (!this.store.readonly) {
            this.store.select(...(from ? [from] : []));
            this.begin(ev, {what: "wire", from, key});
        }
    }

    onMove(ev) {
        const {press} = this;
        if (!press) {
            return;
        }
        const [dx, dy] = [ev.clientX - press.x, ev.clientY - press.y];
        press.moved ||= Math.abs(dx) + Math.abs(dy) >= STILL;
        if (press.moved) {
            this[`on_${press.what}`](press, dx, dy, ev);
        }
    }

    on_ground(press, dx, dy) {
        this.view.pan(dx - (press.dx || 0), dy - (press.dy || 0));
        Object.assign(press, {dx, dy});
    }

    on_steps({places, tag}, dx, dy) {
        const {zoom} = this.view;
        const moved = places.map((step) => [step.code, {x: snap(step.x + dx / zoom), y: snap(step.y + dy / zoom)}]);
        this.store.move(Object.fromEntries(moved), tag);
    }

    on_wire({from, key}, dx, dy, ev) {
        this.state.wire = {from, key, to: this.view.toDrawing(this.at(ev))};
    }

    onRelease(ev) {
        const {press} = this;
        this.press = false;
        this.state.panning = false;
        if (press.what === "wire") {
            this.state.wire = false;
            this.letGo(press, ev);
        } else if (press.what === "ground" && !press.moved) {
            this.store.select();
        } else if (press.what === "steps" && !press.moved && !ev.shiftKey) {
            this.store.select(press.code);
        }
    }

    /** An exit was pulled onto a step, onto empty ground, or only pressed. */
    letGo({from, key, moved}, ev) {
        const below = document.elementFromPoint(ev.clientX, ev.clientY);
        const target = below?.closest("[data-code]")?.dataset.code;
        if (!moved) {
            this.pickNext(from, key);
        } else if (target) {
            this.lead(from, key, target);
        } else if (from && this.root.el.contains(below)) {
            const place = this.view.toDrawing(this.at(ev));
            this.pick(this.at(ev), {from, key, at: freePlace(this.store.graph, {x: place.x, y: place.y - 26})});
        }
    }

    lead(from, key, target) {
        this.store.edit((graph) => (from ? graphs.connect(graph, from, key, target) : graphs.setStart(graph, target)));
    }

    /** The next step, in place; an exit that leads somewhere already is left alone. */
    pickNext(from, key) {
        const step = graphs.stepOf(this.store.graph, from);
        if (step && !graphs.exitOf(step, key).target) {
            const port = this.view.toScreen(outPort(step, key));
            this.pick({x: port.x + 12, y: port.y - 12}, {from, key});
        }
    }

    pick({x, y}, where) {
        const left = Math.max(0, Math.min(x, this.view.width - 232));
        const top = Math.max(0, Math.min(y, this.view.height - 340));
        this.state.picker = {x: left, y: top, where};
    }

    picked(kind) {
        const {where} = this.state.picker;
        this.state.picker = false;
        const step = this.store.add(kind, where);
        this.view.reveal(step);
        this.focus.to(step.code);
    }

    closePicker() {
        const {from} = this.state.picker.where;
        this.state.picker = false;
        this.focus.to(from);
    }

    cut({from, key}) {
        this.store.edit((graph) => graphs.connect(graph, from, key, false));
    }

    onDrop(ev) {
        const kind = ev.dataTransfer.getData("application/x-cc-kind");
        if (kind && !this.store.readonly) {
            const {x, y} = this.view.toDrawing(this.at(ev));
            const step = this.store.add(kind, {at: freePlace(this.store.graph, {x: x - WIDTH / 2, y: y - 24})});
            this.focus.to(step.code);
        }
    }

    onWheel(ev) {
        if (ev.ctrlKey || ev.metaKey) {
            this.view.zoomBy(Math.exp(-ev.deltaY / 400), this.at(ev));
        } else {
            this.view.pan(-ev.deltaX, -ev.deltaY);
        }
    }
}
