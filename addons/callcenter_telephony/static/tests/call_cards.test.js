import {describe, expect, test} from "@odoo/hoot";
import {activeCall, findCard, mergeCard, provisionalCard, withOffers} from "@callcenter_telephony/phone/call_cards";
import {amountText, clockText} from "@callcenter_telephony/phone/time";

describe.current.tags("headless");

const ringing = {key: "demo:1.1", phase: "ringing", offered_at: 2};
const wrapUp = {key: "demo:1.0", phase: "wrap_up", offered_at: 1, answered_at: 1};

test("a card is found by its key and by the phone's call id", () => {
    expect(findCard([wrapUp, ringing], "demo:1.1")).toBe(ringing);
    expect(findCard([wrapUp, ringing], "1.1")).toBe(ringing);
    expect(findCard([wrapUp, ringing], "1")).toBe(undefined);
});

test("a change keeps what it does not name", () => {
    expect(mergeCard([ringing], {key: "demo:1.1", phase: "talk"})).toEqual([
        {...ringing, phase: "talk", provisional: false},
    ]);
});

test("a call that ends unanswered goes, a handled one stays for its form", () => {
    expect(mergeCard([wrapUp, ringing], {key: "demo:1.1", phase: "ended"})).toEqual([wrapUp]);
    expect(mergeCard([wrapUp], {key: "demo:1.0", phase: "ended"})).toEqual([
        {...wrapUp, phase: "ended", provisional: false},
    ]);
});

test("a ringing call comes before one to wrap up, a conversation before both", () => {
    const talk = {key: "demo:0.9", phase: "talk"};
    expect(activeCall([wrapUp, ringing])).toBe(ringing);
    expect(activeCall([talk, wrapUp, ringing])).toBe(talk);
    expect(activeCall([])).toBe(null);
});

test("a card made of the INVITE gives way to the server's own", () => {
    const blank = provisionalCard({id: "1.5", own: false, name: "", number: "138"}, 5);
    const real = {key: "demo:1.5", phase: "ringing", offered_at: 6};
    expect(mergeCard([wrapUp, blank], real).map(({key, provisional}) => [key, provisional])).toEqual([
        ["demo:1.0", undefined],
        ["demo:1.5", false],
    ]);
    expect(withOffers([], [blank], 9e9)).toEqual([blank]);
    expect(withOffers([real], [blank], 9e9)).toEqual([real]);
});

test("an offer that runs ahead of the ledger survives a reload, an old one does not", () => {
    const card = {key: "demo:1.2", phase: "ringing", offered_at: 1000};
    expect(withOffers([wrapUp], [card], 2000)).toEqual([wrapUp, card]);
    expect(withOffers([wrapUp], [card], 7000)).toEqual([wrapUp]);
    expect(withOffers([card], [card], 2000)).toEqual([card]);
});

test("times are read as minutes and seconds, with hours when there are any", () => {
    expect(clockText(0)).toBe("00:00");
    expect(clockText(83.9)).toBe("01:23");
    expect(clockText(3723)).toBe("1:02:03");
    expect(clockText(-5)).toBe("00:00");
    expect(amountText(51)).toBe("0:51");
});
