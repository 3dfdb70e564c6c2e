import {_t} from "@web/core/l10n/translation";
import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {deserializeDateTime, serializeDateTime} from "@web/core/l10n/dates";
import {Component} from "@odoo/owl";
import {quickChoices} from "@callcenter_crm/worklist/moments";

/** When to call again: the usual moments, or any other. */
export class NextDate extends Component {
    static template = "callcenter_telephony.NextDate";
    static components = {DateTimeInput};
    static props = {value: {type: [String, Boolean]}, onChange: Function};

    get choices() {
        return quickChoices();
    }

    get at() {
        return this.props.value ? deserializeDateTime(this.props.value) : false;
    }

    get placeholder() {
        return _t("Another day and time");
    }

    isChosen(choice) {
        return Boolean(this.at && Math.abs(this.at.diff(choice.at, "minutes").minutes) < 1);
    }

    choose(moment) {
        this.props.onChange(moment ? serializeDateTime(moment) : false);
    }
}
