import {withoutNumber} from "./states";

export const MEDIA = {mediaConstraints: {audio: true, video: false}, pcConfig: {iceServers: []}};
const DECLINED = 603;

/**
 * One call on the browser phone. `state` is a plain value for the screen:
 * {id, phase: "ringing"|"talk", own, watch, name, number, startedAt (ms)|false, muted, held}. `dialogOf()` is what a
 * Replaces header names it by (RFC 3891).
 */
export class SipCall {
    /**
     * @param {object} session JsSIP's RTCSession
     * @param {object} state what is known of the call already
     * @param {{onChange: (call: SipCall) => void, onTrack: (stream: MediaStream) => void, onEnd: Function}} handlers
     */
    constructor(session, state, {onChange, onTrack, onEnd}) {
        this.session = session;
        this.onChange = onChange;
        this.state = {startedAt: false, muted: false, held: false, ...state, phase: "ringing"};
        const listen = (connection) => connection?.addEventListener("track", ({streams}) => onTrack(streams[0]));
        listen(session.connection);
        session.on("peerconnection", ({peerconnection}) => listen(peerconnection));
        session.on("icecandidate", (event) => event.ready()); // all our candidates are the host's own: no need to wait
        session.on("confirmed", () => this.onConfirmed());
        session.on("ended", () => onEnd(this, false));
        session.on("failed", ({cause}) => onEnd(this, cause));
    }

    /**
     * @param {object} request the INVITE that came
     * @param {boolean} masked the agent sees masked numbers; the node masks them too, from the moment it is told to
     */
    static incoming(session, request, handlers, masked = false) {
        const from = session.remote_identity;
        const shown = masked ? withoutNumber : (text) => text;
        const state = {
            id: request.getHeader("X-Call-Id") || request.call_id,
            own: /answer-after=0/.test(request.getHeader("Call-Info") || ""),
            watch: Boolean(request.getHeader("X-Watch-Id")),
            name: shown(from?.display_name || ""),
            number: shown(from?.uri?.user || ""),
        };
        const call = new SipCall(session, state, handlers);
        call.dialogOf = () => ({id: request.call_id, ours: request.to_tag, theirs: request.from_tag});
        return call;
    }

    /** The call of before, taken up again by a session of our own. */
    static again(session, before, handlers) {
        const call = new SipCall(session, before, handlers);
        call.before = before;
        session.on("accepted", ({response}) => {
            call.dialogOf = () => ({id: response.call_id, ours: response.from_tag, theirs: response.to_tag});
        });
        return call;
    }

    onConfirmed() {
        this.change({phase: "talk", startedAt: this.state.startedAt || Date.now(), muted: false, held: false});
        if (this.before?.muted) {
            this.mute();
        }
        if (this.before?.held) {
            this.hold();
        }
    }

    /** The page goes: the customer is to hear music until it is back. One message that nobody waits for. */
    leave() {
        const body = this.session.connection.localDescription.sdp.replace(/a=sendrecv/g, "a=sendonly");
        const extraHeaders = ["Content-Type: application/sdp", `Contact: ${this.session.contact}`];
        this.session.sendRequest("INVITE", {body, extraHeaders});
    }

    change(values) {
        Object.assign(this.state, values);
        this.onChange(this);
    }

    answer() {
        if (this.state.phase === "ringing" && !this.answered) {
            this.answered = true;
            this.session.answer(MEDIA);
        }
    }

    refuse() {
        this.session.terminate({status_code: DECLINED});
    }

    hangUp() {
        this.session.terminate();
    }

    mute() {
        const muted = !this.state.muted;
        this.session[muted ? "mute" : "unmute"]({audio: true});
        this.change({muted});
    }

    /** Held only once the other side has agreed. */
    hold() {
        const held = !this.state.held;
        const asked = this.session[held ? "hold" : "unhold"]({}, () => this.change({held, heldAt: held && Date.now()}));
        return asked !== false;
    }

    /** @param {string} key one of 0-9 * # */
    press(key) {
        this.session.sendDTMF(key, {transportType: "RFC2833"});
    }
}
