import {KeepLast} from "@web/core/utils/concurrency";
import {Reactive} from "@web/core/utils/reactive";
import {assign, columnsOf, confirm, mappingOf, missing, recall, swap, unplaced} from "./mapping";

const MODEL = "callcenter.list";
const OVER = ["done", "failed", "cancelled", "undone"];

/** One import: which file, what its columns become, what is left out, how far it is. The server keeps all of it. */
export class ImportModel extends Reactive {
    step = "file";
    listId = false;
    campaign = false;
    state = {};
    toldAt = 0;
    look = false;
    options = {};
    mapping = {};
    cleaning = {};
    count = false;
    counting = false;
    countTold = {};
    busy = false;
    loaded = false;
    earlier = false;
    kept = Promise.resolve();

    constructor(orm) {
        super();
        this.orm = orm;
        this.lastCount = new KeepLast();
    }

    /** What is being kept comes first: the server would do two writes on one list one after the other anyway. */
    async call(method, ...args) {
        await this.kept;
        return this.orm.call(MODEL, method, [[this.listId], ...args]);
    }

    /** Asks the server, one thing at a time. */
    async ask(method, ...args) {
        this.busy = true;
        try {
            return await this.call(method, ...args);
        } finally {
            this.busy = false;
        }
    }

    /** @param {{listId: number|false, campaign: {id: number, name: string}|false}} where to begin, or to go on */
    async start({listId, campaign}) {
        Object.assign(this, {listId, campaign});
        if (listId) {
            await this.refresh();
            await this.resume();
        }
        this.loaded = true;
    }

    async refresh() {
        this.tell(await this.call("import_state"));
    }

    /** Goes to where the draft was left. */
    async resume() {
        if (this.isDraft && this.state.file_name) {
            await this.read(this.state.options);
            if (this.step === "columns" && this.state.step === "cleaning" && !this.missing.length) {
                await this.toCleaning();
            }
        }
    }

    /** Takes in what the server says of the run, whole or its light part. */
    tell(state) {
        this.state = {...this.state, ...state};
        this.toldAt = Date.now();
        this.campaign = this.state.campaign || this.campaign;
        if (!this.isDraft) {
            this.step = this.isOver ? "result" : "run";
        }
    }

    /** What the bus brings: running figures; the rest is read when the run is over. */
    async hear(message) {
        if (message.list_id !== this.listId || this.isOver) {
            return;
        }
        if (OVER.includes(message.state)) {
            await this.refresh();
        } else {
            this.tell(message);
        }
    }

    /** What the bus brings while the rows are counted. */
    hearCount(message) {
        if (message.list_id === this.listId && this.counting) {
            this.countTold = message;
        }
    }

    get isDraft() {
        return !this.state.state || this.state.state === "draft";
    }

    get isOver() {
        return OVER.includes(this.state.state);
    }

    // file

    /** A file has come: what is in it? */
    async received(listId) {
        Object.assign(this, {listId, state: {}, look: false, mapping: {}});
        await this.refresh();
        await this.read({});
    }

    /**
     * Reads the file's beginning, in the way that is chosen or that the server finds.
     *
     * @param {object} options encoding, separator, table, header line as chosen
     * @param {number|false} [templateId] the template to use, false: none, left out: the one that fits
     */
    async read(options, templateId) {
        const template = templateId === undefined ? [] : [templateId];
        const look = await this.ask("import_look", options || {}, ...template);
        this.look = look;
        if (look.error) {
            this.step = "file";
            return;
        }
        const {kind, encoding, separator, table, header_line} = look;
        this.options = {kind, encoding, separator, table, header_line};
        this.mapping = recall(mappingOf(look.columns), this.state.columns || []);
        this.cleaning = look.cleaning || {};
        this.earlier = false;
        this.step = "columns";
    }

    /** @param {object} values what is changed of encoding, separator, table or header line */
    async reread(values) {
        await this.read({...this.options, ...values});
    }

    /** @param {number|false} id the template that maps the columns, false: they are guessed anew */
    async useTemplate(id) {
        this.state = {...this.state, columns: []};
        this.mapping = {};
        await this.keep({columns: []});
        await this.read(this.options, id);
    }

    /** Another file with what was chosen for this one: the server takes it over from the list before. */
    again() {
        this.earlier = this.listId;
        Object.assign(this, {listId: false, state: {}, look: false, count: false, step: "file"});
    }

    /** A run that has taken nothing is begun anew. */
    async retry() {
        this.state = {...this.state, state: "draft"};
        await this.read(this.state.options);
    }

    // columns

    assign(index, field) {
        this.change(assign(this.mapping, index, field));
    }

    swap(from, to) {
        this.change(swap(this.mapping, from, to));
    }

    confirm(index) {
        this.change(confirm(this.mapping, index));
    }

    change(mapping) {
        this.mapping = mapping;
        this.keep();
    }

    get fields() {
        return this.look ? this.look.fields : [];
    }

    get unplaced() {
        return unplaced(this.mapping, this.fields);
    }

    get missing() {
        return missing(this.mapping, this.fields);
    }

    get columns() {
        return this.look ? columnsOf(this.look.columns, this.mapping) : [];
    }

    get hasColumns() {
        return Object.keys(this.mapping).length > 0;
    }

    /** @returns {{id: number, name: string}} */
    async saveTemplate(name) {
        const template = await this.ask("import_template_save", name, this.columns, this.options);
        this.look = {...this.look, template: template?.id ? template : {id: template, name}};
        this.mapping = Object.keys(this.mapping).reduce(confirm, this.mapping);
    }

    /** The draft is kept with the list, for whoever opens it again. */
    keep(values = {columns: this.columns}) {
        const draft = {cleaning: this.cleaning, step: this.step, ...values};
        const args = [[this.listId], draft];
        this.kept = this.kept.catch(() => {}).then(() => this.orm.silent.call(MODEL, "import_keep", args));
        return this.kept;
    }

    // cleaning

    async toCleaning() {
        if (this.missing.length || this.busy) {
            return;
        }
        this.step = "cleaning";
        this.keep();
        await this.recount();
    }

    async clean(values) {
        this.cleaning = {...this.cleaning, ...values};
        this.keep();
        await this.recount();
    }

    async recount() {
        Object.assign(this, {counting: true, countTold: {}});
        const asked = this.call("import_count", this.columns, this.cleaning);
        this.count = await this.lastCount.add(asked);
        this.counting = false;
    }

    toColumns() {
        this.step = "columns";
        this.keep();
    }

    // run

    get canRun() {
        return Boolean(this.count && this.count.taken && !this.counting && !this.busy);
    }

    async run() {
        if (this.canRun) {
            this.tell(await this.ask("import_run", this.columns, this.cleaning));
        }
    }

    /** A run that is under way stops as soon as it listens; the bus says so. */
    async cancel() {
        this.tell({...(await this.ask("import_cancel")), cancelling: true});
    }

    async undo() {
        this.tell(await this.ask("import_undo"));
    }
}
