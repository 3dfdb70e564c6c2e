import {_t} from "@web/core/l10n/translation";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {CustomInputs} from "@callcenter_crm/fields/custom_inputs";
import {Component, useState} from "@odoo/owl";
import {RunningTime} from "../phone/running_time";

const MOST_KEYS = 9;
const SAVABLE = ["wrap_up", "ended"];

/** Outcome and note of a call; kept as a draft while one types, booked with Save. */
export class WrapUpForm extends Component {
    static template = "callcenter_telephony.WrapUpForm";
    static components = {CustomInputs, RunningTime};
    static props = {card: Object};

    setup() {
        this.agent = useService("callcenter.agent");
        this.drafts = useService("callcenter.drafts");
        this.form = useState({saving: false});
        for (let key = 1; key <= MOST_KEYS; key++) {
            useHotkey(String(key), () => this.choose(this.agent.dispositions[key - 1]), {
                isAvailable: () => key <= this.agent.dispositions.length,
            });
        }
        useHotkey("control+enter", () => this.save(this.inWrapUp ? "ready" : false), {
            bypassEditableProtection: true,
            isAvailable: () => this.canSave,
        });
    }

    get draft() {
        return this.drafts.of(this.props.card.key);
    }

    get canSave() {
        return SAVABLE.includes(this.props.card.phase) && !this.form.saving;
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

    /** @param {"ready"|"not_ready"|false} next */
    async save(next) {
        this.form.saving = true;
        await this.drafts.save(this.props.card.key, next);
        this.form.saving = false;
    }
}
