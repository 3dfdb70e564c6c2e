import {registry} from "@web/core/registry";

const NOTHING = "–";

function isNothing(value) {
    return value === false || value === null || value === undefined || Number.isNaN(value);
}

/**
 * Seconds as people read them: 75 is 1:15, 3675 is 1:01:15. Rounded for display only.
 *
 * @param {Number|false|null} value seconds; nothing (no value) is a dash
 * @returns {String}
 */
export function formatDuration(value) {
    if (isNothing(value)) {
        return NOTHING;
    }
    const sign = value < 0 ? "-" : "";
    const total = Math.round(Math.abs(value));
    const two = (number) => String(number).padStart(2, "0");
    const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
    return hours ? `${sign}${hours}:${two(minutes)}:${two(seconds)}` : `${sign}${minutes}:${two(seconds)}`;
}

/**
 * A ratio as a percentage with one digit: 0.8125 is 81.3 %. Nothing to divide by is a dash, never 0 %.
 *
 * @param {Number|false|null} value 0 to 1
 * @returns {String}
 */
export function formatRatio(value) {
    return isNothing(value) ? NOTHING : `${(value * 100).toFixed(1)} %`;
}

/**
 * A mean of points with one digit. Of nothing a dash.
 *
 * @param {Number|false|null} value
 * @returns {String}
 */
export function formatScore(value) {
    return isNothing(value) ? NOTHING : value.toFixed(1);
}

registry.category("formatters").add("callcenter_score", formatScore);
registry.category("formatters").add("callcenter_duration", formatDuration);
registry.category("formatters").add("callcenter_ratio", formatRatio);
