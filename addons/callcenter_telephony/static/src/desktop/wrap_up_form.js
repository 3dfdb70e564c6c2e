import {_t} from "@web/core/l10n/translation";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {CustomInputs} from "@callcenter_crm/fields/custom_inputs";
import {Component, markRaw, onMounted, onWillUnmount, useRef, useState} from "@odoo/owl";
import {RunningTime} from "../phone/running_time";
import {NextDate} from "../preview/next_date";

const MOST_KEYS = 9;
const SAVABLE = ["wrap_up", "ended"];

/** Outcome and note of a call; kept as a draft while one types, booked with Save. */
export class WrapUpForm extends Component {
    static template = "callcenter_telephony.WrapUpForm";
    static components = {CustomInputs, NextDate, RunningTime};
    static props = {card: Object};

    setup() {
        this.agent = useService("callcenter.agent");
        this.drafts = useService("callcenter.drafts");
        this.preview = useService("callcenter.preview");
        this.wrapUp = useService("callcenter.wrap_up");
        this.root = useRef("root");
        this.form = useState({saving: false, tried: false});
        onMounted(() => (this.wrapUp.form = markRaw(this)));
        onWillUnmount(() => this.wrapUp.form === this && (this.wrapUp.form = null));
        for (let key = 1; key <= MOST_KEYS; key++) {
            useHotkey(String(key), () => this.choose(this.outcomes[key - 1]), {
                isAvailable: () => key <= this.outcomes.length,
            });
        }
        useHotkey("e", () => this.root.el.querySelector("textarea").focus());
        useHotkey("control+enter", () => this.saveByKey(), {
            bypassEditableProtection: true,
            isAvailable: () => this.isOpen,
        });
    }

    get draft() {
        return this.drafts.of(this.props.card.key);
    }

    get outcomes() {
        return this.wrapUp.outcomes(this.props.card);
    }

    /** For a campaign's contact: after this one comes the next. */
    get goesOn() {
        return Boolean(this.props.card.contact && this.preview.campaigns.length);
    }

    get missing() {
        return this.wrapUp.missing(this.props.card);
    }

    /** Said beside the field, once the call is over. */
    needs(name) {
        return this.isOpen && this.missing && this.missing.name === name;
    }

    get needsCustom() {
        return this.agent.wrapInputs.some(({name}) => this.needs(name));
    }

    /** The call is over, and the form is not on its way. */
    get isOpen() {
        return SAVABLE.includes(this.props.card.phase) && !this.form.saving;
    }

    get canSave() {
        return this.isOpen && !this.missing;
    }

    get notYet() {
        return this.missing ? this.missing.text : _t("After the call");
    }

    get inWrapUp() {
        return this.agent.state.state === "wrap_up";
    }

    get savedAt() {
        return luxon.DateTime.fromMillis(this.draft.savedAt).toFormat("HH:mm:ss");
    }

    choose(disposition) {
        const again = this.draft.disposition_id === disposition.id;
        this.drafts.change(this.props.card.key, {disposition_id: again ? false : disposition.id});
    }

    onNote(event) {
        this.drafts.change(this.props.card.key, {note: event.target.value});
    }

    /** Out of the note, so that number keys choose the outcome again. */
    onNoteKey(event) {
        if (event.key === "Escape") {
            event.target.blur();
        }
    }

    onCustom(name, value) {
        this.drafts.change(this.props.card.key, {custom: {...this.draft.custom, [name]: value}});
    }

    onNextAt(next_at) {
        this.drafts.change(this.props.card.key, {next_at});
    }

    /** Says what is missing, and puts the cursor there. @returns {boolean} whether anything is */
    complain() {
        const {missing} = this;
        this.form.tried = Boolean(missing);
        if (missing) {
            this.root.el
                .querySelector(`[data-field="${missing.name}"] :is(button, input, select, textarea)`)
                ?.focus({focusVisible: true});
        }
        return this.form.tried;
    }

    saveByKey() {
        if (this.missing) {
            return this.complain();
        }
        return this.goesOn ? this.saveAndNext() : this.save(this.inWrapUp ? "ready" : false);
    }

    async saveAndNext() {
        this.form.saving = true;
        await this.drafts.saveAndNext(this.props.card.key, this.preview);
        this.form.saving = false;
    }

    /** @param {"ready"|"not_ready"|false} next */
    async save(next) {
        this.form.saving = true;
        await this.drafts.save(this.props.card.key, next);
        this.form.saving = false;
    }
}
