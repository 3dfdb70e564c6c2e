import {_t} from "@web/core/l10n/translation";
import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {Component, useState} from "@odoo/owl";
import {CustomInputs} from "../fields/custom_inputs";
import {quickChoices} from "./moments";

const MOST_KEYS = 9;

/** What came of the contact: outcome by number key, intent, note and next date. */
export class FollowupForm extends Component {
    static template = "callcenter_crm.FollowupForm";
    static components = {CustomInputs, DateTimeInput};
    static props = {model: Object};

    setup() {
        this.model = useState(this.props.model);
        for (let key = 1; key <= MOST_KEYS; key++) {
            useHotkey(String(key), () => this.choose(this.model.allowed[key - 1]), {
                isAvailable: () => key <= this.model.allowed.length,
            });
        }
        this.action = useService("action");
        useHotkey("control+enter", () => this.save(true), {
            bypassEditableProtection: true,
            isAvailable: () => this.model.canSave,
        });
    }

    get draft() {
        return this.model.draft;
    }

    get choices() {
        return quickChoices();
    }

    get nextAt() {
        return this.draft.next_at ? deserializeDateTime(this.draft.next_at) : false;
    }

    get datePlaceholder() {
        return _t("Another day and time");
    }

    get topicPlaceholder() {
        return this.model.outcome?.next_task || _t("What is it about?");
    }

    get missing() {
        if (!this.model.outcome) {
            return _t("Choose an outcome first.");
        }
        if (this.model.missingDate) {
            return _t("This outcome needs a next date.");
        }
        return this.model.missingInput ? _t("Fill in “%s”.", this.model.missingInput.label) : "";
    }

    /** Saves; what the outcome's rule has made is opened at once. */
    async save(takeNext) {
        const made = await this.model.save(takeNext);
        if (made) {
            await this.action.doAction({
                type: "ir.actions.act_window",
                res_model: made.model,
                res_id: made.id,
                views: [[false, "form"]],
            });
        }
    }

    choose({id}) {
        this.model.change({disposition_id: this.draft.disposition_id === id ? false : id});
    }

    rate({id}) {
        this.model.change({intent_id: this.draft.intent_id === id ? false : id});
    }

    isChosen(choice) {
        return Boolean(this.nextAt && Math.abs(this.nextAt.diff(choice.at, "minutes").minutes) < 1);
    }

    onText(name, event) {
        this.model.change({[name]: event.target.value});
    }
}
