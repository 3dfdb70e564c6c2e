import {changeText, direction, valueText} from "@callcenter_kpi/dashboard/dashboard_words";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {makeMockEnv} from "@web/../tests/web_test_helpers";

describe.current.tags("headless");

beforeEach(() => makeMockEnv());

test("a figure is written in its unit, nothing is a dash", () => {
    expect(valueText("count", 14862)).toBe("14,862");
    expect(valueText("share", 0.8134)).toBe("81.3 %");
    expect(valueText("duration", 278.4)).toBe("4:38");
    expect(valueText("score", 87.25)).toBe("87.3");
    expect(valueText("count", 0)).toBe("0");
    for (const nothing of [null, undefined, false]) {
        expect(valueText("share", nothing)).toBe("–");
    }
});

test("a change: points of a share, time of a time, percent of a number", () => {
    expect(changeText("share", 0.813, 0.832)).toBe("−1.9 pt");
    expect(changeText("duration", 278, 284)).toBe("−0:06");
    expect(changeText("score", 90, 88.5)).toBe("+1.5");
    expect(changeText("count", 106, 100)).toBe("+6.0 %");
    expect(changeText("count", 100, 100)).toBe("±0.0 %");
});

test("where there was nothing there is no change", () => {
    expect(changeText("count", 5, 0)).toBe("");
    expect(changeText("share", 0.5, null)).toBe("");
    expect(changeText("share", null, 0.5)).toBe("");
    expect(direction(null, 1)).toBe("");
    expect(direction(2, 1)).toBe("up");
    expect(direction(1, 2)).toBe("down");
    expect(direction(1, 1)).toBe("");
});
