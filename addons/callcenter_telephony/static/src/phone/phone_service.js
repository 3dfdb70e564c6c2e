import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {effect, Reactive} from "@web/core/utils/reactive";
import {markRaw} from "@odoo/owl";
import {CallEnd} from "./call_end";
import {microphone, microphoneWords} from "./microphone";
import {NextServer} from "./next_server";
import {OtherBrowser} from "./other_browser";
import {OneTab} from "./one_tab";
import {Ringtone} from "./ringtone";
import {SipCall} from "./sip_call";
import {SipLine} from "./sip_line";
import {WayBack} from "./way_back";

const FAULTS = ["unreachable", "refused", "no_microphone", "not_loaded"];
const NO_MEDIA = "User Denied Media Access";

/**
 * The browser phone as the screen sees it.
 *
 * status: off · connecting · registered · unreachable (no socket) · refused (by the phone server) · no_microphone ·
 * not_loaded (the phone's program)
 * call: null or SipCall's state. over: false, or {since, at (ms), silent}: the talk here has ended while the server
 * said what it says since `since`; silent once it should have said something new.
 * In a tab that does not hold the phone all of it is that of the tab that does.
 */
export class PhoneStore extends Reactive {
    status = "off";
    since = false;
    detail = {};
    call = null;
    over = false;

    constructor(agent, notification) {
        super();
        this.agent = agent;
        this.notification = notification;
        this.calls = markRaw([]);
        this.nextServer = markRaw(new NextServer(this));
        this.wayBack = markRaw(new WayBack(this, `callcenter.call.${user.userId}`));
        this.handlers = markRaw({
            onChange: () => this.showCall(),
            onTrack: (stream) => (this.audio.srcObject = stream),
            onEnd: (call, cause) => this.onEnd(call, cause),
        });
        this.callEnd = markRaw(new CallEnd(this));
        this.others = markRaw(new OtherBrowser(this));
        this.ringtone = markRaw(new Ringtone());
        this.line = markRaw(
            new SipLine({
                onStatus: (status, detail) => this.setStatus(status, detail),
                onInvite: (session, request) => this.onInvite(session, request),
            })
        );
    }

    start() {
        const handlers = {onMessage: (message) => this.onMessage(message), onHeld: () => this.connect()};
        this.tab = markRaw(new OneTab(`callcenter.phone.${user.userId}`, handlers));
        this.audio = markRaw(new Audio());
        this.audio.autoplay = true;
        microphone.watch(() => this.onMicrophoneChange());
        this.others.start();
        effect((agent) => this.follow(agent.loaded && agent.signedIn && agent.phone), [this.agent]);
        window.addEventListener("beforeunload", (event) => this.calls.length && event.preventDefault());
        window.addEventListener("pagehide", () => this.leave());
    }

    /** The page goes. A call stays with the node: the phone comes back to it, here or in another tab. */
    leave() {
        const call = this.calls.at(-1);
        if (call?.state.phase === "talk") {
            call.leave();
        } else {
            this.line.close();
        }
    }

    get fault() {
        return FAULTS.includes(this.status);
    }

    /** Registers while the agent is signed in with the browser phone, and only then. */
    follow(settings) {
        if (settings && !this.settings) {
            this.settings = markRaw({...settings});
            this.tab.claim();
        } else if (!settings && this.settings) {
            this.settings = null;
            this.tab.release();
            this.others.stepBack();
            this.setStatus("off");
        }
        if (settings && !this.tab.holds) {
            this.tab.send({type: "hello"});
        }
    }

    /** The server has died: on with another one that serves the same. */
    moveTo(settings) {
        this.settings = markRaw({...settings});
        return this.line.open(this.settings);
    }

    async connect() {
        this.setStatus("connecting");
        const answer = await microphone.check();
        if (!this.settings || !this.tab.holds) {
            return;
        }
        if (answer !== "ok") {
            return this.setStatus("no_microphone", {why: answer});
        }
        if (this.calls.length && this.line.wake()) {
            return this.others.comeBack();
        }
        await this.line.open(this.settings);
    }

    onMicrophoneChange() {
        if (this.settings && this.tab.holds && !this.calls.length) {
            if (this.status === "no_microphone") {
                this.connect();
            } else {
                this.checkMicrophone();
            }
        }
    }

