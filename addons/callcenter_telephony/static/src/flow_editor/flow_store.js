import {serializeDateTime} from "@web/core/l10n/dates";
import {KeepLast} from "@web/core/utils/concurrency";
import {Reactive} from "@web/core/utils/reactive";
import {debounce} from "@web/core/utils/timing";
import {markRaw, toRaw} from "@odoo/owl";
import * as graphs from "./graph";
import {isPlaced, placeAfter, roomBelow, tidy} from "./layout";

const {DateTime} = luxon;
const MODEL = "callcenter.ivr.flow";
const CHECK_MS = 400;
const MOST_UNDO = 200;
const compared = new WeakMap(); // graph -> {live, changes}
const byStep = new WeakMap(); // faults -> {code: those of the step}
const NONE = Object.freeze([]);
const clipboard = {steps: []}; // of the browser's tab: steps may be taken to another flow

/** Days back, today among them; the day is the user's. */
export const PERIODS = [1, 7, 30];

function placed(graph) {
    return markRaw(isPlaced(graph) ? graph : graphs.setPlaces(graph, tidy(graph)));
}

/**
 * A flow being drawn: its graph, what is selected, what can be undone, what the server says of it. Graphs are never
 * changed, only replaced, so that going back is to take the one before. `readonly` is for those who may only look, and
 * while an old version is looked at.
 */
export class FlowStore extends Reactive {
    flow = {id: false, name: "", code: "", node_id: false, dids: []};
    kinds = [];
    languages = [];
    templates = [];
    versions = [];
    published = false;
    live = false;
    editable = false;
    revision = false;
    graph = markRaw(graphs.EMPTY);
    saved = this.graph;
    past = markRaw([]);
    future = markRaw([]);
    tag = false;
    selection = [];
    faults = [];
    viewed = false; // {version, graph}
    conflict = false; // {by, at}
    counts = false; // {days, steps: {code: {passed, left}}, ways: {"from to": passed}}
    checkOpen = false;
    saving = false;

    constructor(orm, flowId) {
        super();
        this.orm = orm;
        this.flow.id = flowId;
        this.ids = {};
        this.lastCheck = new KeepLast();
        this.checkSoon = debounce(() => this.check(), CHECK_MS);
    }

    // what is shown

    get shown() {
        return this.viewed ? this.viewed.graph : this.graph;
    }

    get readonly() {
        return !this.editable || Boolean(this.viewed);
    }

    get dirty() {
        return this.graph !== this.saved;
    }

    get selected() {
        return this.selection.length === 1 ? graphs.stepOf(this.shown, this.selection[0]) : undefined;
    }

    /** What the draft changes of what callers hear. */
    get changes() {
        const {graph, live} = this;
        if (compared.get(graph)?.live !== live) {
            compared.set(graph, {live, changes: graphs.changes(graph, live)});
        }
        return compared.get(graph).changes;
    }

    kindOf(step) {
        return this.kinds.find((kind) => kind.kind === step.kind);
    }

    /** The same list while nothing changed, so that a step is not drawn again. */
    faultsOf(code) {
        const faults = toRaw(this.faults);
        if (!byStep.has(faults)) {
            byStep.set(
                faults,
                Object.groupBy(faults, (fault) => fault.step)
            );
        }
        return (!this.viewed && byStep.get(faults)[code]) || NONE;
    }

    /** Prompts change for callers at once, published or not. */
    isHeard(promptId) {
        const steps = this.live ? this.live.steps : [];
        return steps.some((step) =>
            Object.entries(step.values).some(([name, value]) => name.endsWith("prompt_id") && value?.id === promptId)
        );
    }

    // the server

    call(method, ...args) {
        return this.orm.call(MODEL, method, [[this.flow.id], ...args]);
    }

    async load() {
        const told = await this.call("editor_load");
        this.take(told);
        this.graph = placed({start: told.start, steps: told.steps});
        Object.assign(this, {saved: this.graph, faults: told.faults, conflict: false, viewed: false});
        this.past = markRaw([]);
        this.future = markRaw([]);
        this.select(...this.selection.filter((code) => graphs.stepOf(this.graph, code)));
    }

    /** All but the drawing itself. */
    take(told) {
        this.ids = Object.fromEntries(told.steps.map((step) => [step.code, step.id]));
        for (const name of ["kinds", "versions", "published", "live", "templates", "languages"]) {
            this[name] = typeof told[name] === "object" ? markRaw(told[name]) : told[name];
        }
        Object.assign(this, {flow: told.flow, editable: told.editable, revision: told.revision});
    }

    async refresh() {
        this.take(await this.call("editor_load"));
    }

    async check() {
        const {graph} = this;
        this.checkSoon.cancel();
        this.faults = await this.lastCheck.add(this.call("editor_check", graph.steps, graph.start));
    }

    /** @returns {Promise<boolean>} whether the server has the draft; `over`: also over what somebody saved meanwhile */
    async save({over = false} = {}) {
        const {graph} = this;
        const steps = graph.steps.map((step) => ({...step, id: this.ids[step.code] || false}));
        this.saving = true;
        let told = {};
        try {
            told = await this.call("editor_save", steps, graph.start, over ? false : this.revision);
        } finally {
            this.saving = false;
        }
        this.conflict = told.conflict || false;
        if (told.conflict) {
            return false;
        }
        Object.assign(this, {saved: graph, ids: told.ids, revision: told.revision});
        if (this.graph === graph) {
            this.faults = told.faults;
        }
        return true;
    }

