import {_t} from "@web/core/l10n/translation";

/**
 * Where a run stands by now, counted on from what the server said last. Its end is only ever told by the server.
 *
 * @param {{rows: number, total: number, rate: number, progress: number, left_s: number|null}} state rows read so far,
 *     rate in rows per second, progress from 0 to 1, left_s in seconds
 * @param {number} elapsed seconds since the server said so
 * @returns {{rows: number, part: number, left: number|false}} part from 0 to 1, left in seconds
 */
export function running({rows = 0, total = 0, rate = 0, progress = 0, left_s: left = null}, elapsed) {
    const read = Math.max(rows, Math.min(Math.round(rows + rate * elapsed), total));
    if (!left) {
        return {rows: read, part: progress, left: false};
    }
    const part = Math.min(progress + ((1 - progress) * elapsed) / left, 0.99);
    return {rows: read, part: Math.max(progress, part), left: Math.max(1, Math.ceil(left - elapsed))};
}

/** @returns {string} "42 s", "1 min 42 s", "1 h 3 min" */
export function spanText(seconds) {
    const whole = Math.max(0, Math.round(seconds));
    if (whole < 60) {
        return _t("%s s", whole);
    }
    if (whole < 3600) {
        return _t("%(minutes)s min %(seconds)s s", {minutes: Math.floor(whole / 60), seconds: whole % 60});
    }
    return _t("%(hours)s h %(minutes)s min", {
        hours: Math.floor(whole / 3600),
        minutes: Math.floor((whole % 3600) / 60),
    });
}

/** @returns {string} a part of a whole, "2.3%" */
export function percentText(part, whole) {
    return `${(whole ? (100 * part) / whole : 0).toFixed(1)}%`;
}
