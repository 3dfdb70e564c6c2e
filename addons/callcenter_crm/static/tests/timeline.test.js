import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame, mockDate} from "@odoo/hoot-mock";
import {Component, xml} from "@odoo/owl";
import {contains, mountView, onRpc, serverState} from "@web/../tests/web_test_helpers";
import {timelineParts} from "@callcenter_crm/timeline/timeline";

defineMailModels();

const cc = (name) => `[data-cc=${name}]`;
const KINDS = [
    {key: "call", label: "Calls", icon: "fa-phone"},
    {key: "order", label: "Orders", icon: "fa-shopping-cart"},
];
const aRow = (values) => ({kind: "call", icon: "fa-phone", model: "callcenter.call", day: false, ...values});
const CALL = aRow({
    id: 1,
    at: "2026-11-22 03:30:00",
    title: "Incoming call",
    badge: "Answered",
    line: ["Chen Jing", "", "Solved"],
    seconds: 65,
    note: "<b>bold</b>",
});
const ORDER = aRow({
    kind: "order",
    model: "sale.order",
    id: 1,
    at: "2026-11-20 02:00:00",
    title: "S0001",
    tone: "good",
    badge: "Order",
    line: ["Chen Jing"],
});

beforeEach(() => mockDate("2026-11-22 04:00:00", 0));

const open = () =>
    mountView({
        type: "form",
        resModel: "res.partner",
        resId: serverState.partnerId,
        arch: `<form><field name="name" invisible="1"/><widget name="callcenter_timeline"/></form>`,
    });

function answer(reply) {
    onRpc("callcenter.timeline", "page", ({args}) => {
        expect.step(args);
        return {kinds: KINDS, cursor: false, ...reply(...args)};
    });
}

test("events stand by day, newest first, and a note is text", async () => {
    answer(() => ({rows: [CALL, ORDER]}));
    await open();
    expect(queryAllTexts(".o_cct_day")).toEqual(["Today", "November 20, 2026"]);
    expect(`${cc("row-call")} .text-muted:not(.ms-auto)`).toHaveText("Chen Jing · Solved · 1:05");
    expect(`${cc("row-call")} .o_cct_note`).toHaveText("<b>bold</b>");
    expect(`${cc("row-order")} .badge`).toHaveClass("text-bg-success");
    expect.verifySteps([[serverState.partnerId, [], false]]);
});

test("one kind alone, and earlier ones on demand", async () => {
    answer((_id, kinds, cursor) => {
        if (!kinds.length) {
            return {rows: [CALL, ORDER]};
        }
        return cursor ? {rows: [{...CALL, id: 2}]} : {rows: [CALL], cursor: {call: ["x", [1]]}};
    });
    await open();
    await contains(cc("kind-call")).click();
    await animationFrame();
    expect(cc("row-order")).toHaveCount(0);
    expect(cc("kind-call")).toHaveAttribute("aria-pressed", "true");
    await contains(cc("more")).click();
    await animationFrame();
    expect(cc("row-call")).toHaveCount(2);
    expect(cc("more")).toHaveCount(0);
    expect.verifySteps([
        [serverState.partnerId, [], false],
        [serverState.partnerId, ["call"], false],
        [serverState.partnerId, ["call"], {call: ["x", [1]]}],
    ]);
});

test("another addon's part stands on the rows that it is for", async () => {
    class Part extends Component {
        static template = xml`<i class="part" t-esc="props.row.id"/>`;
        static props = {row: Object};
    }
    timelineParts.add("test", {Component: Part, isShown: (row) => row.kind === "order"});
    answer(() => ({rows: [CALL, ORDER]}));
    await open();
    expect(".part").toHaveCount(1);
    expect(`${cc("row-order")} .part`).toHaveCount(1);
    timelineParts.remove("test");
    expect.verifySteps([[serverState.partnerId, [], false]]);
});

test("nobody has to wonder at an empty one", async () => {
    answer(() => ({rows: []}));
    await open();
    expect(cc("empty")).toHaveCount(1);
    expect.verifySteps([[serverState.partnerId, [], false]]);
});
