import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {Reactive} from "@web/core/utils/reactive";

const OF_ITSELF = ["integer", "float", "monetary", "boolean"]; // a zero and a no are values

function isEmpty(value) {
    return Array.isArray(value) ? !value.length : !value;
}

/**
 * The wrap-up of a call: what its form still needs, and what Ready does in it. `held` is what kept Ready back where no
 * form is open here: {key, text}, or false.
 */
export class WrapUp extends Reactive {
    held = false;

    constructor(agent, drafts) {
        super();
        Object.assign(this, {agent, drafts, form: null});
        agent.events.addEventListener("STATE", ({detail}) => detail.state === "wrap_up" || (this.held = false));
    }

    /** The call that is being wrapped up. */
    get card() {
        const {state, calls} = this.agent;
        return (state.state === "wrap_up" && calls.findLast(({phase}) => phase === "wrap_up")) || null;
    }

    /** Outcomes of a call: those that the campaign of its contact allows. */
    outcomes({contact}) {
        const ids = contact?.outcome_ids;
        const all = this.agent.dispositions;
        return ids?.length ? all.filter(({id}) => ids.includes(id)) : all;
    }

    /** @returns {{name: string, text: string}|false} the first thing that has to be filled in, and is not */
    missing(card) {
        const draft = this.drafts.of(card.key);
        const outcome = this.outcomes(card).find(({id}) => id === draft.disposition_id);
        if (!outcome && (card.contact || card.outcome_required)) {
            return {name: "outcome", text: _t("Choose an outcome first.")};
        }
        if (card.contact && outcome.next_required && !draft.next_at) {
            return {name: "next_at", text: _t("This outcome needs a next date.")};
        }
        const isMissing = ({name, kind, required, campaigns}) =>
            required && !campaigns?.length && !OF_ITSELF.includes(kind) && isEmpty(draft.custom?.[name]);
        const field = this.agent.wrapInputs.find(isMissing);
        return field ? {name: field.name, text: _t("“%(label)s” must be filled in.", {label: field.label})} : false;
    }

    /**
     * Ready: in a wrap-up saves what was typed and ends it. Where something is missing the form says what; with no
     * form here it stays a wish. What was typed in another browser only the server knows.
     */
    async ready() {
        const {card} = this;
        const typed = card && this.drafts.isTyped(card.key);
        if (typed && !this.missing(card)) {
            return this.drafts.save(card.key, "ready");
        }
        if (typed && this.complain(card)) {
            return false;
        }
        await (typed && this.drafts.flush(card.key));
        const done = await this.agent.ready();
        if (done.saved) {
            this.agent.onSaved(done.saved);
        } else if (done.missing && !(card && this.complain(card))) {
            this.held = {key: card?.key, text: done.missing};
        }
        return done;
    }

    /** Why Ready has not come true yet; empty where that is said in the form, or nothing is in its way any more. */
    get heldText() {
        const {card, held} = this;
        if (!held || held.key !== card?.key) {
            return "";
        }
        return card && this.drafts.isTyped(card.key) ? this.missing(card).text || "" : held.text;
    }

    /** @returns {boolean} whether the form of this call is open here and says what it needs */
    complain({key}) {
        return Boolean(this.form?.props.card.key === key && this.form.complain());
    }
}

export const wrapUpService = {
    dependencies: ["callcenter.agent", "callcenter.drafts"],
    start(env, {"callcenter.agent": agent, "callcenter.drafts": drafts}) {
        return new WrapUp(agent, drafts);
    },
};

registry.category("services").add("callcenter.wrap_up", wrapUpService);
