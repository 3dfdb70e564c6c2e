import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {Reactive} from "@web/core/utils/reactive";

const CAMPAIGN = "callcenter.preview.campaign";
const ON_LINE = ["talk", "dialing", "ringing"];

/**
 * Preview dialling: the contact on the agent's screen, which the server keeps for the agent. `last` tells what came of
 * the one before when the server has written its outcome by itself.
 */
export class PreviewStore extends Reactive {
    campaigns = [];
    campaignId = false; // chosen among several; false: all of them
    reasons = [];
    current = false;
    finished = false;
    skipping = false;
    busy = false;
    waiting = false; // dialled, and no call is told of yet
    last = false;

    constructor(agent) {
        super();
        this.agent = agent;
        this.turn = 0;
        this.campaignId = Number(browser.localStorage.getItem(CAMPAIGN)) || false;
    }

    choose(campaignId) {
        this.campaignId = campaignId;
        browser.localStorage.setItem(CAMPAIGN, campaignId || "");
    }

    start() {
        this.agent.events.addEventListener("LOADED", ({detail}) => this.take(detail.preview));
        this.agent.events.addEventListener("CHANGED", ({detail}) => this.onCall(detail));
        this.agent.events.addEventListener("CALL", () => (this.waiting = false));
        this.agent.events.addEventListener("COMMAND", ({detail}) => detail.ok || (this.waiting = false));
        this.agent.events.addEventListener("SAVED", () => this.savingNext || this.reload());
        this.agent.events.addEventListener("STATE", ({detail}) => this.onState(detail));
    }

    take(answer) {
        const {campaigns, reasons, current} = answer || {};
        Object.assign(this, {campaigns: campaigns || [], reasons: reasons || []});
        if (!this.campaigns.some(({id}) => id === this.campaignId)) {
            this.campaignId = false;
        }
        this.show(current || false);
    }

    show(current) {
        this.turn++;
        this.current = current;
        this.skipping = false;
        if (current) {
            this.finished = this.last = false;
        }
    }

    /** An answer that something has overtaken says what was. */
    async reload() {
        const turn = this.turn;
        const answer = await this.agent.askQuietly("preview");
        if (turn === this.turn && answer) {
            this.take(answer);
        }
    }

    /** A contact that nobody dialled in time was let go by the node: the server knows it as well. */
    onState({state, sub}) {
        if (
            !this.busy &&
            this.current?.state === "taken" &&
            sub !== "preview" &&
            ["ready", "not_ready", "offline"].includes(state)
        ) {
            this.reload();
        }
    }

    /** The call for this contact is over without an answer: its outcome is written, or is to be chosen. */
    async onCall({phase, direction, answered_at, result, contact}) {
        const shown = this.current;
        const other = direction !== "outbound" || (contact && contact.id !== shown?.card?.id);
        if (!shown || phase !== "ended" || answered_at || other) {
            return;
        }
        this.waiting = false;
        await this.reload();
        this.last = {name: shown.card.name, result, open: Boolean(this.current)};
    }

    /** Whether the contact is what the agent looks at: not while a call is on the line that is somebody else's. */
    get onScreen() {
        const card = this.agent.current;
        return Boolean(this.current) && (!card || (card.direction === "outbound" && !card.answered_at));
    }

    get dialling() {
        return this.waiting || this.agent.calls.some(({phase}) => ON_LINE.includes(phase));
    }

    get canTake() {
        const {state, sub} = this.agent.state;
        const free = ["ready", "not_ready", "wrap_up"].includes(state) || sub === "preview";
        return Boolean(this.campaigns.length) && free && !this.busy && !this.dialling;
    }

    /** Whoever comes first of the campaign chosen. */
    async next() {
        const shown = await this.run("preview_next", [this.campaignId]);
        if (shown !== undefined) {
            this.show(shown);
            this.finished = !shown;
        }
        return shown;
    }

    async dial(index) {
        if (this.current && !this.dialling && !this.current.numbers[index]?.blocked) {
            const done = await this.run("preview_dial", [index]);
            if (done && this.current) {
                this.current.state = "dialled";
                this.current.until = false;
                this.waiting = true;
            }
        }
    }

    async skip(reason) {
        if ((await this.run("preview_skip", [reason.id])) !== undefined) {
            await this.next();
        }
    }

    async release() {
        if ((await this.run("preview_release", [])) !== undefined) {
            this.show(false);
        }
    }

    /** What came of a contact who was not reached. @param {object} values disposition_id, note, next_at */
    async save(values) {
        if ((await this.run("preview_outcome", [values])) !== undefined) {
            await this.next();
        }
    }

    /** Saves the form of a call and goes on to the next contact. */
    async saveAndNext(key, values) {
        const done = await this.agent.ask("save_and_next", key, values, this.campaignId);
        if (done) {
            this.savingNext = true;
            this.agent.onSaved(key);
            this.savingNext = false;
            this.show(done.preview);
            this.finished = !done.preview;
        }
        return done;
    }

    /** @returns {Promise<*>} the answer; undefined where the server refused, which has been said */
    async run(name, args) {
        if (this.busy) {
            return undefined;
        }
        this.busy = true;
        this.turn++;
        try {
            return await this.agent.orm.silent.call("callcenter.agent", name, args);
        } catch (error) {
            this.agent.explain(error);
            return undefined;
        } finally {
            this.busy = false;
        }
    }
}

export const previewService = {
    dependencies: ["callcenter.agent"],
    start(env, {"callcenter.agent": agent}) {
        const store = new PreviewStore(agent);
        if (agent.enabled) {
            store.start();
        }
        return store;
    },
};

registry.category("services").add("callcenter.preview", previewService);
