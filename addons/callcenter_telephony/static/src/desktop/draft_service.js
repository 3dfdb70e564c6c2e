import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {Reactive} from "@web/core/utils/reactive";

const PAUSE_MS = 600;
const AGAIN_MS = 5000;
const LOCAL = "callcenter.draft.";
const EMPTY = {disposition_id: false, note: "", savedAt: false, unsaved: false, failed: false};

/**
 * What the agent types about each call. It goes to the server a moment after the last key; until the server has it,
 * a copy stays in this browser, so that neither reload nor crash loses a word.
 */
export class DraftStore extends Reactive {
    byCall = {};

    constructor(agent) {
        super();
        this.agent = agent;
        this.timers = {};
        this.renamed = {}; // key of before -> the one that counts
    }

    start() {
        const seedAll = () => this.agent.calls.forEach((card) => this.seed(card));
        this.agent.events.addEventListener("LOADED", seedAll);
        this.agent.events.addEventListener("CALL", ({detail}) => this.seed(detail));
        this.agent.events.addEventListener("SAVED", ({detail}) => this.drop(detail));
        this.agent.events.addEventListener("RENAMED", ({detail}) => this.rename(detail));
        window.addEventListener("pagehide", () => this.flushAll());
    }

    of(key) {
        return this.byCall[key] || EMPTY;
    }

    /** Something was typed for this call in this browser, since the page is open. */
    isTyped(key) {
        const {unsaved, savedAt} = this.of(key);
        return Boolean(unsaved || savedAt);
    }

    /** Takes over the server's draft, unless this browser holds a newer one. */
    seed({key, draft}) {
        if (this.byCall[key]?.unsaved) {
            return;
        }
        const kept = JSON.parse(browser.localStorage.getItem(LOCAL + key) || "null");
        const values = kept || draft || {};
        const {disposition_id, note, custom, next_at} = values;
        this.byCall[key] = {...EMPTY, disposition_id: disposition_id || false, note: note || "", custom, next_at};
        if (kept) {
            this.change(key, kept);
        }
    }

    /** @param {{disposition_id?: number|false, note?: string, custom?: object}} values */
    change(key, values) {
        key = this.renamed[key] || key;
        const draft = {...this.of(key), ...values, unsaved: true};
        this.byCall[key] = draft;
        browser.localStorage.setItem(LOCAL + key, JSON.stringify(this.values(draft)));
        browser.clearTimeout(this.timers[key]);
        this.timers[key] = browser.setTimeout(() => this.flush(key), PAUSE_MS);
    }

    values({disposition_id, note, custom, next_at}) {
        return {disposition_id, note, ...(custom && {custom}), ...(next_at !== undefined && {next_at})};
    }

    async flush(key) {
        const draft = this.byCall[key];
        if (!draft?.unsaved) {
            return;
        }
        const sent = this.values(draft);
        const saved = await this.agent.askQuietly("save_draft", key, sent);
        const now = this.byCall[key];
        const same = now && ["note", "disposition_id", "custom", "next_at"].every((name) => now[name] === sent[name]);
        if (saved && same) {
            this.byCall[key] = {...now, unsaved: false, failed: false, savedAt: saved.saved_at || this.agent.now()};
            browser.localStorage.removeItem(LOCAL + key);
        } else if (now) {
            this.byCall[key] = {...now, failed: !saved};
            browser.clearTimeout(this.timers[key]);
            this.timers[key] = browser.setTimeout(() => this.flush(key), saved ? PAUSE_MS : AGAIN_MS);
        }
    }

    flushAll() {
        return Promise.all(Object.keys(this.byCall).map((key) => this.flush(key)));
    }

    /** A call gets its real key: what was typed meanwhile goes with it. */
    rename({from, to}) {
        const draft = this.of(from);
        const isTyped = this.isTyped(from);
        this.drop(from);
        this.renamed[from] = to;
        if (isTyped) {
            this.change(to, this.values(draft));
        } else {
            this.seed(this.agent.current?.key === to ? this.agent.current : {key: to});
        }
    }

    /**
     * The form is done.
     *
     * @param {string} key of the call
     * @param {"ready"|"not_ready"|false} next state wished
     */
    save(key, next) {
        browser.clearTimeout(this.timers[key]);
        return this.agent.saveWrapUp(key, this.values(this.of(key)), next);
    }

    /** The form is done, and the next contact comes on the screen. */
    saveAndNext(key, preview) {
        browser.clearTimeout(this.timers[key]);
        return preview.saveAndNext(key, this.values(this.of(key)));
    }

    drop(key) {
        delete this.byCall[key];
        browser.localStorage.removeItem(LOCAL + key);
    }
}

export const draftService = {
    dependencies: ["callcenter.agent"],
    start(env, {"callcenter.agent": agent}) {
        const store = new DraftStore(agent);
        if (agent.enabled) {
            store.start();
        }
        return store;
    },
};

registry.category("services").add("callcenter.drafts", draftService);
