import {expect, test} from "@odoo/hoot";
import {animationFrame, Deferred, runAllTimers, tick} from "@odoo/hoot-mock";
import {waitFor} from "@odoo/hoot-dom";
import {
    getService,
    makeMockEnv,
    makeServerError,
    mountWithCleanup,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {MainComponentsContainer} from "@web/core/main_components_container";
import {session} from "@web/session";
import {aDeskSuite, startServices} from "./call_center_starts";
import {aCard, aDesktop, aState, asked, phoneLog, server, setUpCallCenter, tell} from "./call_center_test_helpers";

aDeskSuite();

async function start(desktop, answers) {
    await startServices(desktop, answers);
    return getService("callcenter.agent");
}

test("an act is pending until the node confirms the state", async () => {
    const agent = await start({}, {not_ready: {command: 5}});
    await agent.notReady("lunch");
    expect(agent.pending).toEqual({name: "not_ready", command: 5});
    expect(agent.state.state).toBe("ready");
    tell("state", aState("not_ready", {reason: "lunch"}));
    await runAllTimers();
    expect(agent.pending).toBe(null);
    expect(agent.state.reason).toBe("lunch");
});

test("a confirmation that overtakes the answer of the act is not waited for again", async () => {
    const answer = new Deferred();
    const agent = await start({}, {ready: () => answer});
    const act = agent.ready();
    agent.onCommand({id: 8, ok: true});
    answer.resolve({command: 8});
    await act;
    expect(agent.pending).toBe(null);
});

test("what the server refuses is said in its words, and nothing is pending", async () => {
    const refuse = () => {
        throw makeServerError({type: "UserError", message: "You are in a call."});
    };
    const agent = await start({}, {dial: refuse});
    await mountWithCleanup(MainComponentsContainer, {noMainContainer: true});
    expect(await agent.dial("123")).toBe(false);
    expect(agent.pending).toBe(null);
    await waitFor(".o_notification:contains('You are in a call.')");
});

test("a command that the node could not carry out is told", async () => {
    const agent = await start({}, {ready: {command: 9}});
    await mountWithCleanup(MainComponentsContainer, {noMainContainer: true});
    await agent.ready();
    tell("command", {id: 9, ok: false, message: "No such queue"});
    await runAllTimers();
    expect(agent.pending).toBe(null);
    await waitFor(".o_notification:contains('No such queue')");
});

test("everything is loaded again when the websocket is back", async () => {
    const agent = await start();
    server.desktop = aDesktop({state: aState("wrap_up"), calls: [aCard({phase: "wrap_up"})]});
    getService("bus_service").trigger("BUS:RECONNECT");
    await runAllTimers();
    await animationFrame();
    expect(agent.state.state).toBe("wrap_up");
    expect(agent.calls).toHaveLength(1);
});

test("an answer overtaken by a message is asked for again", async () => {
    const agent = await start();
    const answers = [new Deferred(), new Deferred()];
    const waiting = [...answers];
    server.answers.desktop = () => waiting.shift();
    const load = agent.reload();
    await tick();
    agent.onState(aState("ringing"));
    answers[0].resolve(aDesktop({state: aState("ready")}));
    answers[1].resolve(aDesktop({state: aState("ringing")}));
    await load;
    expect(agent.state.state).toBe("ringing");
    expect(waiting).toHaveLength(0);
});

test("a change of an unknown call fetches its card", async () => {
    const agent = await start({}, {call_card: aCard()});
    tell("call", {key: "demo:1700.1", phase: "talk"});
    await runAllTimers();
    await animationFrame();
    expect(agent.current.partner.name).toBe("Wang Lei");
    expect(agent.current.phase).toBe("talk");
});

test("the server's clock is used, whatever this computer's says", async () => {
    const agent = await start({}, {desktop: () => ({...server.desktop, now: Date.now() - 60000})});
    expect(Math.round((agent.now() - Date.now()) / 1000)).toBe(-60);
});

test("a user who is no agent causes no request", async () => {
    setUpCallCenter();
    patchWithCleanup(session, {callcenter_agent: false});
    await makeMockEnv();
    await runAllTimers();
    expect(asked("desktop")).toHaveLength(0);
    expect(getService("callcenter.phone").status).toBe("off");
    expect(phoneLog()).toEqual([]);
});
