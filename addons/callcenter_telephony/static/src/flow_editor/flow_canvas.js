import {Component, onMounted, onWillUnmount, useEffect, useExternalListener, useRef, useState} from "@odoo/owl";
import {FlowDrawing} from "./flow_drawing";
import * as graphs from "./graph";
import {KindPicker} from "./kind_picker";
import {WIDTH, bounds, freePlace, heightOf, outPort, snap, startPort} from "./layout";
import {box, curve} from "./lines";

const STILL = 4; // screen pixels: a press that moved less is none to drag

/** The drawing: steps are dragged, exits are pulled to steps, the ground is pulled about. Keys are the editor's. */
export class FlowCanvas extends Component {
    static template = "callcenter_telephony.FlowCanvas";
    static components = {FlowDrawing, KindPicker};
    static props = {store: Object, view: Object, focus: Object, handle: Object, slots: {type: Object, optional: true}};

    setup() {
        this.store = useState(this.props.store);
        this.view = useState(this.props.view);
        this.focus = useState(this.props.focus);
        this.state = useState({wire: false, frame: false, picker: false, panning: false, moving: false});
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

    get wirePath() {
        const {wire} = this.state;
        const from = wire.from
            ? outPort(graphs.stepOf(this.store.graph, wire.from), wire.key)
            : startPort(this.store.graph);
        return curve(from, wire.to);
    }

    get frameStyle() {
        const {left, top, right, bottom} = this.state.frame;
        return `left: ${left}px; top: ${top}px; width: ${right - left}px; height: ${bottom - top}px`;
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

    /** The ground is pulled about; with Shift, a frame is drawn round the steps that are wanted. */
    onGround(ev) {
        if (ev.button === 0) {
            this.begin(ev, {what: ev.shiftKey ? "frame" : "ground", from: this.view.toDrawing(this.at(ev))});
            this.state.panning = !ev.shiftKey;
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

    on_frame({from}, dx, dy, ev) {
        const {x, y} = this.view.toDrawing(this.at(ev));
        const frame = box(Math.min(x, from.x), Math.min(y, from.y), Math.abs(x - from.x), Math.abs(y - from.y));
        const within = this.store.shown.steps.filter(
            (step) =>
                step.x < frame.right &&
                step.x + WIDTH > frame.left &&
                step.y < frame.bottom &&
                step.y + heightOf(step) > frame.top
        );
        this.state.frame = frame;
        this.store.select(...within.map((step) => step.code));
    }

    on_steps({places, tag}, dx, dy) {
        const {zoom} = this.view;
        this.state.moving = true;
        const moved = places.map((step) => [step.code, {x: snap(step.x + dx / zoom), y: snap(step.y + dy / zoom)}]);
        this.store.move(Object.fromEntries(moved), tag);
    }

    on_wire({from, key}, dx, dy, ev) {
        this.state.wire = {from, key, to: this.view.toDrawing(this.at(ev))};
    }

    onRelease(ev) {
        const {press} = this;
        this.press = false;
        Object.assign(this.state, {panning: false, moving: false, frame: false});
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
