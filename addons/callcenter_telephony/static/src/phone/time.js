import {_t} from "@web/core/l10n/translation";

/**
 * A running time as people read it.
 *
 * @param {number} seconds not negative; fractions are cut
 * @returns {string} `mm:ss`, from one hour on `h:mm:ss`
 */
export function clockText(seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    const two = (value) => String(value).padStart(2, "0");
    const hours = Math.floor(whole / 3600);
    const tail = `${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
    return hours ? `${hours}:${tail}` : tail;
}

/**
 * A total of time: `0:51`, from one hour on `1 h 52`.
 *
 * @param {number} seconds
 * @returns {string}
 */
export function amountText(seconds) {
    const minutes = Math.floor(seconds / 60);
    const two = (value) => String(Math.floor(value)).padStart(2, "0");
    return minutes < 60
        ? `${minutes}:${two(seconds % 60)}`
        : _t("%(hours)s h %(minutes)s", {hours: Math.floor(minutes / 60), minutes: two(minutes % 60)});
}

/**
 * A moment of today as `14:31`, of another day with its date, in the user's time zone and form.
 *
 * @param {number} ms epoch
 * @param {luxon.DateTime} [now]
 * @returns {string}
 */
export function momentText(ms, now = luxon.DateTime.now()) {
    const moment = luxon.DateTime.fromMillis(ms);
    return moment.hasSame(now, "day")
        ? moment.toFormat("HH:mm")
        : moment.toLocaleString({month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false});
}
