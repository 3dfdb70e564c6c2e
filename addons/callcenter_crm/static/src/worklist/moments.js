import {_t} from "@web/core/l10n/translation";
import {deserializeDateTime} from "@web/core/l10n/dates";

const {DateTime} = luxon;

/** @returns {string} the time of a moment of today, else its day and time */
export function momentText(text) {
    const moment = deserializeDateTime(text);
    return moment.hasSame(DateTime.now(), "day") ? moment.toFormat("HH:mm") : moment.toFormat("MM-dd HH:mm");
}

export function isOver(text) {
    return deserializeDateTime(text) < DateTime.now();
}

/** @returns {{key: string, label: string, at: luxon.DateTime}[]} usual next dates, without those that are over */
export function quickChoices(now = DateTime.now()) {
    const at = (day, hour) => day.set({hour, minute: 0, second: 0, millisecond: 0});
    const choices = [
        {key: "hour", label: _t("In 1 h"), at: now.plus({hours: 1}).startOf("minute")},
        {key: "evening", label: _t("Today 18:00"), at: at(now, 18)},
        {key: "morning", label: _t("Tomorrow 9:00"), at: at(now.plus({days: 1}), 9)},
        {key: "days", label: _t("In 3 days"), at: now.plus({days: 3}).startOf("minute")},
    ];
    return choices.filter((choice) => choice.at > now);
}
