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

/** What the button of the recording says and does, by what the call's recording does now. */
const RECORDING = {
    on: {act: "pause_recording", icon: "fa-dot-circle-o text-danger", title: _t("Recorded. Pause for card data (R)")},
    paused: {act: "resume_recording", icon: "fa-pause-circle-o text-warning", title: _t("Not recorded. Go on (R)")},
    off: {act: "resume_recording", icon: "fa-circle-o", title: _t("Not recorded. Record (R)")},
};

/** In a call: mute, hold, keypad, recording, transfer and hang up. A desk phone mutes and sends digits by its own keys. */
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
            "r",
            () => this.control.act(this.recording.act),
            () => Boolean(this.recording)
        );
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

    /** False where nothing is recorded and the agent may not change that. */
    get recording() {
        const {card, handles} = this.control;
        const state = card?.recording || "off";
        return handles && (state !== "off" || card.may_record) && RECORDING[state];
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
