/** The allocation's tree and button in a form, with a server behind them that says what a test wants. */
import {beforeEach, expect, test} from "@odoo/hoot";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {click, edit, press, queryAllTexts} from "@odoo/hoot-dom";
import {contains, defineModels, fields, models, mountView, onRpc} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

const row = (key, parent, level, name, values) => ({
    key,
    parent,
    level,
    name,
    target: true,
    note: "",
    holds: 0,
    untouched: 0,
    called: 0,
    won: 0,
    ...values,
});
const TREE = [
    row("d1", null, 0, "Sales", {department_id: 1, user_id: false, target: false}),
    row("u7", "d1", 1, "Ann", {department_id: 1, user_id: 7, called: 10, won: 1}),
    row("u8", "d1", 1, "Bob", {department_id: 1, user_id: 8, note: "left out"}),
];
const CHOICE = {ticked: ["u7"], weights: {}, amounts: {}};

class Allocate extends models.Model {
    _name = "callcenter.allocate";

    kind = fields.Selection({selection: [["allocate", "Allocate"]], default: "allocate"});
    way = fields.Selection({selection: [["weight", "Weights"]], default: "weight"});
    targets = fields.Selection({selection: [["agent", "Agents"]], default: "agent"});
    each = fields.Integer();
    planned = fields.Integer();
    tree = fields.Json();
    plan = fields.Json();
    choice = fields.Json({onChange: () => {}});

    _records = [
        {
            id: 1,
            kind: "allocate",
            way: "weight",
            targets: "agent",
            planned: 10,
            tree: TREE,
            plan: {u7: 10},
            choice: CHOICE,
        },
    ];
    _views = {
        form: `<form>
            <field name="choice" widget="callcenter_target_tree" />
            <widget name="callcenter_move_button" />
        </form>`,
    };
}

defineMailModels();
defineModels([Allocate]);

const tick = (at) => `.o_callcenter_tree tbody tr:eq(${at}) input[name=tick]`;
const weight = (at) => `.o_callcenter_tree tbody tr:eq(${at}) input[name=number]`;
const choices = [];

beforeEach(async () => {
    choices.length = 0;
    onRpc("callcenter.allocate", "onchange", ({args}) => {
        const {choice} = args[1];
        choices.push(choice);
        const plan = Object.fromEntries(choice.ticked.map((key) => [key, 10 / choice.ticked.length]));
        return {value: {plan, planned: 10}};
    });
    await mountView({type: "form", resModel: "callcenter.allocate", resId: 1});
});

test("ticks fast after one another are one question to the server", async () => {
    expect(".o_callcenter_tree tbody tr:eq(0)").toHaveText(/1 of 2 agents/);
    expect(tick(0)).toHaveProperty("indeterminate", true);
    await click(tick(2));
    await click(tick(1));
    await click(tick(1));
    await animationFrame();
    expect(tick(0)).toBeChecked();
    expect(choices).toEqual([]);
    await advanceTime(200);
    await animationFrame();
    expect(choices.map((choice) => [...choice.ticked].sort())).toEqual([["u7", "u8"]]);
    expect(queryAllTexts(".o_callcenter_gets")).toEqual(["10", "5", "5"]);
});

test("a department's tick is its agents'", async () => {
    await click(tick(0));
    await advanceTime(200);
    await click(tick(0));
    await advanceTime(200);
    expect(choices.map((choice) => choice.ticked.length)).toEqual([2, 0]);
});

test("who is left out says why until ticked", async () => {
    expect(".o_callcenter_tree tbody tr:eq(2)").toHaveText(/left out/);
    await click(tick(2));
    await animationFrame();
    expect(".o_callcenter_tree tbody tr:eq(2)").not.toHaveText(/left out/);
});

test("a weight is taken while it is typed, nonsense is not", async () => {
    await click(weight(1));
    await edit("2.5");
    await advanceTime(200);
    expect(choices.at(-1).weights).toEqual({u7: 2.5});
    await edit("x");
    await advanceTime(200);
    expect(choices.length).toBe(1);
});

test("an agent is found with the department above", async () => {
    await contains(".o_callcenter_tree input[name=find]").edit("ann", {confirm: false});
    await animationFrame();
    expect(queryAllTexts(".o_callcenter_tree label")).toEqual(["Sales · 1 of 2 agents", "Ann"]);
});

test("arrows go from tick to tick and fold a department", async () => {
    await click(tick(1));
    await press("ArrowUp");
    expect(tick(0)).toBeFocused();
    await press("ArrowLeft");
    await animationFrame();
    expect(".o_callcenter_tree tbody tr").toHaveCount(1);
    await press("ArrowRight");
    await animationFrame();
    expect(".o_callcenter_tree tbody tr").toHaveCount(3);
});

test("Ctrl+Enter moves what is seen; another number is asked for", async () => {
    const expected = [];
    onRpc("callcenter.allocate", "action_move", ({kwargs}) => {
        expected.push(kwargs.expected);
        return expected.length === 1 ? {planned: 9, count: 9} : false;
    });
    await press(["Control", "Enter"]);
    await animationFrame();
    await animationFrame();
    expect(expected).toEqual([10]);
    expect(".modal .modal-title").toHaveText("The numbers have changed");
    await contains(".modal .btn-primary").click();
    expect(expected.length).toBe(2);
    expect(".modal").toHaveCount(0);
});
