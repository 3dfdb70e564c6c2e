const LOUDNESS = 0.1;
const SECONDS = 0.35;

/** Two short tones; silent where the page has not been touched yet (the browser forbids it). */
export class Beep {
    sound() {
        const Context = window.AudioContext;
        if (!Context) {
            return;
        }
        this.context ||= new Context();
        this.context.resume();
        [660, 880].forEach((frequency, index) => this.tone(frequency, this.context.currentTime + index * SECONDS));
    }

    tone(frequency, start) {
        const gain = this.context.createGain();
        const tone = this.context.createOscillator();
        gain.gain.value = LOUDNESS;
        gain.connect(this.context.destination);
        tone.frequency.value = frequency;
        tone.connect(gain);
        tone.start(start);
        tone.stop(start + SECONDS);
    }
}
