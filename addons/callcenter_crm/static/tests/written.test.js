import {describe, expect, test} from "@odoo/hoot";
import {written} from "@callcenter_crm/numbers/written";

describe.current.tags("headless");

for (const [number, expected] of [
    ["+8613800000001", "138 0000 0001"],
    ["+861012345678", "010 1234 5678"],
    ["+864001234567", "400 123 4567"],
    ["+8675582345678", "0755 8234 5678"],
    ["+863121234567", "0312 123 4567"],
    ["+86138****0001", "+86138****0001"],
    ["+14155551234", "+14155551234"],
    ["138 0000 0001", "138 0000 0001"],
    ["95588", "95588"],
    [false, false],
]) {
    test(`${number} is written ${expected} in China`, () => {
        expect(written(number, "CN")).toBe(expected);
    });
}

test("elsewhere a Chinese number is a foreign one", () => {
    expect(written("+8613800000001", "FR")).toBe("+8613800000001");
});
