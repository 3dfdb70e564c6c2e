import {_t} from "@web/core/l10n/translation";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {CustomInputs} from "@callcenter_crm/fields/custom_inputs";
import {Component, useState} from "@odoo/owl";
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
        this.form = useState({saving: false});
        for (let key = 1; key <= MOST_KEYS; key++) {
            useHotkey(String(key), () => this.choose(this.outcomes[key - 1]), {
                isAvailable: () => key <= this.outcomes.length,
            });
        }
        useHotkey(
            "control+enter",
            () => (this.goesOn ? this.saveAndNext() : this.save(this.inWrapUp ? "ready" : false)),
            {
                bypassEditableProtection: true,
                isAvailable: () => this.canSave,
            }
        );
    }

    get draft() {
        return this.drafts.of(this.props.card.key);
    }

    /** Those that the campaign of the call's contact allows. */
    get outcomes() {
        const ids = this.props.card.contact?.outcome_ids;
        const all = this.agent.dispositions;
        return ids?.length ? all.filter(({id}) => ids.includes(id)) : all;
    }

    /** For a campaign's contact: after this one comes the next. */
    get goesOn() {
        return Boolean(this.props.card.contact && this.preview.campaigns.length);
    }

    /** What a contact's outcome still needs; other calls may be saved as they stand. */
    get missing() {
        if (!this.props.card.contact) {
            return "";
        }
        const outcome = this.outcomes.find(({id}) => id === this.draft.disposition_id);
        if (!outcome) {
            return _t("Choose an outcome first.");
        }
        return outcome.next_required && !this.draft.next_at ? _t("This outcome needs a next date.") : "";
    }

    get canSave() {
        return SAVABLE.includes(this.props.card.phase) && !this.form.saving && !this.missing;
    }

    get notYet() {
        return _t("After the call");
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

    onCustom(name, value) {
        this.drafts.change(this.props.card.key, {custom: {...this.draft.custom, [name]: value}});
    }

    onNextAt(next_at) {
        this.drafts.change(this.props.card.key, {next_at});
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
