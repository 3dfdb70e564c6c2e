import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError, RPCError} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {Reactive} from "@web/core/utils/reactive";
import {session} from "@web/session";
import {EventBus, markRaw} from "@odoo/owl";
import {browserId} from "./browser_id";
import {desktopNotice} from "./desktop_notice";
import {activeCall, findCard, mergeCard, withOffers} from "./call_cards";
import {PhoneCards} from "./phone_cards";

const MODEL = "callcenter.agent";
const SIGNED_OUT = {state: "offline", sub: false, reason: false, since: false, wish: false, until: false};
const USER_FAULTS = ["odoo.exceptions.UserError", "odoo.exceptions.ValidationError", "odoo.exceptions.AccessError"];

/** An act answers with the id of the command it queued, alone or as `command` of a record; without one nothing is pending. */
function commandId(answer) {
    return typeof answer === "number" ? answer : answer?.command || false;
}

/**
 * The agent's own state and calls, as the server tells them. Acts are RPC; what they change comes back over the bus,
 * and until the node has confirmed it `pending` names the act.
 */
export class AgentStore extends Reactive {
    enabled = Boolean(session.callcenter_agent);
    loaded = false;
    agent = null;
    phone = null;
    elsewhere = false; // since when (ms) another browser has the phone
    phoneSince = 0; // since when (ms) whoever has it has it
    state = {...SIGNED_OUT};
    reasons = [];
    reasonNames = {}; // by code, those that nobody chooses as well
    dispositions = [];
    wrapInputs = [];
    queues = [];
    calls = [];
    wrapSeconds = 0;
    pending = null;
    skew = 0;
    workspaceOpen = false;
    phoneCall = false; // id of the call on the browser phone: whatever messages are late, that one is on screen

    constructor({orm, bus_service, notification}) {
        super();
        this.orm = orm;
        this.bus = bus_service;
        this.notification = notification;
        this.events = new EventBus();
        this.heard = 0;
        this.confirmed = new Set();
        this.phoneCards = markRaw(new PhoneCards(this));
    }

    /** Subscribes and loads; does nothing for a user who is no agent. */
    async start() {
        if (!this.enabled) {
            return;
        }
        this.bus.subscribe("callcenter/state", (state) => this.onState(state));
        this.bus.subscribe("callcenter/offer", (card) => this.onCall({phase: "ringing", ...card}));
        this.bus.subscribe("callcenter/call", (change) => this.onCall(change));
        this.bus.subscribe("callcenter/command", (result) => this.onCommand(result));
        this.bus.subscribe("callcenter/callbacks", () => this.events.trigger("CALLBACKS"));
        for (const event of ["BUS:CONNECT", "BUS:RECONNECT"]) {
            this.bus.addEventListener(event, () => this.reload());
        }
        this.bus.start();
        await this.reload();
    }

    get signedIn() {
        return this.state.state !== "offline";
    }

    /** The call that the agent is in, is offered, or still has to wrap up. */
    get current() {
        return (this.phoneCall && findCard(this.calls, this.phoneCall)) || activeCall(this.calls);
    }

    /** @returns {number} the server's clock, ms epoch */
    now() {
        return Date.now() + this.skew;
    }

    /** Asks the server for everything again; asked once more when a message overtook the answer. */
    async reload() {
        const heard = this.heard;
        let data;
        try {
            data = await this.orm.silent.call(MODEL, "desktop", [browserId()]);
        } catch (error) {
            return this.explain(error);
        }
        if (heard !== this.heard) {
            return this.reload();
        }
        this.skew = data.now ? data.now - Date.now() : 0;
        this.agent = data.agent;
        this.phone = data.phone || null;
        this.elsewhere = data.elsewhere || false;
        this.phoneSince = data.phone_since || 0;
        this.reasons = data.reasons;
        this.reasonNames = data.reason_names || {};
        this.dispositions = data.dispositions;
        this.wrapInputs = data.wrap_inputs || [];
        this.queues = data.queues;
        this.wrapSeconds = data.wrap_s;
        this.state = {...SIGNED_OUT, ...data.state};
        const before = this.calls;
        this.calls = withOffers(data.calls, before, this.now());
        before.forEach((card) => this.tellRenamed(card));
        this.loaded = true;
        this.events.trigger("LOADED", data);
    }

    // What the server says -------------------------------------------------------------------------------------