    async checkMicrophone() {
        const why = await microphone.check();
        if (why !== "ok") {
            this.line.close();
            this.setStatus("no_microphone", {why});
        }
    }

    setStatus(status, detail = {}) {
        if (status !== this.status) {
            this.since = Date.now();
        }
        this.status = status;
        this.detail = detail;
        this.share();
        if (status === "unreachable") {
            this.wayBack.onLost();
            this.nextServer.onLost();
        } else if (status === "registered") {
            this.wayBack.onRegistered();
            this.nextServer.stop();
        }
    }

    // Calls ----------------------------------------------------------------------------------------------------

    onInvite(session, request) {
        if (this.calls.length) {
            return session.terminate({status_code: 486});
        }
        const call = SipCall.incoming(session, request, this.handlers, this.agent.agent?.masked);
        this.calls.push(call);
        this.showCall();
        if (!call.state.watch) {
            this.agent.phoneCards.onRings(call.state); // who listens has no customer, no card and no wrap-up of it
        }
        if (call.state.own) {
            call.answer();
        } else {
            this.ringtone.start();
        }
    }

    onEnd(call, cause) {
        if (!this.calls.includes(call)) {
            return this.wayBack.onGone(call);
        }
        this.calls.splice(this.calls.indexOf(call), 1);
        this.callEnd.onEnd(call.state);
        this.wayBack.forget();
        this.audio.srcObject = null;
        this.showCall();
        if (!this.settings) {
            this.line.close();
        }
        if (cause === NO_MEDIA) {
            this.line.close();
            this.setStatus("no_microphone", {why: "blocked"});
        }
    }

    showCall() {
        const call = this.calls.at(-1);
        this.call = call ? {...call.state} : null;
        if (call?.state.phase === "talk") {
            this.wayBack.keep(call);
        }
        this.agent.phoneCards.onCall(this.call);
        if (!call || call.answered) {
            this.ringtone.stop();
        }
        this.share();
    }

    // One tab for all ------------------------------------------------------------------------------------------

    share() {
        if (this.tab?.holds) {
            const {status, since, detail, call, over} = this;
            this.tab.send(JSON.parse(JSON.stringify({type: "state", state: {status, since, detail, call, over}})));
        }
    }

    onMessage({type, state, act, args}) {
        if (type === "state" && !this.tab.holds) {
            Object.assign(this, state);
            this.agent.phoneCards.onCall(this.call);
        } else if (type === "hello") {
            this.share();
        } else if (type === "act" && this.tab.holds) {
            this[act](...args);
        }
    }

    /** Does it here when this tab holds the phone, else in the tab that does. */
    pass(act, ...args) {
        if (this.settings && !this.tab.holds) {
            this.tab.send({type: "act", act, args});
            return true;
        }
        return false;
    }

    onCall(name, ...args) {
        if (!this.pass(name, ...args)) {
            this.calls.at(-1)?.[name](...args);
        }
    }

    answer() {
        this.onCall("answer");
    }

    refuse() {
        this.onCall("refuse");
    }

    hangUp() {
        this.onCall("hangUp");
    }

    mute() {
        this.onCall("mute");
    }

    hold() {
        this.onCall("hold");
    }

    press(key) {
        this.onCall("press", key);
    }

    /** Reconnect or test the microphone again: both begin anew. */
    retry() {
        if (!this.pass("retry")) {
            this.connect();
        }
    }

    /** @returns {string[]} what is wrong and what to do, in words */
    get faultWords() {
        if (this.status === "no_microphone") {
            return microphoneWords(this.detail.why);
        }
        if (this.status === "not_loaded") {
            return [_t("Browser phone not loaded"), _t("trying again; tell your administrator if it stays")];
        }
        return this.status === "refused"
            ? [_t("The phone server refused this phone"), _t("trying again; tell your administrator if it stays")]
            : [_t("Phone server not reached"), _t("trying again by itself")];
    }
}

export const phoneService = {
    dependencies: ["callcenter.agent", "notification"],
    start(env, {"callcenter.agent": agent, notification}) {
        const store = new PhoneStore(agent, notification);
        if (agent.enabled) {
            store.start();
        }
        return store;
    },
};

registry.category("services").add("callcenter.phone", phoneService);
