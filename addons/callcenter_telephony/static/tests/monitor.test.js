import {describe, expect, test} from "@odoo/hoot";
import {click, press, queryAllTexts, queryOne, waitFor} from "@odoo/hoot-dom";
import {advanceTime, animationFrame, Deferred} from "@odoo/hoot-mock";
import {
    getService,
    makeMockEnv,
    makeServerError,
    mountWithCleanup,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {WebClient} from "@web/webclient/webclient";
import {Beep} from "@callcenter_telephony/monitor/beep";
import {asked, connected, defineCallCenterModels, server, setUpCallCenter} from "./call_center_test_helpers";

defineCallCenterModels();
describe.current.tags("desktop");

const NODE = 1;
const DAY = {offered: 10, open: 0, answered: 8, abandoned: 2, short: 0, left: 0, lost: 0, yes: 8, no: 2, out: 0};

function anAgent(id, state, values = {}) {
    const empty = {sub: false, reason: false, wish: false, until: false, handled: 3, call: false};
    const since = Date.now() - 5000;
    return {
        id,
        name: `Agent ${id}`,
        extension: `100${id}`,
        department: 4,
        node: NODE,
        state,
        since,
        ...empty,
        ...values,
    };
}

function aCaller(key, seconds, values = {}) {
    const since = Date.now() - seconds * 1000;
    return {
        key,
        queue: 1,
        node: NODE,
        since,
        number: "138 0013 0001",
        name: false,
        level: false,
        priority: 0,
        ...values,
    };
}

const TALK = {key: "demo:1", direction: "inbound", queue: 1, number: "138****0001", name: "Wang", since: Date.now()};

function aSnapshot(values = {}) {
    return {
        at: Date.now(),
        now: Date.now(),
        day_end: Date.now() + 3600000,
        masked: false,
        departments: [{id: 4, name: "Hotline", leader: "Ma"}],
        queues: [{id: 1, code: "help", name: "Help", level_s: 20, agents: [1, 2], day: DAY}],
        agents: [anAgent(1, "on_call", {sub: "talk", call: TALK}), anAgent(2, "ready"), anAgent(9, "ready")],
        waiting: [],
        callbacks: [],
        nodes: [{id: NODE, code: "demo", name: "Demo", seen: Date.now(), status: {linked: true, calls: 1, trunks: []}}],
        levels: {7: "VIP"},
        reasons: [{code: "lunch", name: "Lunch", system: false, limit_s: 600}],
        alarms: [
            {id: 1, metric: "longest_wait", queue: false, department: false, watch: 60, alarm: 120, sound: true},
            {id: 2, metric: "service_level", queue: false, department: false, watch: 80, alarm: 70, lower: true},
        ],
        me: {agent_id: 9},
        ...values,
    };
}

function setUp(snapshot = {}, answers = {}) {
    setUpCallCenter({}, {monitor_load: () => aSnapshot(snapshot), ...answers});
    patchWithCleanup(Beep.prototype, {sound: () => expect.step("beep")});
}

async function start(snapshot, answers) {
    setUp(snapshot, answers);
    await makeMockEnv();
    return getService("callcenter.monitor");
}

async function screen(snapshot, answers, tag = "monitor") {
    setUp(snapshot, answers);
    await mountWithCleanup(WebClient);
    await connected();
    await getService("action").doAction({type: "ir.actions.client", tag: `callcenter_telephony.${tag}`});
    await waitFor("[data-cc=monitor-tiles]");
    await animationFrame();
    return getService("callcenter.monitor");
}

const agentState = (monitor, id) => monitor.agents[id].state;
const tell = (monitor, kind, message) => monitor.receive(kind, {at: Date.now() + 1, ...message});

test("what is not later than the snapshot is ignored, and an older row never replaces a newer one", async () => {
    const monitor = await start();
    await monitor.open();
    monitor.receive("agents", {at: monitor.at, agents: [anAgent(2, "offline")]});
    expect(agentState(monitor, 2)).toBe("ready");
    monitor.receive("agents", {at: monitor.at + 20, agents: [anAgent(2, "wrap_up")]});
    monitor.receive("agents", {at: monitor.at + 10, agents: [anAgent(2, "ringing")]});
    expect(agentState(monitor, 2)).toBe("wrap_up");
});

test("what comes while the snapshot is on its way is taken after it", async () => {
    const answer = new Deferred();
    const monitor = await start({}, {monitor_load: () => answer});
    const opened = monitor.open();
    const at = Date.now();
    monitor.receive("agents", {at: at + 5, agents: [anAgent(2, "not_ready")]});
    monitor.receive("agents", {at: at - 5, agents: [anAgent(1, "offline")]});
    answer.resolve(aSnapshot({at}));
    await opened;
    expect(agentState(monitor, 2)).toBe("not_ready");
    expect(agentState(monitor, 1)).toBe("on_call");
});

test("agents and queues that the snapshot does not know are not shown", async () => {
    const monitor = await start();
    await monitor.open();
    tell(monitor, "agents", {agents: [anAgent(77, "ready")]});
    tell(monitor, "queue", {queue: 55, put: [aCaller("x", 1, {queue: 55})], gone: [], day: DAY});
    expect(Object.keys(monitor.agents)).toEqual(["1", "2", "9"]);
    expect(monitor.waiting).toEqual({});
});

test("a caller who moves to another queue is not taken away by the word of the first one", async () => {
    const queues = aSnapshot().queues;
    const monitor = await start({queues: [...queues, {...queues[0], id: 2, code: "b", name: "B"}]});
    await monitor.open();
    tell(monitor, "queue", {queue: 1, put: [aCaller("x", 1)], gone: []});
    tell(monitor, "queue", {queue: 2, put: [aCaller("x", 1, {queue: 2})], gone: []});
    tell(monitor, "queue", {queue: 1, put: [], gone: ["x"]});
    expect(monitor.waiting.x.queue).toBe(2);
});

test("the snapshot is loaded anew when the connection is back and when the day ends", async () => {
    const monitor = await start({day_end: Date.now() + 2500});
    await monitor.open();
    const before = asked("monitor_load").length;
    await monitor.onConnect();
    expect(asked("monitor_load").length).toBe(before + 1);
    monitor.dayEnd = Date.now() + 1500;
    await advanceTime(2000);
    expect(asked("monitor_load").length).toBe(before + 2);
});

test("waits grow in the browser and become an alarm, with a sound once", async () => {
    const monitor = await screen({waiting: [aCaller("x", 105)]});
    expect("[data-cc=tile-longest]").toHaveAttribute("data-level", "watch");
    await advanceTime(16000);
    await animationFrame();
    expect("[data-cc=tile-longest]").toHaveAttribute("data-level", "alarm");
    expect("[data-cc=tile-longest] .o_cc_tile_value").toHaveText(/^02:/);
    expect("[data-cc=monitor-alarm-count]").toHaveText("1");
    await advanceTime(3000);
    expect.verifySteps(["beep"]);
    tell(monitor, "queue", {queue: 1, put: [], gone: ["x"]});
    await animationFrame();
    expect("[data-cc=monitor-nobody-waits]").toHaveCount(1);
    expect("[data-cc=monitor-alarm-count]").toHaveCount(0);
});

test("figures of the day stand with their level; without a call there is none", async () => {
    const monitor = await screen();
    expect("[data-cc=tile-level] .o_cc_tile_value").toHaveText("80 %");
    expect("[data-cc=tile-level]").toHaveAttribute("data-level", "target");
    tell(monitor, "queue", {queue: 1, put: [], gone: [], day: {...DAY, yes: 6, no: 4}});
    await animationFrame();
    expect("[data-cc=tile-level]").toHaveAttribute("data-level", "alarm");
    tell(monitor, "queue", {queue: 1, put: [], gone: [], day: {...DAY, yes: 0, no: 0}});
    await animationFrame();
    expect("[data-cc=tile-level] .o_cc_tile_value").toHaveText("–");
    expect("[data-cc=tile-level]").toHaveAttribute("data-level", "none");
});

test("a chosen agent is listened to by button and by key; of who does not talk it says why not", async () => {
    await screen();
    await click("[data-cc=monitor-agent-1]");
    await animationFrame();
    await click("[data-cc=monitor-whisper]");
    await animationFrame();
    await press("1");
    await animationFrame();
    expect(asked("listen")).toEqual([
        [1, "whisper"],
        [1, "listen"],
    ]);
    expect("[data-cc=monitor-take-over]").toHaveAttribute("disabled");
    await click("[data-cc=monitor-agent-2]");
    await animationFrame();
    expect("[data-cc=monitor-listen]").toHaveAttribute("disabled");
    expect(queryOne("[data-cc=monitor-listen]").title).toBe("Agent 2 talks to nobody now.");
});

test("one sees at once who hears whom", async () => {
    const monitor = await screen();
    await click("[data-cc=monitor-agent-1]");
    await animationFrame();
    expect("[data-cc=monitor-listen]").toHaveClass("btn-primary");
    expect("[data-cc=monitor-listen]").toHaveAttribute("aria-pressed", "false");
    for (const [mode, label] of [
        ["whisper", "Whispering"],
        ["barge", "Barged in"],
    ]) {
        tell(monitor, "agents", {agents: [anAgent(9, "on_call", {sub: "monitor", mode, call: TALK})]});
        await animationFrame();
        expect(`[data-cc=monitor-${mode}]`).toHaveAttribute("aria-pressed", "true");
        expect(".o_cc_agent_bar_acts .btn-primary").toHaveCount(1);
        expect("[data-extension='1009'] [data-cc=agent-state]").toHaveText(new RegExp(label));
    }
});

test("yesterday stands beside today's figure, and nothing where nobody called", async () => {
    const queue = aSnapshot().queues[0];
    const monitor = await screen({queues: [queue, {...queue, id: 2, code: "b", before: false}]});
    expect("[data-cc=before-level]").toHaveCount(0);
    tell(monitor, "before", {queue: 1, before: {...DAY, yes: 9, no: 3, abandoned: 1}});
    await animationFrame();
    expect("[data-cc=before-level]").toHaveText(/yesterday\s*75 %/);
    expect("[data-cc=before-abandoned]").toHaveText(/yesterday\s*10 %/);
    expect("[data-cc=before-waiting]").toHaveCount(0);
    tell(monitor, "queue", {queue: 1, put: [], gone: [], day: {...DAY, yes: 1, no: 1}});
    await animationFrame();
    expect("[data-cc=before-level]").toHaveCount(1, {message: "a new figure of today leaves yesterday's"});
});

test("who chose a call-back stands in the list at the kept place, is not waiting and is not given away", async () => {
    const back = (id, seconds, values = {}) => aCaller(`callback-${id}`, seconds, {attempts: 0, ...values});
    const monitor = await screen({waiting: [aCaller("x", 50), aCaller("y", 10)], callbacks: [back(1, 30)]});
    const keys = () => [...document.querySelectorAll(".o_cc_caller")].map((row) => row.dataset.call);
    expect(keys()).toEqual(["x", "callback-1", "y"]);
    expect("[data-cc=monitor-callback]").toHaveText(/place 2/);
    expect("[data-cc=monitor-callback] [data-cc=monitor-give]").toHaveCount(0);
    expect("[data-cc=tile-waiting] .o_cc_tile_value").toHaveText("2");
    tell(monitor, "callbacks", {queue: 1, rows: [back(2, 90), back(3, 5, {number: "138****0003"})]});
    await animationFrame();
    expect(keys()).toEqual(["callback-2", "x", "y", "callback-3"]);
    expect("[data-call=callback-3]").toHaveText(/138\*\*\*\*0003/);
    tell(monitor, "callbacks", {queue: 1, rows: []});
    await animationFrame();
    expect(keys()).toEqual(["x", "y"]);
});

test("who has no phone is told what to do", async () => {
    await screen({me: {agent_id: false}});
    await click("[data-cc=monitor-agent-1]");
    await animationFrame();
    expect("[data-cc=monitor-listen]").toHaveAttribute("disabled");
    expect(queryOne("[data-cc=monitor-why]").textContent).toMatch("Ask your administrator for an extension");
});

test("who listens can take the call over", async () => {
    const monitor = await screen();
    await click("[data-cc=monitor-agent-1]");
    tell(monitor, "agents", {agents: [anAgent(9, "on_call", {sub: "monitor", call: TALK})]});
    await animationFrame();
    await press("4");
    await animationFrame();
    expect(asked("take_over")).toEqual([[1]]);
});

test("ending a call asks once", async () => {
    await screen();
    await click("[data-cc=monitor-agent-1]");
    await animationFrame();
    await click("[data-cc=monitor-end-call]");
    await waitFor(".modal");
    expect(asked("end_call")).toEqual([]);
    await click(".modal .btn-primary");
    await animationFrame();
    expect(asked("end_call")).toEqual([["demo:1"]]);
});

test("a waiting caller is given to who is ready, and a refusal is said in its words", async () => {
    const refuse = () => {
        throw makeServerError({type: "UserError", message: "Agent 2 cannot take a call now."});
    };
    await screen({waiting: [aCaller("x", 5)]}, {give: refuse});
    await press("g");
    await animationFrame();
    expect(queryAllTexts(".o_cc_give_menu .o-dropdown-item").length).toBe(2);
    await click("[data-cc=monitor-give-1002]");
    await waitFor(".o_notification:contains('Agent 2 cannot take a call now.')");
    expect(asked("give")).toEqual([["x", 2]]);
});

test("an agent is set not ready for a reason", async () => {
    await screen();
    await click("[data-cc=monitor-agent-2]");
    await animationFrame();
    await click("[data-cc=monitor-set-state]");
    await animationFrame();
    await click("[data-cc=monitor-state-lunch]");
    await animationFrame();
    expect(asked("set_agent_state")).toEqual([[2, "not_ready", "lunch"]]);
});

test("agents are found by name and queue; an empty result says so", async () => {
    const monitor = await start();
    await monitor.open();
    expect(monitor.view({queue: 1}).agents.map(({id}) => id)).toEqual([1, 2]);
    expect(monitor.view({text: "1002"}).agents.map(({id}) => id)).toEqual([2]);
    expect(monitor.view({department: 5})).toEqual({agents: [], queues: [], callers: [], callbacks: []});
});

test("a masked number is shown as it came", async () => {
    await screen({masked: true, waiting: [aCaller("x", 5, {number: "138****0001"})]});
    expect("[data-cc=monitor-caller] .o_cc_caller_who").toHaveText(/138\*\*\*\*0001/);
});

test("a lost connection is said, and numbers are grey", async () => {
    const monitor = await screen();
    expect("[data-cc=monitor-live]").toHaveCount(1);
    monitor.connected = false;
    await animationFrame();
    await advanceTime(2000);
    await animationFrame();
    expect("[data-cc=monitor-behind]").toHaveCount(1);
    expect(".o_cc_stale").toHaveCount(1);
});

test("the wall turns its pages by itself", async () => {
    await screen({}, {}, "monitor_wall");
    expect("[data-cc=wall-queue-help]").toHaveCount(1);
    await advanceTime(21000);
    await animationFrame();
    expect("[data-cc=wall-page] .o_cc_agent").toHaveCount(3);
    await advanceTime(21000);
    await animationFrame();
    expect("[data-cc=wall-queue-help]").toHaveCount(1);
    expect(server.asked.filter(([name]) => name === "monitor_load").length).toBe(1);
});
