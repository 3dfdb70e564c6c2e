import {registry} from "@web/core/registry";
import {debounce} from "@web/core/utils/timing";
import {Reactive} from "@web/core/utils/reactive";

const CALM_MS = 400;
const OVER = ["wrap_up", "ended"]; // a call that rings or runs changes nothing of the day yet

/** The agent's day: missed calls, own calls, totals. Loaded when first shown and again after each call. */
export class TodayStore extends Reactive {
    loaded = false;
    failed = false;
    callbacks = {count: 0, rows: []};
    missed = {count: 0, rows: []};
    recent = {count: 0, rows: []};
    totals = {calls: 0, talk_s: 0};
    numbers = null;

    constructor(agent) {
        super();
        this.agent = agent;
        this.again = debounce(() => this.loaded && this.load(), CALM_MS);
        for (const event of ["SAVED", "LOADED", "CALLBACKS"]) {
            agent.events.addEventListener(event, () => this.again());
        }
        agent.events.addEventListener("CHANGED", ({detail}) => OVER.includes(detail.phase) && this.again());
    }

    async load() {
        const today = await this.agent.askQuietly("today");
        this.failed = !today;
        if (today) {
            const {callbacks, missed, recent, totals, numbers} = today;
            const kept = {callbacks: callbacks || this.callbacks, numbers: numbers || this.numbers};
            Object.assign(this, {...kept, missed, recent, totals, loaded: true});
        }
    }
}

export const todayService = {
    dependencies: ["callcenter.agent"],
    start(env, {"callcenter.agent": agent}) {
        return new TodayStore(agent);
    },
};

registry.category("services").add("callcenter.today", todayService);