    async saveIfDirty() {
        return this.dirty ? this.save() : true;
    }

    /** @returns {Promise<number|false>} the number of the version that is live now; false: see faults or conflict */
    async publish(note) {
        if (!(await this.saveIfDirty())) {
            return false;
        }
        const told = await this.call("publish", note);
        if (told.faults.length) {
            Object.assign(this, {faults: told.faults, checkOpen: true});
            return false;
        }
        await this.refresh();
        return told.published;
    }

    async rollBack(versionId) {
        if (!(await this.saveIfDirty())) {
            return false;
        }
        const told = await this.call("roll_back", versionId);
        if (told.faults.length) {
            return told;
        }
        await this.load();
        return told;
    }

    async look(version) {
        const graph = placed(await this.call("editor_version", version.id));
        this.select();
        this.viewed = {version, graph};
    }

    lookAway() {
        this.select();
        this.viewed = false;
    }

    async useTemplate(templateId) {
        const graph = placed(await this.call("editor_template", templateId));
        this.edit(() => graph);
        this.select(graph.start);
    }

    async saveAsTemplate(name) {
        const kept = await this.call("save_as_template", name, this.graph.steps, this.graph.start);
        this.templates = markRaw([...this.templates, kept]);
    }

    async showCounts(days) {
        if (!days) {
            this.counts = false;
            return;
        }
        const since = serializeDateTime(
            DateTime.local()
                .startOf("day")
                .minus({days: days - 1})
        );
        const [steps, list] = await Promise.all([this.call("step_counts", since), this.call("edge_counts", since)]);
        const ways = Object.fromEntries(list.map(({step, target, passed}) => [`${step} ${target}`, passed]));
        this.counts = markRaw({days, steps, ways});
    }

    // editing

    /**
     * @param {function(object): object} change takes a graph, returns the next
     * @param {string} [tag] edits with the same tag in a row are undone together
     */
    edit(change, tag = false) {
        const next = markRaw(change(this.graph));
        if (this.readonly || next === this.graph) {
            return;
        }
        if (!tag || tag !== this.tag) {
            this.past = markRaw([...this.past, this.graph].slice(-MOST_UNDO));
        }
        this.tag = tag;
        this.future = markRaw([]);
        this.replace(next);
    }

    replace(graph) {
        this.graph = graph;
        const left = this.selection.filter((code) => graphs.stepOf(graph, code));
        if (left.length < this.selection.length) {
            this.select(...left);
        }
        this.checkSoon();
    }

    undo() {
        if (this.past.length && !this.readonly) {
            this.future = markRaw([this.graph, ...this.future]);
            const before = this.past.at(-1);
            this.past = markRaw(this.past.slice(0, -1));
            this.tag = false;
            this.replace(before);
        }
    }

    redo() {
        if (this.future.length && !this.readonly) {
            this.past = markRaw([...this.past, this.graph]);
            const [next, ...rest] = this.future;
            this.future = markRaw(rest);
            this.tag = false;
            this.replace(next);
        }
    }

    select(...codes) {
        this.selection = codes;
    }

    toggle(code) {
        const without = this.selection.filter((other) => other !== code);
        this.selection = without.length < this.selection.length ? without : [...without, code];
    }

    /**
     * Adds a step of a kind and selects it.
     *
     * @param {string} kindName
     * @param {{at?: {x: number, y: number}, from?: string, key?: string}} where a place, an exit that leads to it, or both
     */
    add(kindName, {at, from, key}) {
        const kind = this.kinds.find((one) => one.kind === kindName);
        const before = from && graphs.stepOf(this.graph, from);
        const step = graphs.blankStep(this.graph, kind, at || placeAfter(this.graph, before, key));
        this.edit((graph) => {
            const grown = graphs.addSteps(graph, [step]);
            return before ? graphs.connect(grown, from, key, step.code) : grown;
        });
        this.select(step.code);
        return step;
    }

    remove() {
        const gone = [...this.selection];
        if (gone.length) {
            this.edit((graph) => graphs.removeSteps(graph, gone));
        }
    }

    copy() {
        clipboard.steps = this.shown.steps.filter((step) => this.selection.includes(step.code));
    }

    paste() {
        this.putIn(clipboard.steps);
    }

    /** As copy and paste, but what was copied stays to be pasted. */
    duplicate() {
        this.putIn(this.shown.steps.filter((step) => this.selection.includes(step.code)));
    }

    putIn(steps) {
        if (steps.length && !this.readonly) {
            const pasted = graphs.paste(this.graph, steps, roomBelow(this.graph, steps));
            this.edit(() => pasted.graph);
            this.select(...pasted.codes);
        }
    }

    move(places, tag = false) {
        this.edit((graph) => graphs.setPlaces(graph, places), tag);
    }

    tidy() {
        this.move(tidy(this.graph));
    }
}
