import {describe, expect, test} from "@odoo/hoot";
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

const NOW = 1790000000000;
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

test("a queue is judged by who waits now", () => {
    const rules = [rule("longest_wait", 60, 120), rule("waiting", 2, 3)];
    const waiting = [{since: NOW - 130000}, {since: NOW - 1000}];
    const levels = queueLevels(rules, {id: 1, day: day()}, waiting, NOW);
    expect([levels.longest_wait.level, levels.longest_wait.value]).toEqual(["alarm", 130]);
    expect([levels.waiting.level, levels.waiting.value]).toEqual(["watch", 2]);
    expect(queueLevels(rules, {id: 1, day: day()}, [], NOW).longest_wait.level).toBe("none");
});

test("a break is judged by the limit of its reason, without one by the rule; a call from its start", () => {
    const rules = [rule("long_not_ready", 1800, 3600), rule("long_call", 60, 120)];
    const reasons = [
        {code: "break", limit_s: 600},
        {code: "training", limit_s: 0},
    ];
    const agent = {state: "not_ready", reason: "break", since: NOW - 599000, department: 1};
    expect(agentAlarm(rules, agent, reasons, NOW)).toBe(false);
    expect(agentAlarm(rules, {...agent, since: NOW - 600000}, reasons, NOW).level).toBe("alarm");
    expect(agentAlarm(rules, {...agent, reason: "training", since: NOW - 1800000}, reasons, NOW).level).toBe("watch");
    const call = {state: "on_call", sub: "hold", since: NOW - 1000, call: {since: NOW - 120000}};
    expect(agentAlarm(rules, call, reasons, NOW).level).toBe("alarm");
    expect(agentAlarm(rules, {...call, sub: "monitor"}, reasons, NOW)).toBe(false);
});

test("a server is missed from its last heartbeat on, a trunk from when it went down", () => {
    const rules = [rule("node_down", 15, 30), rule("trunk_down", 10, 60), rule("disk_low", 5000, 1000, {lower: true})];
    const status = {disk_free_mb: 900, recordings_free_mb: 900, trunks: [{code: "line", name: "Line", state: "down"}]};
    const node = {id: 1, name: "Demo", seen: NOW - 16000, lost: false, status};
    const found = nodeAlarms(rules, node, {line: NOW - 61000}, NOW);
    expect(found.map(({metric, level}) => [metric, level])).toEqual([
        ["node_down", "watch"],
        ["trunk_down", "alarm"],
        ["disk_low", "alarm"],
    ]);
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
