import {browser} from "@web/core/browser/browser";

const TONES = [440, 480];
const RING_SECONDS = 1.2;
const PERIOD_MS = 4000;
const LOUDNESS = 0.08;

/** Rings by two tones made in the browser; silent where the page has not been touched yet (the browser forbids it). */
export class Ringtone {
    start() {
        if (this.timer) {
            return;
        }
        this.ring();
        this.timer = browser.setInterval(() => this.ring(), PERIOD_MS);
    }

    stop() {
        browser.clearInterval(this.timer);
        this.timer = null;
        this.gain?.disconnect();
        this.gain = null;
        this.context?.suspend(); // one that runs on silently takes the machine's time all day
    }

    ring() {
        const Context = window.AudioContext;
        if (!Context) {
            return;
        }
        this.context ||= new Context();
        this.context.resume();
        this.gain = this.context.createGain();
        this.gain.gain.value = LOUDNESS;
        this.gain.connect(this.context.destination);
        for (const frequency of TONES) {
            const tone = this.context.createOscillator();
            tone.frequency.value = frequency;
            tone.connect(this.gain);
            tone.start();
            tone.stop(this.context.currentTime + RING_SECONDS);
        }
    }
}
