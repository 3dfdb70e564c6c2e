import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {RunningTime} from "./running_time";
import {Who, whoIs} from "./who";

const OWN_SPACE = "input, select, textarea, [contenteditable=true]";

/**
 * Where one types or ticks, a space is a space. A button that was clicked last keeps the focus, and is no reason to
 * miss a call. Odoo puts the cursor into a list's search field by itself: while that is empty, a space means nothing.
 */
function usesSpace(target) {
    const idle = target.matches?.(".o_searchview_input") && !target.value;
    return !idle && Boolean(target.closest?.(OWN_SPACE));
}

/** A call is offered: who, from where, answer or refuse. Space answers unless one types. */
export class RingingBar extends Component {
    static template = "callcenter_telephony.RingingBar";
    static components = {RunningTime, Who};
    static props = {};

    setup() {
        this.agent = useService("callcenter.agent");
        this.phone = useService("callcenter.phone");
        useHotkey("space", () => this.phone.answer(), {
            global: true,
            bypassEditableProtection: true,
            isAvailable: (target) => this.canAnswer && !usesSpace(target),
        });
    }

    get canAnswer() {
        return this.phone.call?.phase === "ringing";
    }

    get card() {
        return this.agent.current;
    }

    get who() {
        return whoIs(this.card, this.phone.call);
    }

    /** The panel hangs below the bar only where the workspace does not show the same. */
    get showsPath() {
        return this.card && !this.agent.workspaceOpen;
    }
}
