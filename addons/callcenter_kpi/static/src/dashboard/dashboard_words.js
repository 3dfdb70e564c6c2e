import {formatDuration, formatRatio} from "@callcenter_crm/figures/formatters";
import {formatFloat, formatInteger, formatMonetary} from "@web/views/fields/formatters";

const NOTHING = "–";

function isNothing(value) {
    return value === null || value === undefined || value === false;
}

/**
 * A figure as people read it.
 *
 * @param {String} unit count, share (0 to 1), duration (seconds), score (0 to 100) or money
 * @param {Number|null} value nothing is a dash
 * @param {Number} currencyId of money
 * @returns {String}
 */
export function valueText(unit, value, currencyId) {
    if (isNothing(value)) {
        return NOTHING;
    }
    switch (unit) {
        case "share":
            return formatRatio(value);
        case "duration":
            return formatDuration(value);
        case "score":
            return formatFloat(value, {digits: [0, 1]});
        case "money":
            return formatMonetary(value, {currencyId, digits: [0, 0]});
        default:
            return formatInteger(value);
    }
}

/**
 * How far a figure is from the one before: shares in points, times in time, the others in percent of the one before.
 *
 * @returns {String} empty where there is nothing to compare
 */
export function changeText(unit, value, before) {
    if (isNothing(value) || isNothing(before)) {
        return "";
    }
    const change = value - before;
    const sign = change > 0 ? "+" : change < 0 ? "−" : "±";
    const size = Math.abs(change);
    if (unit === "share") {
        return `${sign}${(size * 100).toFixed(1)} pt`;
    }
    if (unit === "duration") {
        return `${sign}${formatDuration(size)}`;
    }
    if (unit === "score") {
        return `${sign}${formatFloat(size, {digits: [0, 1]})}`;
    }
    return before ? `${sign}${((size / before) * 100).toFixed(1)} %` : "";
}

/** @returns {String} up, down or nothing: the arrow beside a change */
export function direction(value, before) {
    if (isNothing(value) || isNothing(before) || value === before) {
        return "";
    }
    return value > before ? "up" : "down";
}
