import {_t} from "@web/core/l10n/translation";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {Component, useState} from "@odoo/owl";
import {RunningTime} from "../phone/running_time";
import {RESULTS} from "../phone/states";
import {NextDate} from "./next_date";

const MOST_KEYS = 9;
const NOTHING = {disposition_id: false, note: "", next_at: false};

/** Enter belongs to the button that has the focus, where one has it. */
function nothingFocused() {
    const focused = document.activeElement;
    return !focused || focused === document.body || !focused.matches("button, a, input, textarea, select");
}

/** What the agent may do with the contact on the screen: dial, skip, let go, or say what came of it. */
export class PreviewColumn extends Component {
    static template = "callcenter_telephony.PreviewColumn";
    static components = {NextDate, RunningTime};
    static props = {current: Object};

    setup() {
        this.agent = useService("callcenter.agent");
        this.preview = useService("callcenter.preview");
        this.form = useState({...NOTHING});
        for (let key = 1; key <= MOST_KEYS; key++) {
            useHotkey(String(key), () => this.choose(key - 1), {isAvailable: () => key <= this.choices.length});
        }
        useHotkey("d", () => this.dialFirst(), {isAvailable: () => !this.preview.dialling});
        useHotkey("enter", () => this.dialFirst(), {isAvailable: () => !this.preview.dialling && nothingFocused()});
        useHotkey("s", () => this.toggleSkip(), {isAvailable: () => this.isNew});
        useHotkey("escape", () => (this.preview.skipping = false), {isAvailable: () => this.preview.skipping});
        useHotkey("control+enter", () => this.save(), {
            bypassEditableProtection: true,
            isAvailable: () => this.canSave,
        });
    }

    get current() {
        return this.props.current;
    }

    get isNew() {
        return this.current.state === "taken";
    }

    /** Dialled, and nobody is on the line: what came of it is to be said. */
    get wasTried() {
        return !this.isNew && !this.preview.dialling;
    }

    get resultText() {
        return this.preview.last?.open ? RESULTS[this.preview.last.result] : "";
    }

    get outcomes() {
        const ids = this.current.card.outcome_ids;
        const all = this.agent.dispositions;
        return ids?.length ? all.filter(({id}) => ids.includes(id)) : all;
    }

    /** What the number keys choose: why it is skipped, the outcome, or the number to dial. */
    get choices() {
        if (this.preview.skipping) {
            return this.preview.reasons;
        }
        return this.wasTried ? this.outcomes : this.current.numbers;
    }

    get outcome() {
        return this.outcomes.find(({id}) => id === this.form.disposition_id);
    }

    get missing() {
        if (!this.outcome) {
            return _t("Choose an outcome first.");
        }
        return this.outcome.next_required && !this.form.next_at ? _t("This outcome needs a next date.") : "";
    }

    get canSave() {
        return this.wasTried && !this.missing && !this.preview.busy;
    }

    choose(index) {
        if (this.preview.skipping) {
            this.preview.skip(this.preview.reasons[index]);
        } else if (this.wasTried) {
            const {id} = this.outcomes[index];
            this.form.disposition_id = this.form.disposition_id === id ? false : id;
        } else {
            this.preview.dial(index);
        }
    }

    dialFirst() {
        const index = this.current.numbers.findIndex(({blocked}) => !blocked);
        if (index >= 0) {
            this.preview.dial(index);
        }
    }

    toggleSkip() {
        this.preview.skipping = !this.preview.skipping;
    }

    async save() {
        await this.preview.save({...this.form});
    }
}
