import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {callsAction} from "@callcenter_kpi/calls_action";
import {makeMockEnv} from "@web/../tests/web_test_helpers";

describe.current.tags("headless");

beforeEach(() => makeMockEnv());

const FIELDS = {sold: {aggregator: "sum"}, received: {aggregator: "sum"}, csat: {aggregator: "avg"}};
const LEVEL = [["level_id", "=", 3]];

test("a sum leads to the calls that add to it, a ratio to all it is of", () => {
    const sum = callsAction("callcenter.report.customer", LEVEL, "received", FIELDS);
    expect(sum.res_model).toBe("callcenter.call");
    expect(sum.domain).toEqual([["customer_row_ids", "any", ["&", ["level_id", "=", 3], ["received", "!=", 0]]]]);
    const ratio = callsAction("callcenter.report.customer", LEVEL, "csat", FIELDS);
    expect(ratio.domain).toEqual([["customer_row_ids", "any", LEVEL]]);
});

test("what is made of orders leads to orders", () => {
    const action = callsAction("callcenter.report.customer", LEVEL, "sold", FIELDS);
    expect(action.res_model).toBe("sale.order");
    expect(action.domain).toEqual([["callcenter_figure_ids", "any", ["&", ["level_id", "=", 3], ["sold", "!=", 0]]]]);
});
