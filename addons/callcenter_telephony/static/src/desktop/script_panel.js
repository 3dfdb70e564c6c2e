import {browser} from "@web/core/browser/browser";
import {useService} from "@web/core/utils/hooks";
import {Component, markup, onMounted, onWillUpdateProps, useState} from "@odoo/owl";

const TYPED = "callcenter.script.";

/** The script of this call, step by step. Each answer is on the server at once; what is being typed stays in the tab. */
export class ScriptPanel extends Component {
    static template = "callcenter_telephony.ScriptPanel";
    static props = {card: Object};

    setup() {
        this.agent = useService("callcenter.agent");
        this.view = useState({run: false, typed: "", busy: false, folded: false});
        onMounted(() => this.follow(this.props.card)); // the form stands at once, the script follows
        onWillUpdateProps(({card}) => this.follow(card));
    }

    /** Asks once for each call, as soon as the server has named it. */
    async follow({key, provisional}) {
        if (provisional || key === this.asked) {
            return;
        }
        this.asked = key;
        if (!(await this.load(key))) {
            this.asked = false; // not in the ledger yet: again with the next change of the card
        }
    }

    get run() {
        return this.view.run;
    }

    /** Sanitized by the server when it was written; what it is filled with is escaped there. */
    get text() {
        return markup(this.run.step.text || "");
    }

    get inputType() {
        return {number: "number", date: "date"}[this.run.step.kind] || "text";
    }

    get canGoOn() {
        const {kind, required} = this.run.step;
        return !required || kind === "none" || (kind !== "choice" && this.view.typed !== "");
    }

    async load(key, scriptId = false) {
        const run = await this.agent.askQuietly("script", key, scriptId);
        this.show(run);
        return run;
    }

    /** @param {object|false} run as the server has it; without one the screen stays as it is */
    show(run) {
        if (!run?.id) {
            return;
        }
        this.view.run = run;
        const kept = run.step && browser.sessionStorage.getItem(this.place);
        const before = run.step && run.step.kind !== "choice" && run.step.value;
        this.view.typed = kept || before || "";
    }

    get place() {
        return `${TYPED}${this.props.card.key}.${this.run.step.id}`;
    }

    onType(event) {
        this.view.typed = event.target.value;
        browser.sessionStorage.setItem(this.place, this.view.typed);
    }

    async answer(value) {
        const {id, step} = this.run;
        const {place} = this;
        if (await this.go("script_answer", id, step.id, value)) {
            browser.sessionStorage.removeItem(place);
        }
    }

    goOn() {
        return this.canGoOn && this.answer(this.run.step.kind === "choice" ? false : this.view.typed || false);
    }

    back(restart = false) {
        return this.go("script_back", this.run.id, restart);
    }

    choose(event) {
        return this.load(this.props.card.key, Number(event.target.value));
    }

    async go(method, ...args) {
        if (this.view.busy) {
            return false;
        }
        this.view.busy = true;
        const run = await this.agent.ask(method, this.props.card.key, ...args);
        this.view.busy = false;
        this.show(run);
        return Boolean(run);
    }
}
