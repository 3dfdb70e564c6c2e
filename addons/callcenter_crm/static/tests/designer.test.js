import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, expect, test} from "@odoo/hoot";
import {press, queryAllTexts} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {contains, defineModels, fields, models, mountView, onRpc} from "@web/../tests/web_test_helpers";
import {bucketsOf, moved} from "@callcenter_crm/designer/buckets";

const cc = (name) => `[data-cc=${name}]`;
const row = (id) => `${cc("field")}[data-field='${id}']`;

class CallcenterField extends models.Model {
    _name = "callcenter.field";

    model = fields.Char();
    label = fields.Char();
    labels = fields.Json();
    kind = fields.Selection({selection: [["char", "Text"]]});
    required = fields.Boolean();
    sequence = fields.Integer();
    in_form = fields.Boolean();
    in_list = fields.Boolean();
    in_pop = fields.Boolean();
    section_id = fields.Many2one({relation: "callcenter.field.section"});
    access_ids = fields.One2many({relation: "callcenter.field.access"});

    _records = [
        {
            id: 1,
            model: "res.partner",
            label: "Risk",
            labels: {en: "Risk"},
            kind: "char",
            section_id: 7,
            access_ids: [1],
        },
        {id: 2, model: "res.partner", label: "Income", labels: {en: "Income"}, kind: "char", section_id: 7},
        {id: 3, model: "res.partner", label: "Time", labels: {en: "Time"}, kind: "char", in_form: true},
    ];
}

class Section extends models.Model {
    _name = "callcenter.field.section";

    name = fields.Char();

    _records = [{id: 7, name: "Finance"}];
}

class Access extends models.Model {
    _name = "callcenter.field.access";

    role_id = fields.Many2one({relation: "res.users.role"});
    right = fields.Selection({
        selection: [
            ["write", "Write"],
            ["hidden", "Hidden"],
        ],
    });

    _records = [{id: 1, role_id: 1, right: "write"}];
}

class Role extends models.Model {
    _name = "res.users.role";

    name = fields.Char();

    _records = [{id: 1, name: "Agent"}];
}

defineMailModels();
defineModels([CallcenterField, Section, Access, Role]);

const aField = (id, label, values) => ({
    id,
    label,
    kind: "char",
    kind_label: "Text",
    section: 7,
    state: "on",
    ...values,
});
const DESIGN = {
    hosts: [
        {id: 1, model: "res.partner", name: "Customers"},
        {id: 2, model: "crm.lead", name: "Opportunities"},
    ],
    model: "res.partner",
    users: 12,
    roles: [
        {id: 1, name: "Agent"},
        {id: 2, name: "Leader"},
    ],
    langs: [{code: "en_US", name: "English"}],
    sections: [{id: 7, title: "Finance", columns: 2, limited: false}],
    fields: [
        aField(1, "Risk"),
        aField(2, "Income"),
        aField(3, "Time", {section: false}),
        aField(4, "Old", {state: "off"}),
        aField(5, "Gone", {state: "archived"}),
    ],
    standard: [{name: "phone", label: "Phone", type: "char", title: "Head"}],
};
const shown = {
    id: 9,
    name: "Wang Lei",
    label: "Risk",
    masked: false,
    sections: [
        {
            id: 7,
            title: "Finance",
            columns: 2,
            standard: false,
            outside: false,
            fields: [{id: 1, name: "x_cc_risk", label: "Risk", readonly: true, required: false, value: "high"}],
        },
    ],
};
const ARCH = `<form js_class="callcenter_designer">
    <field name="model" invisible="1"/>
    <field name="label"/>
    <field name="labels" invisible="1"/>
    <field name="kind" invisible="1"/>
    <field name="required" invisible="1"/>
    <field name="sequence" invisible="1"/>
    <field name="in_form"/>
    <field name="in_list" invisible="1"/>
    <field name="in_pop" invisible="1"/>
    <field name="section_id" invisible="1"/>
    <widget name="callcenter_rights_tools"/>
    <field name="access_ids"><list editable="bottom"><field name="role_id"/><field name="right"/></list></field>
</form>`;

beforeEach(() => {
    onRpc("callcenter.field", "design", ({args}) => {
        expect.step(`design ${args[0]}`);
        return args[0] === "crm.lead" ? {...DESIGN, model: "crm.lead", fields: [], sections: []} : DESIGN;
    });
    onRpc("callcenter.field", "preview", ({args}) => {
        const [, place, roleId, , draft] = args;
        expect.step(`preview ${place} ${roleId} ${draft.id} ${draft.label} ${draft.right}`);
        return shown;
    });
    onRpc("callcenter.field", "arrange", ({args}) => {
        expect.step(`arrange ${args[0]} ${args[1]}`);
        return true;
    });
});

