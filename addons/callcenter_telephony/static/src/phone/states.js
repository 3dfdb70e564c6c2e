import {_t} from "@web/core/l10n/translation";

/** One sign, one tone and one word for each view of the phone bar; the tone names a colour of style/tokens.scss. */
export const VIEWS = {
    offline: {icon: "fa-power-off", tone: "off", label: _t("Signed out")},
    ready: {icon: "fa-headphones", tone: "ready", label: _t("Ready")},
    not_ready: {icon: "fa-coffee", tone: "not", label: _t("Not ready")},
    ringing: {icon: "fa-bell-o", tone: "call", label: _t("Ringing")},
    dialing: {icon: "fa-phone", tone: "call", label: _t("Dialling")},
    preview: {icon: "fa-address-card-o", tone: "call", label: _t("Preview")},
    talk: {icon: "fa-phone", tone: "call", label: _t("On call")},
    hold: {icon: "fa-pause", tone: "call", label: _t("On hold")},
    consult: {icon: "fa-comments-o", tone: "call", label: _t("Consulting")},
    on_call: {icon: "fa-phone", tone: "call", label: _t("On call")},
    ended: {icon: "fa-phone", tone: "not", label: _t("Call ended")},
    wrap_up: {icon: "fa-pencil", tone: "wrap", label: _t("Wrap-up")},
    fault: {icon: "fa-exclamation-triangle", tone: "alarm", label: _t("Phone offline")},
};

/** Outcome of a call as the timeline says it. */
export const RESULTS = {
    answered: _t("answered"),
    overflowed: _t("overflowed"),
    voicemail: _t("voicemail"),
    callback: _t("call-back wished"),
    lost: _t("cut off"),
    short_abandoned: _t("hung up at once"),
    abandoned: _t("hung up waiting"),
    unanswered: _t("not answered"),
    refused: _t("refused"),
    contained: _t("served by the menu"),
    ivr_abandoned: _t("hung up in the menu"),
    closed: _t("closed"),
    dropped: _t("dropped"),
    machine: _t("machine"),
    busy: _t("busy"),
    no_answer: _t("no answer"),
    invalid: _t("wrong number"),
    rejected: _t("rejected"),
    congestion: _t("no line"),
    cancelled: _t("cancelled"),
};

/** @returns {string} the number as the server shows it, or that there is none */
export function shownNumber(text) {
    return text || _t("Withheld number").toString();
}

/** @returns {string} what a phone was told, without a long number in it: for agents who see masked numbers */
export function withoutNumber(text) {
    return text.replace(/\d{3,}(?=\d{4})/g, "****");
}

const IN_CALL = ["ringing", "talk"];

/**
 * What the bar shows. The browser phone's own call is the nearest truth, also that it has ended; a fault of the phone
 * comes before an idle state, never before a call or wrap-up.
 *
 * @param {{state: {state: string, sub: string|false}}} agent
 * @param {{status: string, fault: boolean, call: {phase: string, held: boolean}|null, over: object|false}} phone
 * @returns {string} a key of VIEWS
 */
export function barView(agent, phone) {
    const {state, sub} = agent.state;
    if (phone.call && IN_CALL.includes(phone.call.phase)) {
        return callView(phone.call, isOver(agent, phone) ? false : sub);
    }
    if (isOver(agent, phone)) {
        return "ended";
    }
    if (state === "on_call") {
        return ["hold", "dialing", "preview", "consult"].includes(sub) ? sub : "talk";
    }
    if (state === "ringing" || state === "wrap_up") {
        return state;
    }
    return state !== "offline" && phone.fault ? "fault" : state;
}

/** The server has not yet said what the agent is since the last talk on the browser phone. */
function isOver({state}, {over}) {
    return Boolean(over) && over.since === state.since && state.state !== "offline";
}

function callView(call, sub) {
    if (call.phase === "ringing") {
        return call.own ? "dialing" : "ringing";
    }
    if (call.held) {
        return "hold";
    }
    return ["dialing", "consult"].includes(sub) ? sub : "talk";
}
