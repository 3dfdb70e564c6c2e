import {useAutofocus} from "@web/core/utils/hooks";
import {Component, useState} from "@odoo/owl";
import {RunningTime} from "./running_time";

/** A list to type in: arrows move, Enter does the first act, Shift Enter the second. What stands in it, subclasses say. */
export class Picker extends Component {
    static components = {RunningTime};
    static props = {close: Function};

    setup() {
        this.list = useState({text: "", at: 0});
        useAutofocus();
    }

    /** @returns {{key: string, kind: string, name: string}[]} what can be chosen, in the order shown */
    get rows() {
        return [];
    }

    /** @param {boolean} _second whether with Shift */
    choose(_second) {}

    /** Whether what was typed is in one of these words. */
    found(...words) {
        const text = this.list.text.trim().toLowerCase();
        return words.some((word) => word && word.toLowerCase().includes(text));
    }

    get chosen() {
        return this.rows[Math.min(this.list.at, this.rows.length - 1)];
    }

    onInput(event) {
        this.list.text = event.target.value;
        this.list.at = 0;
    }

    onKeydown(event) {
        const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
        if (step) {
            event.preventDefault();
            this.list.at = Math.max(0, Math.min(this.rows.length - 1, this.list.at + step));
        } else if (event.key === "Enter") {
            event.preventDefault();
            event.stopPropagation();
            this.choose(event.shiftKey);
        }
    }
}
