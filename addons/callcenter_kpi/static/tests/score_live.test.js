import {describe, expect, test} from "@odoo/hoot";
import {press} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {contains, getService, mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {AgentBar} from "@callcenter_telephony/monitor/agent_bar";
import {defineCallCenterModels, setUpCallCenter} from "@callcenter_telephony/../tests/call_center_test_helpers";

defineCallCenterModels();
describe.current.tags("desktop");

const CALL = {key: "demo:1", direction: "inbound", queue: 1, number: "1", name: "Wang", since: 0};
const ROW = {since: 0, reason: false, wish: false, until: false, sub: false, call: false};
const AGENT = {...ROW, id: 1, name: "Chen", extension: "1001", state: "on_call", sub: "talk", call: CALL};
const ME = {...ROW, id: 9, name: "Ma", extension: "1007", state: "ready"};

async function bar(mine) {
    setUpCallCenter();
    onRpc("callcenter.qa.score", "begin_live", ({args}) => {
        expect.step(`begin ${args[0]}`);
        return {type: "ir.actions.act_window_close"};
    });
    await mountWithCleanup(AgentBar, {props: {agent: false}});
    const monitor = getService("callcenter.monitor");
    Object.assign(monitor, {agents: {1: AGENT, 9: {...ME, ...mine}}, me: {agent_id: 9}});
    await mountWithCleanup(AgentBar, {props: {agent: AGENT}});
    await animationFrame();
}

test("who does not listen to the call cannot score it, and is told why", async () => {
    await bar({});
    expect("[data-cc=monitor-score]").not.toBeEnabled();
    expect("[data-cc=monitor-score]").toHaveAttribute("title", "Listen to the call first, then score it.");
});

test("who listens to another call cannot score this one", async () => {
    await bar({state: "on_call", sub: "monitor", call: {...CALL, key: "demo:2"}});
    expect("[data-cc=monitor-score]").not.toBeEnabled();
});

test("who listens to the call scores it by button or key", async () => {
    await bar({state: "on_call", sub: "monitor", call: CALL});
    await contains("[data-cc=monitor-score]").click();
    await press("5");
    await animationFrame();
    expect.verifySteps(["begin 1", "begin 1"]);
});
