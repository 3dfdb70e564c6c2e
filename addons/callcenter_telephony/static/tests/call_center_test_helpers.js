import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {waitUntil} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {
    MockServer,
    defineActions,
    defineModels,
    models,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";
import {session} from "@web/session";
import {desktopNotice} from "@callcenter_telephony/phone/desktop_notice";
import {microphone} from "@callcenter_telephony/phone/microphone";
import {OneTab} from "@callcenter_telephony/phone/one_tab";
import {Ringtone} from "@callcenter_telephony/phone/ringtone";
import {sipLibrary} from "@callcenter_telephony/phone/sip_library";

/** What the mocked server answers and was asked; `sip` is the phone's other side. Both are fresh for each test. */
export const server = {};
export const sip = {};

const ME = {id: 1, name: "Chen Jing", extension: "1001", phone_kind: "browser"};
const PHONE = {
    ws_url: "ws://phone.test/ws",
    uri: "sip:1001-web@phone.test",
    authorization_user: "1001-web",
    password: "secret",
    display_name: "Chen Jing",
};

export function aState(state, values = {}) {
    return {state, sub: false, reason: false, since: Date.now(), wish: false, until: false, ...values};
}

export function aDesktop(values = {}) {
    return {
        now: Date.now(),
        agent: ME,
        state: aState("ready"),
        reasons: [
            {code: "lunch", name: "Lunch"},
            {code: "training", name: "Training"},
        ],
        reason_names: {lunch: "Lunch", training: "Training", missed: "Missed calls"},
        dispositions: [
            {id: 11, code: "solved", name: "Solved", category: "valid"},
            {id: 12, code: "interested", name: "Interested", category: "pending"},
        ],
        queues: [{code: "service", name: "Service"}],
        phone: PHONE,
        calls: [],
        wrap_s: 30,
        ...values,
    };
}

export function aCard(values = {}) {
    return {
        key: "demo:1700.1",
        phase: "ringing",
        direction: "inbound",
        number: "+8613812345678",
        display_number: "138 1234 5678",
        name: false,
        did: "4001",
        queue: {code: "service", name: "Service"},
        keys: "2",
        path: ["4001", "2", "Service"],
        offered_at: Date.now(),
        answered_at: false,
        waiting_since: Date.now() - 30000,
        partner: {id: 7, name: "Wang Lei", owner: "Chen Jing", numbers: []},
        others: [],
        history: [],
        draft: {disposition_id: false, note: ""},
        ...values,
    };
}

class CallcenterAgent extends models.Model {
    _name = "callcenter.agent";

    answer(name, args) {
        server.asked.push([name, ...args]);
        const answer = server.answers[name];
        return typeof answer === "function" ? answer(...args) : (answer ?? {command: 1});
    }
}

const METHODS = [
    "desktop",
    "sign_in",
    "sign_out",
    "use_phone_here",
    "pick_up",
    "hand_over",
    "ready",
    "not_ready",
    "dial",
    "hang_up",
    "more_time",
    "save_wrap_up",
    "preview_next",
    "preview_dial",
    "preview_skip",
    "preview_release",
    "preview_outcome",
    "save_and_next",
];
const CONTROL = [
    "transfer",
    "consult",
    "consult_complete",
    "consult_cancel",
    "three_way",
    "leave",
    "hold",
    "resume",
    "pause_recording",
    "resume_recording",
];
const QUESTIONS = [
    "preview",
    "callback_done",
    "lookup",
    "today",
    "set_partner",
    "create_partner",
    "open_orders",
    "urge_order",
    "script",
    "script_answer",
    "script_back",
    "save_draft",
    "call_card",
    "next_server",
    "targets",
    "colleagues",
];
const MONITOR = ["monitor_load", "listen", "take_over", "end_call", "give", "set_agent_state"];
for (const name of [...METHODS, ...CONTROL, ...QUESTIONS, ...MONITOR]) {
    CallcenterAgent.prototype[name] = function (...args) {
        const kwargs = args.pop();
        return this.answer(name, kwargs?.context ? args : [...args, kwargs]);
    };
}

export function defineCallCenterModels() {
    defineMailModels();
    defineModels({CallcenterAgent});
    defineActions([
        {
            id: 900,
            xml_id: "callcenter_telephony.callcenter_workspace_action",
            name: "Workspace",
            type: "ir.actions.client",
            tag: "callcenter_telephony.workspace",
        },
    ]);
}

class Emitter {
    handlers = {};

    on(event, handler) {
        (this.handlers[event] ||= []).push(handler);
    }

    emit(event, detail = {}) {
        (this.handlers[event] || []).forEach((handler) => handler(detail));
    }
}

class FakeSession extends Emitter {
    constructor(number) {
        super();
        sip.session = this;
        this.connection = null;
        this.remote_identity = {display_name: "", uri: {user: number}};
    }

    answer() {
        sip.log.push("sip answer");
    }

    terminate(options = {}) {
        sip.log.push(`sip end ${options.status_code || ""}`.trim());
        this.emit("ended");
    }

    mute() {
        sip.log.push("sip mute");
    }

    unmute() {
        sip.log.push("sip unmute");
    }

    hold(options, done) {
        sip.log.push("sip hold");
        done();
    }

    unhold(options, done) {
        sip.log.push("sip unhold");
        done();
    }

    sendRequest(method, {body}) {
        sip.log.push(`sip ${method} ${body}`);
    }

    sendDTMF(key, options) {
        sip.log.push(`sip key ${key} ${options.transportType}`);
    }
}

class FakeUA extends Emitter {
    constructor(settings) {
        super();
        this.settings = settings;
        sip.ua = this;
    }

    start() {
        sip.log.push("sip register");
        if (sip.registers) {
            this.emit("registered");
        }
    }

    register() {
        sip.log.push("sip register");
    }

    unregister() {
        sip.log.push("sip unregister");
    }

    stop() {
        sip.log.push("sip stop");
    }

    call(target, {extraHeaders}) {
        sip.log.push(`sip call ${target} ${extraHeaders.join(" ")}`);
        return new FakeSession("");
    }

    /** A call reaches the phone. */
    invite(callId, headers = {}, number = "13812345678") {
        const call = new FakeSession(number);
        const all = {"X-Call-Id": callId, ...headers};
        const request = {call_id: "sip-call-id", to_tag: "us", from_tag: "them", getHeader: (name) => all[name]};
        this.emit("newRTCSession", {originator: "remote", session: call, request});
        return call;
    }
}

/**
 * Before the environment is made: the user is an agent, the server answers with `desktop`, the phone is a mock.
 *
 * @param {object} [desktop] what differs from aDesktop()
 * @param {object} [answers] by method: a value, or a function of the arguments
 */
export function setUpCallCenter(desktop = {}, answers = {}) {
    const today = {missed: {count: 0, rows: []}, recent: {count: 0, rows: []}, totals: {calls: 0, talk_s: 0}};
    server.asked = [];
    server.desktop = aDesktop(desktop);
    server.answers = {desktop: () => server.desktop, today, lookup: [], save_draft: {saved_at: Date.now()}, ...answers};
    Object.assign(sip, {ua: null, registers: true, log: []});
    patchWithCleanup(session, {callcenter_agent: true});
    patchWithCleanup(sipLibrary, {load: async () => ({UA: FakeUA, WebSocketInterface: class {}})});
    patchWithCleanup(desktopNotice, {ask: () => {}});
    patchWithCleanup(microphone, {check: async () => "ok", watch: () => {}});
    patchWithCleanup(Ringtone.prototype, {ring: () => sip.log.push("ring")});
    patchWithCleanup(OneTab.prototype, {
        claim() {
            this.holds = true;
            this.onHeld();
        },
        release() {
            this.holds = false;
        },
    });
}

/** What the server was asked by one method, as lists of arguments. */
export function asked(name) {
    return server.asked.filter(([method]) => method === name).map(([, ...args]) => args);
}

/** What the phone did since the last time this was asked. */
export function phoneLog() {
    return sip.log.splice(0);
}

/** Waits until the bus is connected and what was loaded again for that is here. */
export async function connected() {
    await waitUntil(() => asked("desktop").length > 1, {timeout: 3000});
    await animationFrame();
}

/** Lets what waits for a pause in typing go by, with what is drawn before and after. */
export async function settle() {
    await animationFrame();
    await advanceTime(800);
    await animationFrame();
}

export function tell(type, payload) {
    MockServer.env["bus.bus"]._sendone(serverState.partnerId, `callcenter/${type}`, payload);
}
