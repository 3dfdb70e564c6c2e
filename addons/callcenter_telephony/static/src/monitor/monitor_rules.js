/**
 * What the live monitor makes of its rows: figures of metrics 2, levels of alarms. Pure, so that each rule is tested.
 * The server judges alarms by the same rules (`alarms.py`); the table `static/tests/alarm_cases.json` holds for both.
 */

export const LEVELS = ["none", "target", "watch", "alarm"];
const DAY_KEYS = ["offered", "open", "answered", "abandoned", "short", "left", "lost", "yes", "no", "out"];

/** @returns {object} the sum of several days' numbers: a ratio over queues is the ratio of the sums */
export function sumDays(days) {
    return Object.fromEntries(DAY_KEYS.map((key) => [key, days.reduce((sum, day) => sum + (day[key] || 0), 0)]));
}

/** @returns {number|null} percent; null where there is nothing to divide by */
function percent(part, whole) {
    return whole > 0 ? (100 * part) / whole : null;
}

/** Service level, the strict variant: metrics 2.2. */
export function serviceLevel({yes, no}) {
    return percent(yes, yes + no);
}

/** Abandon rate of the waits that are over: metrics 2.1. */
export function abandonRate({abandoned, offered, short, open}) {
    return percent(abandoned, offered - short - open);
}

/** @returns {object|undefined} the rule that holds: one for just this queue or department goes before one for all */
export function ruleFor(rules, metric, {queue = false, department = false} = {}) {
    const fits = (rule) =>
        rule.metric === metric &&
        (!rule.queue || rule.queue === queue) &&
        (!rule.department || rule.department === department);
    const found = rules.filter(fits);
    return found.find((rule) => rule.queue || rule.department) || found[0];
}

/** @returns {string} one of LEVELS; none without a rule or a value */
export function levelOf(rule, value) {
    if (!rule || value === null || value === undefined) {
        return "none";
    }
    const worse = (limit) => (rule.lower ? value < limit : value >= limit);
    return worse(rule.alarm) ? "alarm" : worse(rule.watch) ? "watch" : "target";
}

/** @returns {string} the worst of several levels */
export function worst(levels) {
    return levels.reduce((one, other) => (LEVELS.indexOf(other) > LEVELS.indexOf(one) ? other : one), "none");
}

const seconds = (since, now) => (since ? Math.max(0, (now - since) / 1000) : null);

const AGENT_METRICS = {on_call: "long_call", not_ready: "long_not_ready", wrap_up: "long_wrap_up"};

/**
 * What has to be looked at of an agent now. A reason with a limit of its own is judged by that: its time is over, or not.
 *
 * @returns {{level: string, metric: string, value: number, limit: number}|false}
 */
export function agentAlarm(rules, agent, reasons, now) {
    const metric = agent.sub === "monitor" || agent.sub === "preview" ? false : AGENT_METRICS[agent.state];
    if (!metric) {
        return false;
    }
    const limit = metric === "long_not_ready" && reasons.find(({code}) => code === agent.reason)?.limit_s;
    const value = seconds((metric === "long_call" && agent.call?.since) || agent.since, now);
    const held = ruleFor(rules, metric, {department: agent.department});
    const rule = limit ? {...held, watch: limit, alarm: limit} : held;
    const level = levelOf(rule, value);
    return ["watch", "alarm"].includes(level) && {level, metric, value, limit: rule[level], rule};
}

/** @returns {object} of a queue: by metric {value, level, limit} */
export function queueLevels(rules, queue, waiting, now) {
    const values = {
        waiting: waiting.length,
        longest_wait: waiting.length ? Math.max(...waiting.map(({since}) => seconds(since, now))) : null,
        service_level: serviceLevel(queue.day),
        abandoned: abandonRate(queue.day),
    };
    return Object.fromEntries(
        Object.entries(values).map(([metric, value]) => {
            const rule = ruleFor(rules, metric, {queue: queue.id});
            const level = levelOf(rule, value);
            return [metric, {value, level, limit: rule ? rule[level] : null, rule}];
        })
    );
}

/** @returns {object[]} of a server: [{metric, key, name, level, value, limit}], with its trunks and disks */
export function nodeAlarms(rules, node, now) {
    const found = [];
    const judge = (metric, key, name, value) => {
        const rule = ruleFor(rules, metric);
        const level = levelOf(rule, value);
        if (level === "watch" || level === "alarm") {
            found.push({metric, key, name, value, level, limit: rule[level], rule});
        }
    };
    const {status} = node;
    judge("node_down", "node", node.name, seconds(status.linked === false ? status.lost : node.seen, now));
    for (const {code, name, state, since} of status.trunks || []) {
        judge("trunk_down", code, name, state === "down" ? seconds(since, now) : null);
    }
    judge("disk_low", "disk", node.name, status.disk_free_mb ?? null);
    if (status.recordings_free_mb !== status.disk_free_mb) {
        judge("disk_low", "recordings", node.name, status.recordings_free_mb ?? null);
    }
    return found;
}

const ORDER = ["on_call", "ringing", "wrap_up", "ready", "not_ready", "offline"];

/** Agents as the board shows them: by state, who is longest in it first. */
export function byState(agents) {
    const rank = ({state}) => ORDER.indexOf(state);
    return [...agents].sort((a, b) => rank(a) - rank(b) || a.since - b.since || a.id - b.id);
}

/** Whom a waiting caller is given to: who is ready and serves the queue first, then the others who may take a call. */
export function takers(agents, caller, queue) {
    const free = ["ready", "not_ready", "wrap_up"];
    const rank = (agent) => free.indexOf(agent.state) + (queue?.agents.includes(agent.id) ? 0 : 0.5);
    return agents
        .filter((agent) => free.includes(agent.state) && agent.node === caller.node)
        .sort((a, b) => rank(a) - rank(b) || a.since - b.since);
}

/** Callers in the order in which they go to agents. */
export function inOrder(callers) {
    return [...callers].sort((a, b) => b.priority - a.priority || a.since - b.since);
}
