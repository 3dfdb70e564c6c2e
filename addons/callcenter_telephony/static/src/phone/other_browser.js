import {browserId} from "./browser_id";
import {microphone, microphoneWords} from "./microphone";

/**
 * One active browser phone per agent: the server says which browser has it. The others step back; a talk moves along
 * to the one that takes the phone, the way a reloaded page comes back into its call.
 */
export class OtherBrowser {
    /** @param {object} phone the PhoneStore */
    constructor(phone) {
        this.phone = phone;
        this.agent = phone.agent;
    }

    start() {
        this.agent.bus.subscribe("callcenter/phone", (holder) => this.onTaken(holder));
        this.agent.bus.subscribe("callcenter/phone_call", (call) => this.onHandedOver(call));
    }

    /** Another browser has the phone from now on, or a desk phone. A new page hears of the last minute again. */
    onTaken({browser, since}) {
        if (since < this.agent.phoneSince) {
            return;
        }
        this.agent.phoneSince = since;
        if (browser !== browserId()) {
            this.agent.heard++;
            this.agent.elsewhere = browser && since;
            this.agent.phone = null;
        }
    }

    /** No phone here any more. A call that runs goes on until it ends, or until the browser with the phone takes it. */
    stepBack() {
        const {calls, line} = this.phone;
        const call = calls.at(-1);
        if (!call) {
            return line.close();
        }
        line.rest();
        if (this.agent.elsewhere && call.state.phase === "talk") {
            this.handOver(call);
        }
    }

    async handOver(call) {
        const kept = {state: {...call.state}, dialog: call.dialogOf()};
        if ((await this.agent.askQuietly("hand_over", kept)) && !call.state.held) {
            call.hold();
            this.held = call;
        }
    }

    /** The phone is this browser's again before the call was over. */
    comeBack() {
        if (this.held?.state.held) {
            this.held.hold();
        }
        this.held = null;
    }

    /** What another browser has handed over; it waits for this one's phone, wherever that is up to. */
    onHandedOver({browser, kept}) {
        if (browser === browserId()) {
            this.phone.wayBack.write(kept);
            if (this.phone.tab.holds && this.phone.status === "registered") {
                this.phone.wayBack.onRegistered();
            }
        }
    }

    /** Brings the agent's phone into this browser, if there is a microphone to talk into. */
    async useHere() {
        const why = await microphone.check();
        if (why !== "ok") {
            return this.agent.notification.add(microphoneWords(why).join(": "), {type: "danger"});
        }
        const taken = await this.agent.act("use_phone_here", [browserId()]);
        if (taken) {
            this.agent.elsewhere = false;
            this.agent.phone = taken.phone || null;
        }
    }
}
