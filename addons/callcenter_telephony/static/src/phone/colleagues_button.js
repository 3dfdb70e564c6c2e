import {_t} from "@web/core/l10n/translation";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {useDropdownState} from "@web/core/dropdown/dropdown_hooks";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {Component, useState} from "@odoo/owl";
import {ColleaguePicker} from "./colleague_picker";

/** Opens the list of colleagues, counts unread messages, and takes a colleague's ringing call in one click. */
export class ColleaguesButton extends Component {
    static template = "callcenter_telephony.ColleaguesButton";
    static components = {ColleaguePicker, Dropdown};
    static props = {};

    setup() {
        this.agent = useService("callcenter.agent");
        this.colleagues = useService("callcenter.colleagues");
        this.messages = useService("callcenter.messages");
        this.mail = useState(useService("mail.store")); // drawn again when a message comes
        this.menu = useDropdownState();
        const global = {global: true, bypassEditableProtection: true};
        useHotkey("alt+l", () => this.menu.open(), global);
        useHotkey("alt+g", () => this.pickUp(), {...global, isAvailable: () => Boolean(this.ringing)});
    }

    get ringing() {
        return !this.agent.pending && this.colleagues.next;
    }

    get pickUpTitle() {
        return _t("Pick up the call that rings at %(name)s (Alt G)", {name: this.colleagues.next.name});
    }

    pickUp() {
        return this.colleagues.pickUp(this.colleagues.next);
    }
}
