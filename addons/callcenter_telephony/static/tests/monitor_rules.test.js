import {describe, expect, globals, test} from "@odoo/hoot";
import {
    abandonRate,
    agentAlarm,
    byState,
    inOrder,
    levelOf,
    nodeAlarms,
    queueLevels,
    ruleFor,
    serviceLevel,
    sumDays,
    takers,
} from "@callcenter_telephony/monitor/monitor_rules";

describe.current.tags("desktop");

const rule = (metric, watch, alarm, more = {}) => ({metric, watch, alarm, queue: false, department: false, ...more});
const day = (values = {}) => ({
    ...Object.fromEntries(
        ["offered", "open", "answered", "abandoned", "short", "left", "lost", "yes", "no", "out"].map((key) => [key, 0])
    ),
    ...values,
});

test("a ratio over queues is the ratio of the sums, and nothing divided by nothing is no figure", () => {
    const days = [
        day({yes: 9, no: 1, offered: 10}),
        day({yes: 1, no: 9, offered: 30, abandoned: 5, short: 5, open: 5}),
    ];
    expect(serviceLevel(sumDays(days))).toBe(50);
    expect(abandonRate(sumDays(days))).toBe((100 * 5) / 30);
    expect(serviceLevel(day())).toBe(null);
    expect(abandonRate(day({offered: 2, short: 1, open: 1}))).toBe(null);
});

test("levels begin at their limits; of what is better when higher, below them", () => {
    const wait = rule("longest_wait", 60, 120);
    expect([59.9, 60, 119.9, 120].map((value) => levelOf(wait, value))).toEqual(["target", "watch", "watch", "alarm"]);
    const service = rule("service_level", 80, 70, {lower: true});
    expect([80, 79.9, 70, 69.9].map((value) => levelOf(service, value))).toEqual(["target", "watch", "watch", "alarm"]);
    expect(levelOf(wait, null)).toBe("none");
    expect(levelOf(undefined, 5)).toBe("none");
});

test("a rule for just this queue goes before the one for all, another queue's does not count", () => {
    const rules = [rule("waiting", 5, 10), rule("waiting", 1, 2, {queue: 7})];
    expect(ruleFor(rules, "waiting", {queue: 7}).watch).toBe(1);
    expect(ruleFor(rules, "waiting", {queue: 8}).watch).toBe(5);
    expect(ruleFor(rules.slice(1), "waiting", {queue: 8})).toBe(undefined);
});

const row = ({metric, key = "", level, value, limit}) => [metric, key, level, value, limit];
const judged = (levels) =>
    Object.entries(levels)
        .map(([metric, one]) => row({...one, metric}))
        .filter(([, , level]) => ["watch", "alarm"].includes(level));

test("the table of alarms, which holds for the server, too", async () => {
    const answer = await globals.fetch.call(window, "/callcenter_telephony/static/tests/alarm_cases.json");
    const table = await answer.json();
    const {rules, reasons, now} = table;
    for (const one of table.queues) {
        expect(judged(queueLevels(rules, one.row, one.waiting, now))).toEqual(one.expect, {message: one.says});
    }
    for (const one of table.agents) {
        const alarm = agentAlarm(rules, one.row, reasons, now);
        expect(alarm ? [row(alarm)] : []).toEqual(one.expect, {message: one.says});
    }
    for (const one of table.nodes) {
        expect(nodeAlarms(rules, one.row, now).map(row)).toEqual(one.expect, {message: one.says});
    }
    expect.assertions(table.queues.length + table.agents.length + table.nodes.length);
});

test("who waits goes by level, then by time; a caller is offered to who is ready in the queue first", () => {
    const callers = [
        {key: "a", priority: 0, since: 1},
        {key: "b", priority: 5, since: 3},
        {key: "c", priority: 5, since: 2},
    ];
    expect(inOrder(callers).map(({key}) => key)).toEqual(["c", "b", "a"]);
    const agent = (id, state, since, node = 1) => ({id, state, since, node});
    const agents = [
        agent(1, "wrap_up", 1),
        agent(2, "ready", 5),
        agent(3, "ready", 9),
        agent(4, "on_call", 1),
        agent(5, "ready", 1, 2),
        agent(6, "offline", 1),
    ];
    expect(takers(agents, {node: 1}, {agents: [3, 1]}).map(({id}) => id)).toEqual([3, 2, 1]);
    expect(byState(agents).map(({id}) => id)).toEqual([4, 1, 5, 2, 3, 6]);
});
