import {_t} from "@web/core/l10n/translation";
import {Component, onMounted, useEffect, useRef, useState} from "@odoo/owl";
import {lanePeaks} from "./peaks";

const BARS = 300;
const BAR = 2;
const GAP = 1;
const HEIGHT = 56;
const COLOURS = ["#343a40", "#71639e"];

/** Two lanes, customer above agent; a click goes there. */
export class Waveform extends Component {
    static template = "callcenter_telephony.Waveform";
    static props = {url: String, at: Number, length: Number, onSeek: Function};

    setup() {
        this.root = useRef("root");
        this.names = [_t("Customer"), _t("Agent")];
        this.wave = useState({lanes: [], failed: false});
        this.width = BARS * (BAR + GAP);
        this.height = HEIGHT;
        onMounted(() => this.load()); // the player plays meanwhile
        useEffect(
            () => this.draw(),
            () => [this.wave.lanes.length]
        );
    }

    async load() {
        try {
            this.wave.lanes = await lanePeaks(this.props.url, BARS);
        } catch {
            this.wave.failed = true; // the sound itself may still play: no alarm for a missing picture
        }
    }

    draw() {
        const canvases = this.root.el?.querySelectorAll("canvas") || [];
        canvases.forEach((canvas, lane) => {
            const pen = canvas.getContext("2d");
            pen.clearRect(0, 0, this.width, HEIGHT);
            pen.fillStyle = COLOURS[lane % COLOURS.length];
            this.wave.lanes[lane].forEach((peak, bar) => {
                const size = Math.max(1, peak * HEIGHT);
                pen.fillRect(bar * (BAR + GAP), (HEIGHT - size) / 2, BAR, size);
            });
        });
    }

    get head() {
        const share = this.props.length ? this.props.at / this.props.length : 0;
        return `left: ${100 * share}%`;
    }

    onClick(event) {
        const box = event.currentTarget.getBoundingClientRect();
        this.props.onSeek(((event.clientX - box.left) / box.width) * this.props.length);
    }
}
