import {describe, expect, test} from "@odoo/hoot";
import {formatDuration, formatRatio} from "@callcenter_crm/figures/formatters";

describe.current.tags("headless");

test("seconds are shown as minutes and seconds, with hours only where there are some", () => {
    expect(formatDuration(0)).toBe("0:00");
    expect(formatDuration(75)).toBe("1:15");
    expect(formatDuration(3675)).toBe("1:01:15");
    expect(formatDuration(-5)).toBe("-0:05");
});

test("seconds are rounded for display, also over a full minute", () => {
    expect(formatDuration(59.6)).toBe("1:00");
    expect(formatDuration(3599.5)).toBe("1:00:00");
});

test("a ratio has one digit", () => {
    expect(formatRatio(0.8125)).toBe("81.3 %");
    expect(formatRatio(1)).toBe("100.0 %");
    expect(formatRatio(0)).toBe("0.0 %");
});

test("nothing to divide by is a dash, never a zero", () => {
    for (const nothing of [false, null, undefined, NaN]) {
        expect(formatRatio(nothing)).toBe("–");
        expect(formatDuration(nothing)).toBe("–");
    }
});