    onState(state) {
        this.heard++;
        this.pending = null;
        this.state = {...SIGNED_OUT, ...state};
        this.events.trigger("STATE", this.state);
    }

    async onCall(change) {
        this.heard++;
        const known = findCard(this.calls, change.key);
        if (!known && !change.number && change.phase !== "ended") {
            change = {...(await this.fetchCard(change.key)), ...change};
        }
        const standing = known ? this.calls : this.calls.filter((card) => card.phase !== "ended");
        this.calls = mergeCard(standing, change);
        const card = findCard(this.calls, change.key);
        if (known) {
            this.tellRenamed(known);
        }
        if (card && !known) {
            this.events.trigger("CALL", card);
        }
        this.events.trigger("CHANGED", {...known, ...change});
    }

    /** What was typed for a call that has another key now goes with it. */
    tellRenamed({key}) {
        const card = findCard(this.calls, key);
        if (card && card.key !== key) {
            this.events.trigger("RENAMED", {from: key, to: card.key});
        }
    }

    onCommand({id, ok, message}) {
        this.heard++;
        this.confirmed.add(id);
        this.events.trigger("COMMAND", {id, ok});
        if (this.pending && this.pending.command === id) {
            this.pending = null;
        }
        if (!ok) {
            this.pending = null;
            this.notification.add(message || _t("The phone server did not carry this out."), {type: "danger"});
        }
    }

    fetchCard(key) {
        return this.orm.silent.call(MODEL, "call_card", [key]).catch(() => null);
    }

    /** Takes a card out of sight, once saved or seen. */
    forget(key) {
        this.calls = this.calls.filter((card) => card.key !== key);
    }

    // What the agent does --------------------------------------------------------------------------------------

    async signIn(phoneKind) {
        desktopNotice.ask();
        const done = await this.act("sign_in", [phoneKind, browserId()]);
        if (done) {
            await this.reload();
        }
    }

    signOut() {
        return this.act("sign_out");
    }

    ready() {
        return this.act("ready");
    }

    notReady(code) {
        return this.act("not_ready", [code]);
    }

    /** @param {object|null} source where a masked number stands: the server dials what is behind it */
    dial(number, partnerId = false, source = null) {
        return this.act("dial", source ? [number, partnerId, source] : [number, partnerId]);
    }

    hangUp() {
        return this.act("hang_up");
    }

    moreTime() {
        return this.act("more_time");
    }

    /** The server has the form of this call. */
    onSaved(key) {
        this.forget(key);
        this.events.trigger("SAVED", key);
    }

    async saveWrapUp(key, values, next) {
        const done = await this.act("save_wrap_up", [key, values, next]);
        if (done) {
            this.onSaved(key);
        }
        return done;
    }

    /** Look-ups and saves that change no state: no pending mark. */
    async ask(method, ...args) {
        try {
            return await this.orm.silent.call(MODEL, method, args);
        } catch (error) {
            this.explain(error);
            return false;
        }
    }

    /** As `ask`, for what nobody waits for: the place on screen says itself when the server is away. */
    async askQuietly(method, ...args) {
        try {
            return await this.orm.silent.call(MODEL, method, args);
        } catch {
            return false;
        }
    }

    /** @returns {Promise<*>} the server's answer or true; false when it refused (said in a notification) */
    async act(name, args = []) {
        this.pending = {name, command: false};
        try {
            const result = await this.orm.silent.call(MODEL, name, args);
            this.follow(name, commandId(result));
            return result || true;
        } catch (error) {
            this.pending = null;
            this.explain(error);
            return false;
        }
    }

    follow(name, command) {
        if (this.pending && this.pending.name === name) {
            this.pending = command && !this.confirmed.has(command) ? {name, command} : null;
        }
    }

    explain(error) {
        if (error instanceof RPCError && USER_FAULTS.includes(error.exceptionName)) {
            this.notification.add(error.data.message, {type: "danger"});
        } else if (error instanceof ConnectionLostError) {
            this.notification.add(_t("The server is not reached. Try again in a moment."), {type: "danger"});
        } else {
            throw error;
        }
    }
}

export const agentService = {
    dependencies: ["orm", "bus_service", "notification"],
    start(env, services) {
        const store = new AgentStore(services);
        store.start();
        return store;
    },
};

registry.category("services").add("callcenter.agent", agentService);
