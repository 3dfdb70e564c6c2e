import {Reactive} from "@web/core/utils/reactive";

const MODEL = "callcenter.knowledge.article";
const MOST = 30;
const FEWEST = 3;
const FEWEST_DENSE = 2; // of characters that are written without blanks between the words
const DENSE = /[぀-ヿ㐀-䶿一-鿿가-힣]{2}/;
const EMPTY = {text: "", category: false, id: false};

/** Whether the server would find anything by `text`: one of its words is long enough. */
export function isEnough(text) {
    return text.split(/\s+/).some((word) => word.length >= (DENSE.test(word) ? FEWEST_DENSE : FEWEST));
}

/** What a reader looks for, what was found, and the article that is open. What is found and counted is the server's. */
export class KnowledgeModel extends Reactive {
    text = "";
    category = false;
    categories = [];
    rows = [];
    active = 0;
    article = false;
    loaded = false;
    failed = false;
    asking = 0; // the last question's number: an answer to an earlier one comes too late
    opening = 0; // the same of articles

    constructor(orm) {
        super();
        this.orm = orm;
    }

    /** What has to be kept to show the same again. */
    get place() {
        return {text: this.text, category: this.category, id: this.article && this.article.id};
    }

    /** @param {object|false} place as `place` gave it: it is shown again, and not counted as another opening */
    async start(place) {
        const {text, category, id} = {...EMPTY, ...place};
        Object.assign(this, {text, category});
        const again = id && this.open(id, false).catch(() => {}); // it may be gone since
        await Promise.all([this.search(), this.loadCategories(), again]);
    }

    async loadCategories() {
        this.categories = await this.orm.silent.call(MODEL, "reader_categories", []).catch(() => []);
        if (!this.categories.some(({id}) => id === this.category)) {
            this.category = false;
        }
    }

    /** Too little was typed to look for it; nothing at all brings what is opened most. */
    get isShort() {
        const text = this.text.trim();
        return Boolean(text) && !isEnough(text);
    }

    /** There may be more than is shown. */
    get isCut() {
        return this.rows.length === MOST;
    }

    async search() {
        const number = ++this.asking;
        if (this.isShort) {
            Object.assign(this, {rows: [], failed: false});
            return;
        }
        const question = [this.text, MOST, this.category];
        const rows = await this.orm.silent.call(MODEL, "search_articles", question).catch(() => false);
        if (number === this.asking) {
            Object.assign(this, {rows: rows || this.rows, failed: !rows, loaded: true, active: 0});
        }
    }

    choose(category) {
        this.category = category;
        return this.search();
    }

    step(by) {
        const {length} = this.rows;
        this.active = length ? (this.active + by + length) % length : 0;
    }

    async open(id, count = true) {
        const number = ++this.opening;
        const article = await this.orm.call(MODEL, "open_article", [[id], count]);
        if (number === this.opening) {
            this.article = article;
        }
    }

    close() {
        this.opening++;
        this.article = false;
    }

    /** The same vote again takes it back. */
    async vote(useful) {
        const {article} = this;
        const vote = article.vote === useful ? null : useful;
        await this.orm.call(MODEL, "vote", [[article.id], vote]);
        article.vote = vote;
    }
}
