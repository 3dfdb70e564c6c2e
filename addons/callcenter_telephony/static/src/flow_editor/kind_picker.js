import {useAutofocus} from "@web/core/utils/hooks";
import {Component, useExternalListener, useRef, useState} from "@odoo/owl";
import {kindGroups} from "./kind_groups";

/** Chooses the kind of the next step where it is wanted: type, arrows, Enter; Escape leaves it. */
export class KindPicker extends Component {
    static template = "callcenter_telephony.FlowKindPicker";
    static props = {kinds: Array, x: Number, y: Number, pick: Function, close: Function};

    setup() {
        this.state = useState({text: "", at: 0});
        this.root = useRef("root");
        useAutofocus();
        useExternalListener(window, "pointerdown", (ev) => this.onOutside(ev), {capture: true});
    }

    get groups() {
        return kindGroups(this.props.kinds, this.state.text);
    }

    get list() {
        return this.groups.flatMap((group) => group.kinds);
    }

    get chosen() {
        return this.list[Math.min(this.state.at, this.list.length - 1)]?.kind;
    }

    onOutside(ev) {
        if (!this.root.el?.contains(ev.target)) {
            this.props.close();
        }
    }

    onKeydown(ev) {
        const last = this.list.length - 1;
        const acts = {
            ArrowDown: () => (this.state.at = Math.min(this.state.at + 1, last)),
            ArrowUp: () => (this.state.at = Math.max(this.state.at - 1, 0)),
            Enter: () => this.chosen && this.props.pick(this.chosen),
            Escape: () => this.props.close(),
        };
        ev.stopPropagation();
        if (acts[ev.key]) {
            ev.preventDefault();
            acts[ev.key]();
        }
    }
}
