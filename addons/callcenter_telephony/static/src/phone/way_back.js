import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {SipCall} from "./sip_call";

/**
 * Brings the browser phone back into its call after the page was reloaded, crashed, or lost the network: the node keeps
 * the customer for half a minute. What is needed for it is kept in this browser while a call runs.
 */
export class WayBack {
    /**
     * @param {object} phone the PhoneStore
     * @param {string} name where it is kept; same for all tabs of one user
     */
    constructor(phone, name) {
        this.phone = phone;
        this.name = name;
    }

    keep(call) {
        this.write({state: call.state, dialog: call.dialogOf()});
    }

    write(kept) {
        browser.localStorage.setItem(this.name, JSON.stringify(kept));
    }

    forget() {
        browser.localStorage.removeItem(this.name);
    }

    /** @returns {{state: object, dialog: object}|null} */
    read() {
        try {
            return JSON.parse(browser.localStorage.getItem(this.name));
        } catch {
            return null;
        }
    }

    /** The network is gone in the middle of whatever call there is. */
    onLost() {
        this.lost = this.phone.calls.at(-1);
    }

    /** The phone is there again: takes up the call that was lost, unless it rings with another one by now. */
    onRegistered() {
        const {lost, phone} = this;
        const kept = this.read();
        this.lost = undefined;
        if (kept && phone.calls.at(-1) === lost) {
            const handlers = {...phone.handlers, onChange: (call) => this.onBack(call)};
            this.call = SipCall.again(phone.line.rejoin(kept.dialog), kept.state, handlers);
        }
    }

    /** The node has put the phone back: what is left here of the call as it was ends by itself. */
    onBack(call) {
        if (call === this.call) {
            this.phone.calls.splice(0, this.phone.calls.length, call);
            this.call = null;
        }
        this.phone.showCall();
    }

    /** A call that is not on screen has ended: one that was replaced, or one there was no way back into. */
    onGone(call) {
        if (call === this.call && !this.phone.calls.length) {
            this.forget();
            this.phone.notification.add(_t("The call has ended meanwhile."), {type: "info"});
        }
    }
}
