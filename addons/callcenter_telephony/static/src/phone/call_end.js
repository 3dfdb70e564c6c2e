import {browser} from "@web/core/browser/browser";

const SILENCE_MS = 3000; // longer than the server takes to say what came of a call
const IN_CALL = ["on_call", "ringing"];

/**
 * The phone knows at once that a talk is over; what the agent is then, the server says, which may be away. Until then
 * the phone's `over` says all that is known.
 */
export class CallEnd {
    /** @param {import("./phone_service").PhoneStore} phone */
    constructor(phone) {
        this.phone = phone;
    }

    /** Not the end of a call that went on in another browser, or was lost with the network. */
    onEnd({phase, startedAt}) {
        const {agent, status} = this.phone;
        if (phase === "talk" && status === "registered" && !agent.elsewhere && this.isOld(agent.state, startedAt)) {
            this.phone.over = {since: agent.state.since, at: Date.now(), silent: false};
            browser.clearTimeout(this.timer);
            this.timer = browser.setTimeout(() => this.onSilence(), SILENCE_MS);
        }
    }

    /** Whether the server has said nothing yet of what came after the talk. */
    isOld({state, since}, startedAt) {
        return IN_CALL.includes(state) || since < startedAt + this.phone.agent.skew;
    }

    onSilence() {
        this.phone.over = {...this.phone.over, silent: true};
        this.phone.share();
    }
}
