/** Call cards as plain values; a card is what `callcenter.agent.call_card()` returns, with its `phase`. */

const AHEAD_MS = 5000;
const ORDER = ["talk", "dialing", "ringing", "wrap_up", "ended"];

/** A card's key is `node:linkedid`; the phone knows the linkedid only. */
export function isCard({key}, callId) {
    return key === callId || key.endsWith(`:${callId}`) || callId.endsWith(`:${key}`);
}

/** @returns {string} what a call is named by at the node: the same before and after the server has told of it */
export function cardId({key}) {
    return key.slice(key.lastIndexOf(":") + 1);
}

/**
 * A card made of what the INVITE says, for the time until the server's own is here (or while the server is away).
 *
 * @param {{id: string, own: boolean, name: string, number: string}} call of the browser phone
 * @param {number} now ms epoch
 */
export function provisionalCard({id, own, name, number}, now) {
    return {
        key: id,
        provisional: true,
        phase: "ringing",
        direction: own ? "outbound" : "inbound",
        number,
        display_number: number,
        name: name === number ? "" : name,
        offered_at: now,
        answered_at: false,
        partner: false,
        others: [],
        history: [],
        draft: {disposition_id: false, note: ""},
    };
}

export function findCard(cards, callId) {
    return cards.find((card) => isCard(card, callId));
}

/**
 * Puts a change into the list. A call that ends without having been answered goes; one that the agent handled stays
 * until its form is saved.
 *
 * @param {object[]} cards
 * @param {{key: string, phase?: string}} change
 * @returns {object[]} a new list, oldest first
 */
export function mergeCard(cards, change) {
    const known = findCard(cards, change.key);
    const card = {...known, ...change, provisional: Boolean(change.provisional)};
    const others = cards.filter((each) => each !== known);
    if (card.phase === "ended" && !(known && known.answered_at)) {
        return others;
    }
    return [...others, card].sort((a, b) => (a.offered_at || 0) - (b.offered_at || 0));
}

/**
 * The server's cards, and those offered a moment ago: an offer runs ahead of the ledger that the server reads.
 *
 * @param {object[]} listed by the server
 * @param {object[]} known here
 * @param {number} now ms epoch
 */
export function withOffers(listed, known, now) {
    const ahead = ({phase, offered_at}) => phase === "ringing" && now - offered_at < AHEAD_MS;
    const kept = known.filter((card) => (card.provisional || ahead(card)) && !findCard(listed, card.key));
    return [...listed, ...kept];
}

/** The card to have on screen: a conversation first, then what rings, then what is to be wrapped up; the newest of each. */
export function activeCall(cards) {
    for (const phase of ORDER) {
        const found = cards.findLast((card) => card.phase === phase);
        if (found) {
            return found;
        }
    }
    return null;
}
