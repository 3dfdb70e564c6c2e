import {expect, test} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-mock";
import {contains, getService} from "@web/../tests/web_test_helpers";
import {aDeskSuite, cc, startWorkspace} from "./call_center_starts";
import {aCard, aState, asked, settle, sip, tell} from "./call_center_test_helpers";

aDeskSuite();

const STEP = {
    id: 7,
    title: "What is it about?",
    text: "<p>Good day <b>Wang Lei</b></p>",
    kind: "choice",
    required: true,
    options: [
        {id: 1, name: "A fault"},
        {id: 2, name: "The bill"},
    ],
    value: false,
};
const RUN = {
    id: 3,
    name: "Service",
    done: false,
    step: STEP,
    answers: [],
    steps: 0,
    choices: [{id: 3, name: "Service"}],
};
const TYPE = {...STEP, id: 8, title: "Since when?", text: "", kind: "text", required: false, options: []};
const onCall = () => ({state: aState("on_call"), calls: [aCard({phase: "talk", answered_at: 1})]});

async function start(answers) {
    await startWorkspace(onCall(), {script: RUN, ...answers});
    await settle();
}

test("the script of the call is beside the form; a choice leads on, the answer stays in view", async () => {
    const answers = [{title: "What is it about?", value: "A fault"}];
    await start({script_answer: {...RUN, step: TYPE, steps: 1, answers}});
    expect(cc("script-text")).toHaveText("Good day Wang Lei");
    expect(cc("script-next")).toHaveCount(0);
    expect(cc("note")).toHaveCount(1);
    await contains(cc("script-option-1")).click();
    await settle();
    expect(asked("script_answer")).toEqual([["demo:1700.1", 3, 7, 1]]);
    expect(cc("script-title")).toHaveText("Since when?");
    expect(cc("script-panel")).toHaveText(/A fault/);
});

test("what is typed survives a reload until it is answered", async () => {
    const run = {...RUN, step: TYPE};
    await start({script: run, script_answer: {...RUN, done: true, step: false, steps: 1}});
    await contains(cc("script-input")).edit("Thursday", {confirm: false});
    expect(sessionStorage.getItem("callcenter.script.demo:1700.1.8")).toBe("Thursday");
    await contains(cc("script-next")).click();
    await settle();
    expect(asked("script_answer")).toEqual([["demo:1700.1", 3, 8, "Thursday"]]);
    expect(sessionStorage.getItem("callcenter.script.demo:1700.1.8")).toBe(null);
    expect(cc("script-done")).toHaveCount(1);
    await contains(cc("script-back")).click();
    await animationFrame();
    expect(asked("script_back")).toEqual([["demo:1700.1", 3, false]]);
});

test("without a script the place is not there", async () => {
    await start({script: {id: false}});
    expect(cc("script-panel")).toHaveCount(0);
});

test("is asked for once in a call, when the server has named it, and again where it was not written down yet", async () => {
    const known = aCard({phase: "ringing"});
    let written = false;
    await startWorkspace({state: aState("ready")}, {script: () => written && RUN});
    sip.ua.invite("1700.1");
    await settle();
    expect(asked("script")).toEqual([]);
    tell("callcenter/offer", known);
    await settle();
    expect(asked("script")).toEqual([[known.key, false]]);
    expect(cc("script-panel")).toHaveCount(0);
    written = true;
    await getService("callcenter.agent").onCall({key: known.key, phase: "talk", answered_at: 2});
    await settle();
    await getService("callcenter.agent").onCall({key: known.key, keys: "1"});
    await settle();
    expect(asked("script")).toEqual([
        [known.key, false],
        [known.key, false],
    ]);
    expect(cc("script-title")).toHaveText("What is it about?");
});

test("another script is chosen where several fit", async () => {
    await start({script: {...RUN, choices: [...RUN.choices, {id: 4, name: "Savings plan"}]}});
    await contains(cc("script-choice")).select("4");
    await settle();
    expect(asked("script").at(-1)).toEqual(["demo:1700.1", 4]);
});
