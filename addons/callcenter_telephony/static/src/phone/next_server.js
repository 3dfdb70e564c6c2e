import {browser} from "@web/core/browser/browser";

const AFTER_MS = 8000;

/**
 * A phone whose server does not answer for some seconds moves to the next one that serves the same, between two calls;
 * Odoo says which, and signs the agent in there. It goes back with the next sign-in.
 */
export class NextServer {
    /** @param {import("./phone_service").PhoneStore} phone */
    constructor(phone) {
        this.phone = phone;
    }

    onLost() {
        this.timer ||= browser.setTimeout(() => this.look(), AFTER_MS);
    }

    stop() {
        browser.clearTimeout(this.timer);
        this.timer = null;
    }

    async look() {
        this.timer = null;
        if (!this.isLost) {
            return;
        }
        const settings = this.phone.calls.length ? false : await this.phone.agent.askQuietly("next_server");
        if (settings && this.isLost) {
            this.phone.moveTo(settings);
        } else if (this.isLost) {
            this.onLost();
        }
    }

    get isLost() {
        const {status, settings, tab} = this.phone;
        return status === "unreachable" && Boolean(settings) && tab.holds;
    }
}
