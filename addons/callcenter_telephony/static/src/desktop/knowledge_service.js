import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {Reactive} from "@web/core/utils/reactive";
import {KnowledgeModel} from "@callcenter_crm/knowledge/knowledge_model";

const KEPT = "callcenter.knowledge";
const NO_CALL = "none";

/** What the agent looks up in each call: the search, the open article, whether the panel is open. Kept over a reload. */
export class KnowledgeStore extends Reactive {
    byCall = {};

    constructor(agent, orm) {
        super();
        Object.assign(this, {agent, orm});
        const kept = JSON.parse(browser.sessionStorage.getItem(KEPT) || "{}");
        for (const [key, {open, place}] of Object.entries(kept)) {
            this.byCall[key] = this.make(key, open, place);
        }
        agent.events.addEventListener("LOADED", () => this.tidy());
        agent.events.addEventListener("SAVED", ({detail}) => delete this.byCall[detail]);
        agent.events.addEventListener("RENAMED", ({detail}) => this.rename(detail));
        browser.addEventListener("pagehide", () => this.keep());
    }

    make(key, open, place) {
        const model = new KnowledgeModel(this.orm);
        model.start(place);
        return {key, open, model};
    }

    /** @param {object|undefined} card of the call on screen */
    of(card) {
        return this.byCall[card?.key || NO_CALL];
    }

    toggle(card) {
        const key = card?.key || NO_CALL;
        if (this.byCall[key]) {
            this.byCall[key].open = !this.byCall[key].open;
        } else {
            this.byCall[key] = this.make(key, true, false);
        }
    }

    rename({from, to}) {
        const reading = this.byCall[from];
        if (reading) {
            this.byCall[to] = reading; // with its own key: the panel on screen is the same
            delete this.byCall[from];
        }
    }

    /** Calls that are over and written down need nothing more. */
    tidy() {
        const keys = this.agent.calls.map(({key}) => key);
        const gone = Object.keys(this.byCall).filter((key) => key !== NO_CALL && !keys.includes(key));
        gone.forEach((key) => delete this.byCall[key]);
    }

    keep() {
        const all = Object.entries(this.byCall).map(([key, {open, model}]) => [key, {open, place: model.place}]);
        browser.sessionStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(all)));
    }
}

export const knowledgeService = {
    dependencies: ["callcenter.agent", "orm"],
    start(env, {"callcenter.agent": agent, orm}) {
        return new KnowledgeStore(agent, orm);
    },
};

registry.category("services").add("callcenter.knowledge", knowledgeService);
