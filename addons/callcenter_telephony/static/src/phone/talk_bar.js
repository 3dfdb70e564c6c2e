import {_t} from "@web/core/l10n/translation";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {useDropdownState} from "@web/core/dropdown/dropdown_hooks";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {Keypad} from "./keypad";
import {RunningTime} from "./running_time";
import {TransferPicker} from "./transfer_picker";
import {Who, whoIs} from "./who";

/** In a call: mute, hold, keypad, transfer and hang up. A desk phone mutes and sends digits by its own keys. */
export class TalkBar extends Component {
    static template = "callcenter_telephony.TalkBar";
    static components = {Dropdown, Keypad, RunningTime, TransferPicker, Who};
    static props = {view: String};

    setup() {
        this.agent = useService("callcenter.agent");
        this.phone = useService("callcenter.phone");
        this.control = useService("callcenter.control");
        this.keypad = useDropdownState();
        this.transfer = useDropdownState();
        this.key("m", () => this.phone.mute());
        this.key(
            "h",
            () => this.hold(),
            () => this.canHold
        );
        this.key("k", () => this.keypad.open());
        this.key(
            "t",
            () => this.transfer.open(),
            () => this.canSend
        );
    }

    key(letter, act, isAvailable = () => this.talks) {
        useHotkey(letter, act, {global: true, isAvailable});
    }

    get call() {
        return this.phone.call;
    }

    get talks() {
        return this.call?.phase === "talk";
    }

    get held() {
        return this.call ? this.call.held : this.props.view === "hold";
    }

    get heldByPhone() {
        return this.props.view === "hold" && this.talks;
    }

    get canHold() {
        return this.talks || (this.control.handles && !this.control.third);
    }

    get canSend() {
        return this.control.handles && !this.control.third;
    }

    get who() {
        const {third, card, isAsked} = this.control;
        const who = whoIs(this.agent.current, this.call);
        if (isAsked && card.from) {
            return {title: card.from.name, line: _t("asks about %(customer)s", {customer: who.title})};
        }
        return third ? {...who, title: `${who.title} + ${third.name || third.party}`} : who;
    }

    /** A browser phone holds by itself; for others the phone server does. */
    hold() {
        return this.call ? this.phone.hold() : this.control.act(this.held ? "resume" : "hold");
    }

    hangUp() {
        return this.call ? this.phone.hangUp() : this.agent.hangUp();
    }
}
