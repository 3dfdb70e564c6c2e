import {registry} from "@web/core/registry";
import {Reactive} from "@web/core/utils/reactive";

/** What the server maps to the channels of the agent's own departments and queues. */
const ALL = "callcenter_colleagues";
const RINGING = "callcenter_ringing";

/**
 * The other agents with their states. `rows` are kept up to date by messages while the list is open; who rings in the
 * own team (`ringing`, the longest first) always.
 */
export class ColleaguesStore extends Reactive {
    rows = [];
    teams = []; // conversations of the own departments
    ringing = [];

    constructor(agent) {
        super();
        this.agent = agent;
        this.openings = 0;
    }

    start() {
        this.agent.bus.subscribe("callcenter/colleague", (colleague) => this.onColleague(colleague));
        this.agent.events.addEventListener("LOADED", ({detail}) => (this.ringing = detail.ringing || []));
        this.agent.bus.addChannel(RINGING);
    }

    async open() {
        this.openings++;
        this.agent.bus.addChannel(ALL);
        const {agents, teams} = (await this.agent.ask("colleagues")) || {agents: this.rows, teams: this.teams};
        Object.assign(this, {rows: agents, teams});
    }

    close() {
        if (!--this.openings) {
            this.agent.bus.deleteChannel(ALL);
        }
    }

    onColleague(colleague) {
        if (colleague.id === this.agent.agent?.id) {
            return;
        }
        this.rows = this.rows.map((row) => (row.id === colleague.id ? {...row, ...colleague} : row));
        const others = this.ringing.filter(({id}) => id !== colleague.id);
        this.ringing = colleague.state === "ringing" ? [...others, colleague] : others;
    }

    /** Whose call the agent may take now, the longest ringing first. */
    get next() {
        const {state, sub} = this.agent.state;
        const free = ["ready", "not_ready", "wrap_up"].includes(state) || sub === "preview";
        return (free && this.ringing[0]) || null;
    }

    pickUp(colleague) {
        return this.agent.act("pick_up", [colleague.id]);
    }

    call({extension}) {
        return this.agent.dial(extension);
    }
}

export const colleaguesService = {
    dependencies: ["callcenter.agent"],
    start(env, {"callcenter.agent": agent}) {
        const store = new ColleaguesStore(agent);
        if (agent.enabled) {
            store.start();
        }
        return store;
    },
};

registry.category("services").add("callcenter.colleagues", colleaguesService);
