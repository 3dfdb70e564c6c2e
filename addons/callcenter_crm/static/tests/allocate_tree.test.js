import {describe, expect, test} from "@odoo/hoot";
import {found, shownRows, targetsBelow, unfolded} from "@callcenter_crm/allocate/tree_rows";

describe.current.tags("headless");

const department = (id, parent, level, holds, name = `Department ${id}`) => ({
    key: `d${id}`,
    parent: parent && `d${parent}`,
    level,
    name,
    department_id: id,
    user_id: false,
    target: false,
    note: "",
    holds,
});
const agent = (id, parent, holds, target = true) => ({
    key: `u${id}`,
    parent: `d${parent}`,
    level: 2,
    name: `Agent ${id}`,
    department_id: parent,
    user_id: id,
    target,
    note: "",
    holds,
});
const AGENTS = [
    department(1, null, 0, 60),
    department(2, 1, 1, 60),
    agent(7, 2, 10),
    agent(8, 2, 20),
    agent(9, 2, 30, false),
];
const DEPARTMENTS = [
    {...department(1, null, 0, 0), target: true},
    {...department(2, 1, 1, 40), target: true},
];
const choice = (...ticked) => ({ticked, weights: {}, amounts: {}});
const byKey = (rows) => Object.fromEntries(rows.map((item) => [item.row.key, item]));

test("a department sums up what is below it", () => {
    const rows = byKey(shownRows(AGENTS, choice("u7"), {u7: 5}));
    expect([rows.d1.targets, rows.d1.ticked, rows.d1.gets]).toEqual([2, 1, 5]);
    expect([rows.d2.targets, rows.d2.ticked, rows.d2.gets]).toEqual([2, 1, 5]);
    expect([rows.u7.ticked, rows.u8.ticked, rows.u9.ticked]).toEqual([1, 0, 0]);
});

test("the bar of a department is what one of its agents would hold", () => {
    const rows = byKey(shownRows(AGENTS, choice("u7", "u8"), {u7: 20, u8: 10}));
    // all three hold 30 then, and the mean does not: 60 now and 30 more for three
    expect([rows.u7.now, rows.u7.more, rows.u9.now].map(Math.round)).toEqual([33, 67, 100]);
    expect([rows.d2.now, rows.d2.more].map(Math.round)).toEqual([67, 33]);
});

test("departments that are targets stand for themselves", () => {
    const rows = byKey(shownRows(DEPARTMENTS, choice("d2"), {d2: 8}));
    expect([rows.d1.targets, rows.d1.ticked, rows.d1.gets]).toEqual([1, 0, 0]);
    expect(targetsBelow(DEPARTMENTS, "d1")).toEqual(["d1"]);
});

test("what is ticked no more gets nothing before the server says so", () => {
    expect(byKey(shownRows(AGENTS, choice(), {u7: 5})).d1.gets).toBe(0);
});

test("a department's tick reaches all its agents, who has left excepted", () => {
    expect(targetsBelow(AGENTS, "d1")).toEqual(["u7", "u8"]);
    expect(targetsBelow(AGENTS, "u8")).toEqual(["u8"]);
});

test("folded departments hide what is below, found agents show what is above", () => {
    const rows = shownRows(AGENTS, choice(), {});
    const keys = (items) => items.map((item) => item.row.key);
    expect(keys(unfolded(rows, ["d2"]))).toEqual(["d1", "d2"]);
    expect(keys(unfolded(rows, ["d1"]))).toEqual(["d1"]);
    expect(keys(found(rows, "agent 8"))).toEqual(["d1", "d2", "u8"]);
    expect(keys(found(rows, "department"))).toEqual([]);
});
