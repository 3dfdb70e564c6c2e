import {browser} from "@web/core/browser/browser";
import {findCard, mergeCard, provisionalCard} from "./call_cards";

const CARD_MS = 1000; // the message with a call's card comes a moment after the phone rings

/** Cards of calls that the browser phone knows before the server has told of them, or while it is away. */
export class PhoneCards {
    /** @param {object} agent the AgentStore */
    constructor(agent) {
        this.agent = agent;
    }

    /** A call reached the phone, perhaps before its message. */
    async onRings(call) {
        const {agent} = this;
        if (!findCard(agent.calls, call.id)) {
            await agent.onCall(provisionalCard(call, agent.now()));
            browser.setTimeout(() => this.complete(call.id), CARD_MS);
        }
    }

    /** The message with the card did not come: asks for it. */
    async complete(id) {
        const {agent} = this;
        if (findCard(agent.calls, id)?.provisional) {
            const card = await agent.fetchCard(id);
            if (card?.key && findCard(agent.calls, id)) {
                await agent.onCall({phase: "ringing", ...card});
            }
        }
    }

    /**
     * The browser phone's call as it is now; moves on a card that the server does not know yet. The phone answers the
     * agent's own dialling by itself: whether the customer did, only the server knows.
     */
    onCall(call) {
        const {agent} = this;
        const before = agent.phoneCall && findCard(agent.calls, agent.phoneCall);
        agent.phoneCall = call ? call.id : false;
        const card = call && findCard(agent.calls, call.id);
        if (call && call.own) {
            this.move(card, {phase: "dialing"});
        } else if (call && call.phase === "talk") {
            this.move(card, {phase: "talk", answered_at: call.startedAt});
        } else if (!call) {
            this.move(before, {phase: before && before.answered_at ? "wrap_up" : "ended"});
        }
    }

    move(card, change) {
        if (card && card.provisional && card.phase !== change.phase) {
            this.agent.calls = mergeCard(this.agent.calls, {key: card.key, provisional: true, ...change});
        }
    }
}