async function open(resId = 1) {
    await mountView({type: "form", resModel: "callcenter.field", resId, arch: ARCH});
    await settled();
    expect.verifySteps(["design false", "preview form 1 1 Risk write"]);
}

/** What the page asks for a moment after a change has come. */
async function settled() {
    await animationFrame();
    await advanceTime(300);
    await animationFrame();
}

test("fields stand by their sections, and what is off the form apart", async () => {
    await open();
    expect(queryAllTexts(`${cc("field")} .o_ccd_label`)).toEqual(["Risk", "Income", "Time"]);
    expect(queryAllTexts(`${cc("section")} .o_ccd_label`)).toEqual([
        "Finance",
        "Further Data",
        "Not on the form",
        "Archived",
    ]);
    expect(row(1)).toHaveClass("o_ccd_chosen");
    await contains(`${cc("section")}[data-section=off]`).click();
    expect(row(4)).toHaveCount(1);
    await contains(".o_ccd_find input").edit("pho");
    expect(".o_ccd_locked").toHaveText(/Phone/);
    expect(cc("field")).toHaveCount(0);
});

test("the preview marks the chosen field and follows what is not saved", async () => {
    await open();
    expect(`${cc("preview")} .o_ccd_mark dd`).toHaveText("high");
    expect(`${cc("preview")} .o_ccd_mark .fa-lock`).toHaveCount(1);
    await contains("[name=label] input").edit("Danger");
    await settled();
    expect.verifySteps(["preview form 1 1 Danger write"]);
    expect(cc("changes")).toHaveText(/1 change/);
    await contains("[data-place=list]").click();
    await settled();
    expect.verifySteps(["preview list 1 1 Danger write"]);
});

test("another role and place are looked at", async () => {
    await open();
    await contains(cc("preview-role")).select("2");
    await settled();
    expect.verifySteps(["preview form 2 1 Risk write"]);
    await contains("[data-place=pop]").click();
    await settled();
    expect.verifySteps(["preview pop 2 1 Risk write"]);
});

test("the keyboard moves the chosen field, over the edge of its section too", async () => {
    await open();
    await press(["alt", "ArrowDown"]);
    await settled();
    expect.verifySteps(["arrange 2,1 7", "design res.partner", "preview form 1 1 Risk write"]);
    expect(moved(bucketsOf(DESIGN), 2, 1)).toEqual({section: 0, ids: [2, 3]});
    expect(moved(bucketsOf(DESIGN), 3, -1)).toEqual({section: 7, ids: [1, 2, 3]});
    expect(moved(bucketsOf(DESIGN), 3, 1)).toBe(undefined);
    expect(moved(bucketsOf(DESIGN), 4, 1)).toBe(undefined);
});

test("a field is dragged into another section", async () => {
    await open();
    await contains(row(1)).dragAndDrop(row(3));
    await settled();
    expect.verifySteps(["arrange 1,3 false", "design res.partner", "preview form 1 1 Risk write"]);
});

test("another field is not opened before it is said what becomes of changes", async () => {
    onRpc("callcenter.field", "web_save", () => expect.step("saved"));
    await open();
    await contains("[name=label] input").edit("Danger");
    await settled();
    await contains(row(2)).click();
    await contains(".modal .btn-close").click();
    expect("[name=label] input").toHaveValue("Danger");
    await contains(row(2)).click();
    await contains(".modal .btn-secondary").click();
    await settled();
    expect("[name=label] input").toHaveValue("Income");
    expect.verifySteps(["preview form 1 1 Danger write", "preview form 1 2 Income write"]);
});

test("Ctrl S saves and reads the page anew", async () => {
    onRpc("callcenter.field", "web_save", () => expect.step("saved"));
    await open();
    await contains("[name=in_form] input").click();
    await settled();
    await press(["control", "s"]);
    await settled();
    expect.verifySteps(["preview form 1 1 Risk write", "saved", "design res.partner", "preview form 1 1 Risk write"]);
    expect(".o_form_button_save").not.toBeEnabled();
});

test("all roles get the right of another field", async () => {
    onRpc("callcenter.field.access", "search_read", () => [{id: 2, role_id: [1, "Agent"], right: "hidden"}]);
    await open();
    await contains(cc("copy-from")).click();
    await contains(".o-dropdown-item:contains(Income)").click();
    await settled();
    expect.verifySteps(["preview form 1 1 Risk hidden"]);
    expect("[name=access_ids] .o_data_cell[name=right]").toHaveText("Hidden");
});

test("a host without a field asks for the first one", async () => {
    await open();
    await contains("[data-host='crm.lead']").click();
    await settled();
    expect(cc("no-fields")).toHaveCount(1);
    expect(cc("changes")).toHaveText(/Not saved yet/);
    expect(".o_ccd_tabs .active").toHaveText("Opportunities");
    expect.verifySteps(["design crm.lead", "preview form 1 false New field write"]);
});
