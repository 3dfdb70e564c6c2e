import {Dropdown} from "@web/core/dropdown/dropdown";
import {useDropdownState} from "@web/core/dropdown/dropdown_hooks";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {Keypad} from "./keypad";
import {RunningTime} from "./running_time";
import {Who, whoIs} from "./who";

/** In a call: mute, hold, keypad and hang up; a desk phone has its own keys, so there only hang up is offered. */
export class TalkBar extends Component {
    static template = "callcenter_telephony.TalkBar";
    static components = {Dropdown, Keypad, RunningTime, Who};
    static props = {view: String};

    setup() {
        this.agent = useService("callcenter.agent");
        this.phone = useService("callcenter.phone");
        this.keypad = useDropdownState();
        this.key("m", () => this.phone.mute());
        this.key("h", () => this.phone.hold());
        this.key("k", () => this.keypad.open());
    }

    key(letter, act) {
        useHotkey(letter, act, {global: true, isAvailable: () => this.talks});
    }

    get call() {
        return this.phone.call;
    }

    get talks() {
        return this.call?.phase === "talk";
    }

    get who() {
        return whoIs(this.agent.current, this.call);
    }

    hangUp() {
        return this.call ? this.phone.hangUp() : this.agent.hangUp();
    }
}
