import {registry} from "@web/core/registry";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {Reactive} from "@web/core/utils/reactive";
import {Beep} from "./beep";
import {agentAlarm, inOrder, nodeAlarms, queueLevels} from "./monitor_rules";

const MODEL = "callcenter.agent";
const CHANNEL = "callcenter.monitor";
const QUIET_MS = 20000; // a server reports every few seconds
const byKey = (rows) => Object.fromEntries(rows.map((row) => [row.key, row]));
const byId = (rows) => Object.fromEntries(rows.map((row) => [row.id, row]));

/**
 * What the live monitor shows: a snapshot, and after it what the server tells. Alarms are judged here, every second and
 * with each message. `open` and `close` count the screens that look at it.
 */
export class MonitorStore extends Reactive {
    loaded = false;
    failed = false;
    connected = true;
    at = 0;
    now = 0;
    masked = false;
    departments = [];
    queues = {};
    agents = {};
    waiting = {};
    callbacks = {}; // who chose to be called back, by key
    nodes = {};
    reasons = [];
    levels = {};
    rules = [];
    me = {agent_id: false};
    alarms = []; // standing now, the worst first
    agentAlarms = {}; // by agent id
    queueLevels = {}; // by queue id, by metric
    acting = false;

    constructor({orm, bus_service, notification, "callcenter.agent": agent}) {
        super();
        this.orm = orm;
        this.bus = bus_service;
        this.notification = notification;
        this.agent = agent;
        this.beep = new Beep();
        this.screens = 0;
        this.heard = 0;
        this.toldAt = {}; // by agent id: of the newest row
        this.begun = {}; // by alarm: since when
        this.commands = new Set();
        this.backlog = null;
        this.handlers = {
            agents: (message) => this.receive("agents", message),
            queue: (message) => this.receive("queue", message),
            node: (message) => this.receive("node", message),
            callbacks: (message) => this.receive("callbacks", message),
            before: (message) => this.receive("before", message),
        };
    }

    /** A screen begins to show it. */
    open() {
        if (this.screens++) {
            return;
        }
        for (const [kind, handler] of Object.entries(this.handlers)) {
            this.bus.subscribe(`${CHANNEL}/${kind}`, handler);
        }
        this.onReload = () => this.reload(true);
        this.onCommand = (result) => this.hearCommand(result);
        this.bus.subscribe(`${CHANNEL}/reload`, this.onReload);
        this.bus.subscribe("callcenter/command", this.onCommand);
        this.onConnect = () => this.reload();
        this.onDisconnect = () => (this.connected = false);
        this.bus.addEventListener("BUS:CONNECT", this.onConnect);
        this.bus.addEventListener("BUS:RECONNECT", this.onConnect);
        this.bus.addEventListener("BUS:DISCONNECT", this.onDisconnect);
        this.bus.addChannel(CHANNEL);
        this.timer = browser.setInterval(() => this.tick(), 1000);
        return this.reload();
    }

    close() {
        if (--this.screens) {
            return;
        }
        browser.clearInterval(this.timer);
        for (const [kind, handler] of Object.entries(this.handlers)) {
            this.bus.unsubscribe(`${CHANNEL}/${kind}`, handler);
        }
        this.bus.unsubscribe(`${CHANNEL}/reload`, this.onReload);
        this.bus.unsubscribe("callcenter/command", this.onCommand);
        this.bus.removeEventListener("BUS:CONNECT", this.onConnect);
        this.bus.removeEventListener("BUS:RECONNECT", this.onConnect);
        this.bus.removeEventListener("BUS:DISCONNECT", this.onDisconnect);
        this.bus.deleteChannel(CHANNEL);
        this.loaded = false;
    }

    // What the server says ---------------------------------------------------------------------------------------

    /** Loads the snapshot; what comes while it is on its way is taken again after it. `anew`: the channels, too. */
    async reload(anew = false) {
        if (this.backlog) {
            this.wanted = true;
            return;
        }
        if (anew) {
            this.bus.forceUpdateChannels();
        }
        const backlog = (this.backlog = []);
        try {
            this.take(await this.orm.silent.call(MODEL, "monitor_load"));
            this.failed = false;
            this.connected = true;
        } catch (error) {
            this.failed = true;
            this.agent.explain(error);
        } finally {
            this.backlog = null;
        }
        backlog.forEach(([kind, message]) => this.apply(kind, message));
        if (this.wanted) {
            this.wanted = false;
            return this.reload();
        }
    }

