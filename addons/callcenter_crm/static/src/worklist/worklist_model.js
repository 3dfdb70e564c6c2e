import {browser} from "@web/core/browser/browser";
import {serializeDateTime} from "@web/core/l10n/dates";
import {Reactive} from "@web/core/utils/reactive";
import {user} from "@web/core/user";

const MODEL = "callcenter.worklist";
const EMPTY = {disposition_id: false, intent_id: false, topic: "", note: "", next_at: false};

/** Zero is a value. */
function isNothing(value) {
    return value === undefined || value === false || value === "" || value?.length === 0;
}

/** The agent's day and the person on screen. What is typed stays in this browser until the server has it. */
export class WorklistModel extends Reactive {
    outcomes = [];
    intents = [];
    campaigns = [];
    inputs = [];
    today = false;
    card = false;
    filters = {campaign_id: false, intent_id: false};
    draft = {...EMPTY};
    busy = false;
    loaded = false;
    finished = false;

    constructor(orm) {
        super();
        this.orm = orm;
    }

    /** @param {{kind: "contact"|"partner", id: number}|false} target whom to begin with, as a reminder names them */
    async start(target) {
        Object.assign(this, await this.ask("start", [this.filters]), {loaded: true});
        if (target) {
            await this.open(target);
        }
    }

    /** Asks the server, one thing at a time; says whether it may go on while something is asked already. */
    async ask(method, args) {
        this.busy = true;
        try {
            return await this.orm.call(MODEL, method, args);
        } finally {
            this.busy = false;
        }
    }

    async refresh() {
        this.today = await this.orm.call(MODEL, "today", [this.filters]);
    }

    async filterBy(values) {
        this.filters = {...this.filters, ...values};
        await this.refresh();
    }

    async next() {
        if (!this.busy) {
            this.show(await this.ask("next", [this.filters]));
        }
    }

    async open({kind, id}) {
        if (!this.busy) {
            this.show(await this.ask("card", [{kind, id}]));
        }
    }

    async convert(partnerId, isNew = false) {
        this.card = await this.ask("convert", [this.card.id, partnerId || false, isNew]);
    }

    /** @param {"lead"|"order"} what @returns {Promise<{model: string, id: number, name: string}>} what has been made */
    async sell(what) {
        const {card, made} = await this.ask("sell", [this.target, what]);
        this.card = card;
        return made;
    }

    async confirm(orderId) {
        const done = await this.ask("confirm", [this.target, orderId]);
        this.card = done.card;
        await this.refresh();
    }

    get target() {
        return {kind: this.card.kind, id: this.card.id};
    }

    /**
     * @param {boolean} takeNext whether to go on with whoever is next
     * @returns {Promise<{model: string, id: number, name: string}|false>} what the outcome's rule has made
     */
    async save(takeNext) {
        const key = this.key;
        const done = await this.ask("save", [this.target, {...this.draft}, takeNext, this.filters]);
        browser.localStorage.removeItem(key);
        this.today = done.today;
        this.show(done.card);
        return done.made || false;
    }

    show(card) {
        this.card = card;
        this.finished = !card;
        const kept = card && JSON.parse(browser.localStorage.getItem(this.key) || "null");
        const proposed = Object.fromEntries(this.applicable.map(({name, value}) => [name, value]));
        this.draft = {...EMPTY, ...proposed, intent_id: card?.intent_id || false, ...kept};
    }

    get key() {
        return `callcenter.followup.${user.userId}.${this.card.kind}.${this.card.id}`;
    }

    /** Those that the campaign of the person on screen allows. */
    get allowed() {
        const ids = this.card.outcome_ids || [];
        return ids.length ? this.outcomes.filter(({id}) => ids.includes(id)) : this.outcomes;
    }

    /** Custom fields of the follow-up that the campaign of the person on screen has. */
    get applicable() {
        const {campaign_id} = this.card || {};
        return this.inputs.filter(({campaigns}) => !campaigns.length || campaigns.includes(campaign_id));
    }

    get missingInput() {
        return this.applicable.find(
            ({name, required, kind}) => required && kind !== "boolean" && isNothing(this.draft[name])
        );
    }

    get outcome() {
        return this.allowed.find(({id}) => id === this.draft.disposition_id);
    }

    get missingDate() {
        return Boolean(this.outcome?.next_required && !this.draft.next_at);
    }

    get canSave() {
        return Boolean(this.card && this.outcome && !this.missingDate && !this.missingInput && !this.busy);
    }

    /** @param {object} values what has been typed or chosen */
    change(values) {
        this.draft = {...this.draft, ...values};
        browser.localStorage.setItem(this.key, JSON.stringify(this.draft));
    }

    promise(moment) {
        this.change({next_at: moment ? serializeDateTime(moment) : false});
    }
}
