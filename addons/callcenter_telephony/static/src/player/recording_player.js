import {_t} from "@web/core/l10n/translation";
import {Component, onWillUnmount, useRef, useState} from "@odoo/owl";
import {clockText} from "../phone/time";
import {Waveform} from "./waveform";

const SPEEDS = [1, 1.25, 1.5, 2];
const JUMP_S = 5;

/** Why a recording cannot be played, by the answer's HTTP status. */
const REASONS = {
    401: _t("Your session is over. Log in again, then play."),
    403: _t("You may not listen to this recording."),
    404: _t("The recording is not there."),
    410: _t("The recording was deleted when its time was up."),
};

/**
 * Plays a recording in place. Nothing is fetched before the first play; `large` adds the two lanes (customer, agent).
 * With the focus inside: space plays and pauses, the arrows jump.
 */
export class RecordingPlayer extends Component {
    static template = "callcenter_telephony.RecordingPlayer";
    static components = {Waveform};
    static props = {
        recordingId: Number,
        seconds: {type: [Number, Boolean], optional: true},
        large: {type: Boolean, optional: true},
    };

    setup() {
        this.audio = useRef("audio");
        this.player = useState({
            opened: false,
            playing: false,
            at: 0,
            length: this.props.seconds || 0,
            speed: 1,
            error: "",
        });
        onWillUnmount(() => this.audio.el?.pause());
    }

    get url() {
        return `/callcenter/recording/${this.props.recordingId}`;
    }

    get times() {
        return {at: clockText(this.player.at), length: clockText(this.player.length)};
    }

    toggle() {
        this.player.error = "";
        this.player.opened = true;
        const audio = this.audio.el;
        if (!audio.src) {
            audio.src = this.url;
        }
        if (!audio.paused) {
            return audio.pause();
        }
        audio.play().catch(() => {}); // the element's error event says why
    }

    async explain() {
        const answer = await fetch(this.url, {method: "HEAD"}).catch(() => null);
        const unplayable = _t("The browser cannot play this recording.");
        const unreached = _t("The server is not reached. Try again in a moment.");
        this.player.error = answer ? REASONS[answer.status] || unplayable : unreached;
        this.audio.el?.removeAttribute("src");
    }

    onMeta() {
        const {duration} = this.audio.el;
        if (Number.isFinite(duration)) {
            this.player.length = duration;
        }
    }

    onTime() {
        this.player.at = this.audio.el.currentTime;
    }

    seek(seconds) {
        const at = Math.min(Math.max(0, seconds), this.player.length);
        this.audio.el.currentTime = at;
        this.player.at = at;
    }

    nextSpeed() {
        const next = (SPEEDS.indexOf(this.player.speed) + 1) % SPEEDS.length;
        this.player.speed = SPEEDS[next];
        this.audio.el.playbackRate = this.player.speed;
    }

    onKeydown(event) {
        const jump = {ArrowLeft: -JUMP_S, ArrowRight: JUMP_S}[event.key];
        if (jump) {
            event.preventDefault();
            this.seek(this.player.at + jump);
        } else if (event.key === " " && event.target.tagName !== "BUTTON") {
            event.preventDefault();
            this.toggle();
        }
    }
}
