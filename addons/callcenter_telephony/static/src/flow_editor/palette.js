import {Component, useState} from "@odoo/owl";
import {kindGroups} from "./kind_groups";

/** The kinds of steps: drag one onto the canvas, or press it to put it behind the selected step. */
export class Palette extends Component {
    static template = "callcenter_telephony.FlowPalette";
    static props = {kinds: Array, pick: Function};

    setup() {
        this.state = useState({text: ""});
    }

    get groups() {
        return kindGroups(this.props.kinds, this.state.text);
    }

    onDragStart(ev, kind) {
        ev.dataTransfer.setData("application/x-cc-kind", kind.kind);
        ev.dataTransfer.effectAllowed = "copy";
    }

    onEnter() {
        const [group] = this.groups;
        if (this.state.text.trim() && group) {
            this.props.pick(group.kinds[0].kind);
            this.state.text = "";
        }
    }
}