    take(data) {
        this.at = data.at;
        this.skew = data.now - Date.now();
        if (!this.agent.enabled) {
            this.agent.skew = this.skew;
        }
        this.dayEnd = data.day_end;
        this.toldAt = {};
        Object.assign(this, {
            masked: data.masked,
            departments: data.departments,
            queues: byId(data.queues),
            agents: byId(data.agents),
            waiting: byKey(data.waiting),
            callbacks: byKey(data.callbacks),
            reasons: data.reasons,
            levels: data.levels,
            nodes: byId(data.nodes),
            rules: data.alarms,
            me: data.me,
        });
        this.loaded = true;
        this.hear();
        this.tick();
    }

    /** @param {string} kind agents, queue, node, callbacks or before */
    receive(kind, message) {
        this.backlog?.push([kind, message]);
        if (this.loaded) {
            this.apply(kind, message);
        }
    }

    /** What is not later than the snapshot is in it. */
    apply(kind, message) {
        if (message.at <= this.at) {
            return;
        }
        this.hear();
        if (kind === "agents") {
            message.agents.forEach((row) => this.setAgent(row, message.at));
        } else if (kind === "queue") {
            this.setQueue(message);
        } else if (kind === "callbacks") {
            this.setCallbacks(message);
        } else if (kind === "before") {
            this.setNumbers(message.queue, {before: message.before});
        } else {
            this.nodes[message.node.id] = message.node;
        }
        this.judge();
    }

    /** Rows of agents come from several senders: the newest one holds. Who is not known here is not ours to show. */
    setAgent(row, at) {
        if (this.agents[row.id] && at >= (this.toldAt[row.id] || 0)) {
            this.toldAt[row.id] = at;
            this.agents[row.id] = row;
        }
    }

    setQueue({queue, put, gone, day}) {
        if (!this.queues[queue]) {
            return;
        }
        for (const key of gone) {
            if (this.waiting[key]?.queue === queue) {
                delete this.waiting[key];
            }
        }
        for (const row of put) {
            this.waiting[row.key] = row;
        }
        if (day) {
            this.setNumbers(queue, {day});
        }
    }

    setCallbacks({queue, rows}) {
        const others = Object.values(this.callbacks).filter((row) => row.queue !== queue);
        this.callbacks = byKey([...others, ...rows]);
    }

    setNumbers(queue, values) {
        if (this.queues[queue]) {
            this.queues[queue] = {...this.queues[queue], ...values};
        }
    }

    hear() {
        this.heard = Date.now();
        this.connected = true;
    }

    // Time -------------------------------------------------------------------------------------------------------

    /** @returns {number} the server's clock, ms epoch */
    clock() {
        return Date.now() + (this.skew || 0);
    }

    tick() {
        this.now = this.clock();
        if (this.dayEnd && this.now >= this.dayEnd) {
            this.dayEnd = false;
            this.reload();
        }
        this.judge();
    }

    /** @returns {number|false} seconds that what is shown is behind; false: live */
    get behind() {
        const quiet = Object.keys(this.nodes).length && this.now - (this.heard + (this.skew || 0)) > QUIET_MS;
        return (
            (!this.connected || quiet || this.failed) && Math.round((this.now - this.heard - (this.skew || 0)) / 1000)
        );
    }

    // Alarms -----------------------------------------------------------------------------------------------------

    judge() {
        const now = this.clock();
        const found = [];
        const waiting = Object.values(this.waiting);
        for (const queue of Object.values(this.queues)) {
            const levels = queueLevels(
                this.rules,
                queue,
                waiting.filter((row) => row.queue === queue.id),
                now
            );
            this.queueLevels[queue.id] = levels;
            for (const [metric, one] of Object.entries(levels)) {
                if (one.level === "watch" || one.level === "alarm") {
                    found.push({...one, metric, kind: "queue", id: queue.id, name: queue.name});
                }
            }
        }
        for (const agent of Object.values(this.agents)) {
            const alarm = agentAlarm(this.rules, agent, this.reasons, now);
            if ((this.agentAlarms[agent.id]?.level || false) !== (alarm.level || false)) {
                this.agentAlarms[agent.id] = alarm;
            }
            if (alarm) {
                found.push({...alarm, kind: "agent", id: agent.id, name: agent.name});
            }
        }
        for (const node of Object.values(this.nodes)) {
            nodeAlarms(this.rules, node, now).forEach((one) => found.push({...one, kind: "node", id: node.id}));
        }
        this.stand(found, now);
    }

