import {Component, useExternalListener, useState} from "@odoo/owl";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** Twelve keys and what has been pressed; the computer's own keys work while it is open. */
export class Keypad extends Component {
    static template = "callcenter_telephony.Keypad";
    static props = {onPress: Function};

    setup() {
        this.keys = KEYS;
        this.pressed = useState({text: ""});
        useExternalListener(window, "keydown", this.onKeydown, {capture: true});
    }

    onKeydown(event) {
        if (KEYS.includes(event.key) && !event.ctrlKey && !event.altKey) {
            event.preventDefault();
            event.stopImmediatePropagation();
            this.press(event.key);
        }
    }

    press(key) {
        this.pressed.text += key;
        this.props.onPress(key);
    }
}
