import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {Component, onWillStart, onWillUnmount, onWillUpdateProps, useRef, useState} from "@odoo/owl";
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
    503: _t("The archive is not reached. Try again later."),
};

/**
 * Plays a recording in place. No sound is fetched before the first play; `large` shows the two lanes (customer, agent)
 * at once. With the focus inside: space plays and pauses, the arrows jump.
 */
export class RecordingPlayer extends Component {
    static template = "callcenter_telephony.RecordingPlayer";
    static components = {Waveform};
    static props = {
        recordingId: Number,
        seconds: {type: [Number, Boolean], optional: true},
        large: {type: Boolean, optional: true},
        /** filled with `at()` and `seek(seconds)`, for who marks moments */
        handle: {type: Object, optional: true},
    };

    setup() {
        this.orm = useService("orm");
        this.audio = useRef("audio");
        this.speeds = SPEEDS;
        this.player = useState(this.fresh(this.props));
        if (this.props.handle) {
            Object.assign(this.props.handle, {at: () => this.player.at, seek: (at) => this.seek(at)});
        }
        onWillStart(() => this.look(this.props));
        onWillUpdateProps((next) => {
            if (next.recordingId !== this.props.recordingId) {
                this.audio.el?.removeAttribute("src");
                Object.assign(this.player, this.fresh(next));
                return this.look(next);
            }
        });
        onWillUnmount(() => this.audio.el?.pause());
    }

    fresh(props) {
        return {
            opened: Boolean(props.large),
            playing: false,
            at: 0,
            length: props.seconds || 0,
            speed: 1,
            error: "",
            wave: false,
        };
    }

    async look(props) {
        if (!props.large) {
            return;
        }
        const wave = await this.orm.silent
            .call("callcenter.recording", "wave", [[props.recordingId]])
            .catch(() => false);
        this.player.wave = wave;
        this.player.length = wave ? wave.seconds : this.player.length;
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
        if (!audio.getAttribute("src")) {
            audio.src = this.url;
            audio.preservesPitch = true;
            audio.playbackRate = this.player.speed;
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
        if (this.player.at) {
            this.audio.el.currentTime = this.player.at; // where a click was before the first play
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

    jump(seconds) {
        this.seek(this.player.at + seconds);
    }

    nextSpeed() {
        this.setSpeed(SPEEDS[(SPEEDS.indexOf(this.player.speed) + 1) % SPEEDS.length]);
    }

    setSpeed(speed) {
        this.player.speed = speed;
        this.audio.el.playbackRate = speed;
    }

    onKeydown(event) {
        const jump = {ArrowLeft: -JUMP_S, ArrowRight: JUMP_S}[event.key];
        if (jump) {
            event.preventDefault();
            this.jump(jump);
        } else if (event.key === " " && !["BUTTON", "A"].includes(event.target.tagName)) {
            event.preventDefault();
            this.toggle();
        }
    }
}
