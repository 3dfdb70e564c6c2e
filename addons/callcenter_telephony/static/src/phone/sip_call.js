import {withoutNumber} from "./states";

const MEDIA = {mediaConstraints: {audio: true, video: false}, pcConfig: {iceServers: []}};
const DECLINED = 603;

/**
 * One call on the browser phone. `state` is a plain value for the screen:
 * {id, phase: "ringing"|"talk", own, name, number, startedAt (ms)|false, muted, held}.
 */
export class SipCall {
    /**
     * @param {object} session JsSIP's RTCSession, incoming
     * @param {object} request its INVITE
     * @param {{onChange: (call: SipCall) => void, onTrack: (stream: MediaStream) => void, onEnd: Function}} handlers
     * @param {boolean} masked the agent sees masked numbers; the node masks them too, from the moment it is told to
     */
    constructor(session, request, {onChange, onTrack, onEnd}, masked = false) {
        this.session = session;
        this.onChange = onChange;
        const from = session.remote_identity;
        const shown = masked ? withoutNumber : (text) => text;
        this.state = {
            id: request.getHeader("X-Call-Id") || request.call_id,
            phase: "ringing",
            own: /answer-after=0/.test(request.getHeader("Call-Info") || ""),
            name: shown(from?.display_name || ""),
            number: shown(from?.uri?.user || ""),
            startedAt: false,
            muted: false,
            held: false,
        };
        session.on("peerconnection", ({peerconnection}) => {
            peerconnection.addEventListener("track", (event) => onTrack(event.streams[0]));
        });
        session.on("icecandidate", (event) => event.ready()); // all our candidates are the host's own: no need to wait
        session.on("confirmed", () => this.change({phase: "talk", startedAt: Date.now()}));
        session.on("ended", () => onEnd(this, false));
        session.on("failed", ({cause}) => onEnd(this, cause));
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
