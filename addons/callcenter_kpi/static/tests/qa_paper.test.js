import {describe, expect, test} from "@odoo/hoot";
import {press, queryAllTexts, queryFirst} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {contains, defineModels, fields, makeServerError, models, mountView} from "@web/../tests/web_test_helpers";
import {defineCallCenterModels, setUpCallCenter, tell} from "@callcenter_telephony/../tests/call_center_test_helpers";

defineCallCenterModels();
describe.current.tags("desktop");

const GREET = {id: 1, name: "Greets", guidance: "", fatal: false, kind: "scale", possible: 10, value: null, reason: ""};
const NAME = {...GREET, id: 2, name: "Says the name", kind: "yes_no"};
const LEAK = {...GREET, id: 3, name: "Leaks", kind: "yes_no", fatal: true};
const TOTALS = {score: 0, before_fatal: 0, failed: false, earned: 0, possible: 100, left: 2, groups: {4: [0, 100]}};
const server = {};

class QaScore extends models.Model {
    _name = "callcenter.qa.score";

    recording_id = fields.Many2one({relation: "res.partner"});

    _records = [{id: 7, recording_id: false}];

    paper() {
        return {...server.paper, remarks: [...server.paper.remarks]};
    }

    mark(ids, item, value) {
        expect.step(`mark ${item} ${value}`);
        if (server.refused) {
            throw makeServerError({type: "UserError", message: server.refused});
        }
        return {...TOTALS, score: 42, left: 1, failed: item === 3};
    }

    explain(ids, item, reason) {
        expect.step(`explain ${item} ${reason}`);
    }

    remark_live(ids, text, item, ago) {
        expect.step(`remark ${text} ${item} ${Math.round(ago)}`);
        server.paper.remarks.push({id: server.paper.remarks.length + 1, second: 65, text, item_id: item});
        return 1;
    }

    submit() {
        expect.step("submit");
    }
}

defineModels({QaScore});

async function open(paper = {}) {
    setUpCallCenter();
    server.refused = "";
    const groups = [{id: 4, name: "Manner", weight: 100, items: [{...GREET}, {...NAME}, {...LEAK}]}];
    server.paper = {groups, remarks: [], note: "", totals: TOTALS, waiting: 0, live: false, ...paper};
    await mountView({
        type: "form",
        resModel: "callcenter.qa.score",
        resId: 7,
        arch: `<form><field name="recording_id" invisible="1"/><widget name="callcenter_qa_paper"/></form>`,
    });
}

test("a mark is kept at once and the total follows; the same by keys alone", async () => {
    await open();
    await contains("[data-item=Greets] [data-cc=points]").edit("8", {confirm: false});
    await press("Enter");
    await animationFrame();
    expect("[data-cc=total]").toHaveText("42.0");
    await contains("[data-item='Says the name'] [data-cc=yes]").click();
    expect("[data-item='Says the name'] [data-cc=yes]").toHaveClass("active");
    expect.verifySteps(["mark 1 8", "mark 2 1"]);
});

test("points beyond the item are refused without asking the server", async () => {
    await open();
    await contains("[data-item=Greets] [data-cc=points]").edit("11", {confirm: "blur"});
    expect(".o_notification").toHaveText(/“Greets”: 0 to 10\./);
    expect("[data-item=Greets] [data-cc=points]").toHaveValue("");
    expect.verifySteps([]);
});

test("a mark that the server refuses is taken back on the page", async () => {
    expect.errors(1);
    await open();
    server.refused = "Not yours";
    await contains("[data-item='Says the name'] [data-cc=yes]").click();
    await animationFrame();
    expect("[data-item='Says the name'] [data-cc=yes]").not.toHaveClass("active");
    expect.verifySteps(["mark 2 1"]);
    expect.verifyErrors([/Not yours/]);
});

test("a fatal item asks why, N/A leaves an item out and takes it in again", async () => {
    await open();
    await contains("[data-item=Leaks] [data-cc=yes]").click();
    expect("[data-item=Leaks] [data-cc=reason]").toHaveAttribute("placeholder", "Why it is fatal here");
    await contains("[data-item=Leaks] [data-cc=reason]").edit("Told a stranger", {confirm: "blur"});
    await contains("[data-item=Greets] [data-cc=na]").click();
    await contains("[data-item=Greets] [data-cc=na]").click();
    expect.verifySteps(["mark 3 1", "explain 3 Told a stranger", "mark 1 na", "mark 1 null"]);
});

test("without a recording there is nothing to mark a moment of", async () => {
    await open();
    expect("[data-cc=remark]").toHaveCount(0);
    expect("[data-cc=flag]").toHaveCount(0);
    expect("[data-cc=submit]").toBeEnabled();
});

test("while the call runs, a remark has the moment at which it was begun, and a flag its own", async () => {
    await open({live: Date.now() - 60000});
    expect("[data-cc=qa-live]").toHaveText(/01:00/);
    await contains("[data-cc=remark]").edit("Interrupts", {confirm: false});
    await advanceTime(4000);
    await press("Enter");
    await animationFrame();
    await contains("[data-item=Greets] [data-cc=flag]").click();
    expect.verifySteps(["remark Interrupts false 4", "remark Greets 1 0"]);
    expect(queryAllTexts(".o_cc_qa_remark span")).toEqual(["Interrupts", "Greets"]);
    expect("[data-cc=submit]").not.toBeEnabled();
});

test("when the call is over it can be handed in, and what is being typed stays", async () => {
    await open({live: Date.now() - 60000});
    await contains("[data-item=Leaks] [data-cc=reason]").fill("half a", {confirm: false});
    server.paper.live = false;
    tell("qa_score", {id: 8});
    await animationFrame();
    expect("[data-cc=qa-live]").toHaveCount(1);
    tell("qa_score", {id: 7});
    await contains("[data-cc=submit]:enabled").click();
    expect("[data-cc=qa-live]").toHaveCount(0);
    expect(queryFirst("[data-item=Leaks] [data-cc=reason]").value).toBe("half a");
    expect.verifySteps(["explain 3 half a", "submit"]);
});