    stand(found, now) {
        const begun = {};
        let rings = false;
        for (const one of found) {
            one.key = `${one.kind}-${one.id}-${one.metric}-${one.key || ""}`;
            const before = this.begun[one.key];
            begun[one.key] = before?.level === one.level ? before : {level: one.level, since: now};
            one.since = begun[one.key].since;
            rings ||= one.level === "alarm" && one.rule?.sound && before?.level !== "alarm";
        }
        this.begun = begun;
        const rank = ({level}) => (level === "alarm" ? 0 : 1);
        this.alarms = found.sort((a, b) => rank(a) - rank(b) || b.since - a.since || a.key.localeCompare(b.key));
        if (rings) {
            this.beep.sound();
        }
    }

    get alarmCount() {
        return this.alarms.filter(({level}) => level === "alarm").length;
    }

    // What is shown ----------------------------------------------------------------------------------------------

    /** @returns {{agents, queues, callers, callbacks}} of a department, a queue and a text to search, each false for all */
    view({department = false, queue = false, text = ""} = {}) {
        const words = text.trim().toLowerCase();
        const serves = queue !== false && this.queues[queue]?.agents;
        const agents = Object.values(this.agents).filter(
            (agent) =>
                (department === false || agent.department === department) &&
                (!serves || serves.includes(agent.id)) &&
                (!words || `${agent.name} ${agent.extension}`.toLowerCase().includes(words))
        );
        const members = new Set(
            Object.values(this.agents)
                .filter((agent) => department === false || agent.department === department)
                .map(({id}) => id)
        );
        const queues = Object.values(this.queues).filter(
            (one) =>
                (queue === false || one.id === queue) &&
                (department === false || one.agents.some((id) => members.has(id)))
        );
        const ids = new Set(queues.map(({id}) => id));
        const ours = (rows) => Object.values(rows).filter((row) => ids.has(row.queue));
        return {agents, queues, callers: inOrder(ours(this.waiting)), callbacks: ours(this.callbacks)};
    }

    reasonName(code) {
        return this.reasons.find((reason) => reason.code === code)?.name;
    }

    // Acts -------------------------------------------------------------------------------------------------------

    /** Why the user cannot listen now; false when that is possible. */
    get whyNotListen() {
        const mine = this.agents[this.me.agent_id] || this.agent.state;
        if (!this.me.agent_id) {
            return _t("You have no phone yet. Ask your administrator for an extension.");
        }
        return mine.state === "offline" && _t("Sign in first, at the top right: you listen with your own phone.");
    }

    listen(agent, mode) {
        return this.act("listen", [agent.id, mode]);
    }

    takeOver(agent) {
        return this.act("take_over", [agent.id]);
    }

    endCall(key) {
        return this.act("end_call", [key], _t("The call is being ended."));
    }

    give(caller, agent) {
        return this.act("give", [caller.key, agent.id], _t("Given to %(name)s.", {name: agent.name}));
    }

    setState(agent, state, reason = false) {
        return this.act("set_agent_state", [agent.id, state, reason]);
    }

    /** @returns {Promise<boolean>} whether the server took it; what it refused is said in its words */
    async act(name, args, done = "") {
        this.acting = true;
        try {
            const {command} = await this.orm.silent.call(MODEL, name, args);
            this.commands.add(command);
            if (done) {
                this.notification.add(done, {type: "success"});
            }
            return true;
        } catch (error) {
            this.agent.explain(error);
            return false;
        } finally {
            this.acting = false;
        }
    }

    /** Who has a phone is told by the phone bar. */
    hearCommand({id, ok, message}) {
        if (this.commands.delete(id) && !ok && !this.agent.enabled) {
            this.notification.add(message || _t("The phone server did not carry this out."), {type: "danger"});
        }
    }
}

export const monitorService = {
    dependencies: ["orm", "bus_service", "notification", "callcenter.agent"],
    start(env, services) {
        return new MonitorStore(services);
    },
};

registry.category("services").add("callcenter.monitor", monitorService);
