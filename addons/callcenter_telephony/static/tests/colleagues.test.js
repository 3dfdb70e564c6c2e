import {expect, test} from "@odoo/hoot";
import {press, queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {contains, getService, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {aDeskSuite, cc, startBar} from "./call_center_starts";
import {aState, asked, settle, tell} from "./call_center_test_helpers";

aDeskSuite();

const aColleague = (id, name, state, values = {}) => ({
    id,
    name,
    state,
    user_id: 100 + id,
    extension: `100${id}`,
    sub: false,
    reason: false,
    since: Date.now(),
    department: "Service",
    near: true,
    ...values,
});
const TEAM = [
    aColleague(2, "Li Na", "ready"),
    aColleague(3, "Zhang Wei", "on_call"),
    aColleague(4, "Zhao Min", "offline"),
    aColleague(5, "Ai Lin", "not_ready", {reason: "Lunch"}),
];
const names = () => queryAllTexts(".o_cc_transfer_row .o_cc_ellipsis:first-of-type");

async function start(desktop = {}, colleagues = TEAM, teams = []) {
    await startBar(desktop, {colleagues: {agents: colleagues, teams}});
}

async function open() {
    await contains(cc("colleagues")).click();
    await settle();
}

test("the list has those signed in, the free ones first, and finds the others by name", async () => {
    await start();
    await open();
    expect(names()).toEqual(["Li Na", "Ai Lin", "Zhang Wei"]);
    expect(".o_cc_pill_small:eq(1)").toHaveText(/^Lunch/);
    await contains(cc("colleague-text")).edit("zhao");
    expect(names()).toEqual(["Zhao Min"]);
    expect(cc("call-colleague")).not.toBeEnabled();
    expect(cc("message-colleague")).toBeEnabled();
});

test("Enter calls, and the key opens the list from anywhere", async () => {
    await start();
    await contains(".elsewhere").click();
    await press("alt+l");
    await settle();
    expect(cc("colleague-picker")).toHaveCount(1);
    await contains(cc("colleague-text")).press("Enter");
    await settle();
    expect(asked("dial")).toEqual([["1002", false]]);
    expect(cc("colleague-picker")).toHaveCount(0);
});

test("who talks is not called", async () => {
    await start();
    await open();
    await contains(cc("colleague-text")).edit("wei");
    await contains(cc("colleague-text")).press("Enter");
    expect(asked("dial")).toEqual([]);
});

test("a message opens a conversation with that user", async () => {
    await start();
    patchWithCleanup(getService("mail.store"), {openChat: (person) => expect.step(person.userId)});
    await open();
    await contains(cc("message-colleague")).click();
    expect.verifySteps([102]);
});

test("the conversation of the own department stands below, and is written to", async () => {
    await start({}, [], [{id: 77, name: "Service"}]);
    patchWithCleanup(getService("callcenter.messages"), {writeToTeam: (id) => expect.step(id)});
    await open();
    expect(names()).toEqual(["Service"]);
    expect(cc("call-colleague")).not.toBeEnabled();
    await contains(cc("colleague-text")).press("Enter");
    expect.verifySteps([77]);
});

test("states change in the open list, as they are told", async () => {
    await start();
    await open();
    tell("colleague", {...TEAM[1], state: "ready"});
    await settle();
    expect(names()).toEqual(["Li Na", "Zhang Wei", "Ai Lin"]);
});

test("a call that rings in the team is taken by a click, or by key", async () => {
    await start();
    expect(cc("pick-up")).toHaveCount(0);
    tell("colleague", {...TEAM[0], state: "ringing"});
    await settle();
    expect(cc("pick-up")).toHaveText(/Li Na/);
    await contains(cc("pick-up")).click();
    expect(cc("pick-up")).not.toBeEnabled();
    tell("command", {id: 1, ok: true, message: ""});
    await settle();
    await contains(".elsewhere").click();
    await press("alt+g");
    await animationFrame();
    expect(asked("pick_up")).toEqual([[2], [2]]);
    tell("colleague", {...TEAM[0], state: "on_call"});
    await settle();
    expect(cc("pick-up")).toHaveCount(0);
});

test("what rang before the page was opened is offered too, the longest first", async () => {
    await start({ringing: [{...TEAM[1], state: "ringing"}]});
    tell("colleague", {...TEAM[0], state: "ringing"});
    await settle();
    expect(cc("pick-up")).toHaveText(/Zhang Wei/);
});

test("who is in a call is not asked to pick up another one", async () => {
    await start({state: aState("on_call", {sub: "talk"}), ringing: [{...TEAM[1], state: "ringing"}]});
    expect(cc("pick-up")).toHaveCount(0);
});

test("in the list Enter takes the call of the chosen one", async () => {
    await start({}, [aColleague(6, "Mo Li", "ringing"), aColleague(7, "Ba Li", "ringing", {near: false})]);
    await open();
    expect(names()).toEqual(["Mo Li", "Ba Li"]);
    await contains(cc("colleague-text")).press("Enter");
    expect(asked("pick_up")).toEqual([[6]]);
});

test("the list of colleagues is followed only while it is open", async () => {
    await start();
    const {bus} = getService("callcenter.agent");
    patchWithCleanup(bus, {
        addChannel: (name) => expect.step(`add ${name}`),
        deleteChannel: (name) => expect.step(`delete ${name}`),
    });
    await open();
    await press("escape");
    await settle();
    expect.verifySteps(["add callcenter_colleagues", "delete callcenter_colleagues"]);
});
