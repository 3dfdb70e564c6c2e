import {expect, test} from "@odoo/hoot";
import {press, queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {Deferred, animationFrame} from "@odoo/hoot-mock";
import {contains, defineActions, mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {redirect} from "@web/core/utils/urls";
import {WebClient} from "@web/webclient/webclient";
import {
    CAMPAIGN,
    CLEANING,
    SENT,
    aCount,
    aLook,
    aState,
    answer,
    cc,
    choose,
    field,
    give,
    kinds,
    mockUpload,
    move,
    open,
    server,
    servesImports,
} from "@callcenter_crm/../tests/import_page";

servesImports();

test("a file comes up with a bar and leads to its columns", async () => {
    const sent = mockUpload(JSON.stringify({list_id: 5}));
    answer("import_look", server.look);
    await open({campaign: CAMPAIGN});
    expect(cc("campaign-name")).toHaveText("Spring");
    await contains(cc("drop")).click();
    await give();
    expect(sent.route).toBe("/callcenter/import/upload");
    expect([sent.data.get("campaign_id"), sent.data.get("file").name, sent.data.get("ufile")]).toEqual([
        "31",
        "shenzhen.csv",
        null,
    ]);
    sent.xhr.upload.dispatchEvent(new ProgressEvent("progress", {loaded: 40, total: 100}));
    await animationFrame();
    expect(`${cc("upload")} .o_cci_bar > i`).toHaveAttribute("style", /width: 40%/);
    sent.xhr.dispatchEvent(new Event("load"));
    await animationFrame();
    await animationFrame();
    expect(cc("import")).toHaveAttribute("data-step", "columns");
    expect.verifySteps([["import_look", {}]]);
});

test("the server's sentence is shown, and another file can be chosen", async () => {
    const sent = mockUpload(JSON.stringify({error: "The file has a password. Save it without one."}));
    await open({campaign: CAMPAIGN});
    await contains(cc("drop")).click();
    await give("secret.xlsx");
    sent.xhr.dispatchEvent(new Event("load"));
    await animationFrame();
    expect(cc("error")).toHaveText("The file has a password. Save it without one.");
    expect(cc("drop")).toHaveCount(1);
});

test("a file that cannot be read says why, and the next one takes its place", async () => {
    const sent = mockUpload(JSON.stringify({list_id: 5}));
    onRpc("callcenter.list", "import_look", () => ({file_name: "cut.xlsx", error: "The file is cut off."}));
    await open({campaign: CAMPAIGN});
    await contains(cc("drop")).click();
    await give("cut.xlsx");
    sent.xhr.dispatchEvent(new Event("load"));
    await animationFrame();
    await animationFrame();
    expect(cc("error")).toHaveText("The file is cut off.");
    await contains(cc("drop")).click();
    await give();
    expect(cc("error")).toHaveCount(0);
    expect(sent.data.get("list_id")).toBe("5");
});

test("a file of another kind is not sent", async () => {
    const sent = mockUpload("{}");
    await open({campaign: CAMPAIGN});
    await contains(cc("drop")).click();
    await give("photo.png");
    expect(sent).toEqual({});
    expect(cc("error")).toHaveText(/photo\.png/);
});

test("without a campaign one is chosen first", async () => {
    await open({});
    expect(`${cc("drop")} input`).not.toBeEnabled();
    await contains(cc("campaign")).select("31");
    await animationFrame();
    expect(`${cc("drop")} input`).toBeEnabled();
});

test("columns show guesses, what is certain and what is not imported, and bad numbers", async () => {
    answer("import_look", server.look);
    await open();
    expect(kinds()).toEqual(["sure", "guess", "none"]);
    expect(queryAllTexts("td.o_cci_bad")).toEqual(["1380013"]);
    expect(queryAllTexts("th[data-column='0'] .o_cci_sample")).toEqual(["Chen", "Lin", "Wang"]);
    expect(queryAllTexts(`${cc("fields")} [data-field]`)).toEqual(["City", "Source"]);
    expect(cc("size")).toHaveText("100,000 rows · 3 columns");
    await contains("th[data-column='1'] button").click();
    expect(kinds()).toEqual(["sure", "sure", "none"]);
    expect.verifySteps([["import_look", {}]]);
});

test("a field is chosen, moved and taken away; the draft is kept", async () => {
    answer("import_look", server.look);
    await open();
    await choose(2, "number");
    expect(kinds()).toEqual(["sure", "none", "sure"]);
    expect("td.o_cci_bad").toHaveCount(0);
    await choose(2, "");
    expect(cc("missing")).toHaveText("No column yet for: Number");
    expect(cc("next")).not.toBeEnabled();
    expect(server.kept.at(-1).columns.map((column) => column.field)).toEqual(["name", false, false]);
    expect.verifySteps([["import_look", {}]]);
});

test("fields are dragged to columns, and from column to column", async () => {
    answer("import_look", server.look);
    await open();
    await move("[data-field=city]", "th[data-column='2']");
    expect(field(2)).toHaveValue("city");
    await move("th[data-column='2'] button", "th[data-column='0']");
    expect([0, 2].map((index) => queryOne(field(index)).value)).toEqual(["city", "name"]);
    expect.verifySteps([["import_look", {}]]);
});

test("the file is read again with another encoding, and without its template", async () => {
    server.look = aLook({template: {id: 3, name: "Shenzhen"}});
    answer("import_look", () => server.look);
    await open();
    expect(cc("template")).toHaveText(/Shenzhen.*2 columns/);
    const read = {kind: "csv", encoding: "gb18030", separator: ",", table: false, header_line: 1};
    await contains(cc("encoding")).select("utf-8");
    server.look = aLook();
    await contains(cc("no-template")).click();
    await animationFrame();
    expect(cc("template")).toHaveCount(0);
    expect.verifySteps([
        ["import_look", {}],
        ["import_look", {...read, encoding: "utf-8"}],
        ["import_look", read, false],
    ]);
});

test("a template is saved by name", async () => {
    answer("import_look", server.look);
    answer("import_template_save", {id: 9, name: "Monthly"});
    await open();
    await contains(cc("save-template")).click();
    await contains(cc("template-name")).edit("Monthly");
    await animationFrame();
    expect(cc("template")).toHaveText(/Monthly/);
    expect(kinds()).toEqual(["sure", "sure", "none"]);
    expect.verifySteps([
        ["import_look", {}],
        [
            "import_template_save",
            "Monthly",
            SENT,
            {kind: "csv", encoding: "gb18030", separator: ",", table: false, header_line: 1},
        ],
    ]);
});

test("Ctrl+Enter goes on; each choice is counted and a change counts anew", async () => {
    answer("import_look", server.look);
    answer("import_count", (ids, columns, {customers}) =>
        customers === "drop" ? aCount({taken: 93818}) : server.count
    );
    await open();
    await press(["ctrl", "enter"]);
    await animationFrame();
    expect(cc("import")).toHaveAttribute("data-step", "cleaning");
    expect(cc("taken")).toHaveText("94,118");
    expect(cc("dropped")).toHaveText("5,882");
    const count = (name) => `[data-choice=${name}] ${cc("count")}`;
    expect(count("file")).toHaveText("2,310");
    expect("[data-choice=campaigns]").toHaveClass("o_cci_keeps");
    await contains("[data-choice=customers] [data-way=drop]").click();
    await animationFrame();
    expect(cc("taken")).toHaveText("93,818");
    expect(server.kept.at(-1)).toMatchObject({step: "cleaning"});
    expect(server.kept.at(-1).cleaning.customers).toBe("drop");
    expect.verifySteps([
        ["import_look", {}],
        ["import_count", SENT, CLEANING],
        ["import_count", SENT, {...CLEANING, customers: "drop"}],
    ]);
});

test("nothing left to take cannot be run", async () => {
    onRpc("callcenter.list", "import_look", () => server.look);
    onRpc("callcenter.list", "import_count", () => aCount({taken: 0}));
    await open();
    await contains(cc("next")).click();
    await animationFrame();
    expect(cc("run")).not.toBeEnabled();
    expect(cc("none-left")).toHaveCount(1);
});

test("a field is asked for, an unknown item is added by who may", async () => {
    server.look = aLook({may_add_items: true});
    onRpc("callcenter.list", "import_look", () => server.look);
    onRpc("callcenter.list", "import_count", () => server.count);
    await open();
    expect("[data-choice=items]").toHaveCount(0);
    await choose(2, "source_id");
    await contains(cc("next")).click();
    await animationFrame();
    await contains("[data-choice=items] [data-way=add]").click();
    await contains(cc("asked")).click();
    await contains("[data-asked=name]").click();
    await animationFrame();
    expect(cc("asked")).toHaveText("Name");
    const asked = server.kept.at(-1).cleaning;
    expect([asked.items, asked.required]).toEqual(["add", ["name"]]);
});

test("unknown values are left empty where nobody chose; a customer cannot be added", async () => {
    const columns = [
        ...server.look.fields,
        {name: "x_cc_by", label: "By", group: "X", required: false, kind: "partner"},
    ];
    server.look = aLook({may_add_items: true, fields: columns});
    onRpc("callcenter.list", "import_look", () => server.look);
    onRpc("callcenter.list", "import_count", () => aCount({choices: {items: 7}}));
    await open();
    await choose(2, "x_cc_by");
    await contains(cc("next")).click();
    await animationFrame();
    expect("[data-choice=values]").toHaveCount(0);
    expect("[data-choice=items] [data-way=empty]").toHaveAttribute("aria-pressed", "true");
    expect("[data-choice=items] [data-way=add]").toHaveCount(0);
    expect(`[data-choice=items] ${cc("count")}`).toHaveText("7");
    expect("[data-choice=items]").toHaveClass("o_cci_keeps");
});

test("the address of a list has a name in the breadcrumb", async () => {
    onRpc("callcenter.list", "import_look", () => server.look);
    defineActions([
        {id: 77, path: "import-contacts", type: "ir.actions.client", tag: "callcenter_import", name: "Import Contacts"},
    ]);
    redirect("/odoo/import-contacts/5");
    await mountWithCleanup(WebClient);
    await animationFrame();
    await animationFrame();
    expect(cc("import")).toHaveAttribute("data-step", "columns");
    expect(".o_breadcrumb").toHaveText("Import Contacts");
});

test("a long count has a bar", async () => {
    const counted = new Deferred();
    onRpc("callcenter.list", "import_look", () => server.look);
    onRpc("callcenter.list", "import_count", () => counted);
    const hear = await open();
    await contains(cc("next")).click();
    expect(cc("counting")).toHaveCount(1);
    await hear({list_id: 5, rows: 30000, total: 120000}, "callcenter.import.count");
    expect(cc("counting")).toHaveText("Counting the whole file… 30,000 of 120,000 rows");
    expect(`${cc("count-bar")} i`).toHaveAttribute("style", /width: 25%/);
    await hear({list_id: 6, rows: 90000, total: 120000}, "callcenter.import.count");
    expect(`${cc("count-bar")} i`).toHaveAttribute("style", /width: 25%/);
    counted.resolve(server.count);
    await animationFrame();
    await animationFrame();
    expect(cc("count-bar")).toHaveCount(0);
    expect(cc("taken")).toHaveText("94,118");
});

test("a draft is taken up where it was left", async () => {
    server.state = aState({
        step: "cleaning",
        columns: [{index: 1, header: "Tel", field: "number", certain: false}],
        options: {encoding: "gb18030"},
    });
    server.look = aLook({cleaning: {...CLEANING, customers: "drop"}});
    server.look.columns[1].certain = true;
    answer("import_look", server.look);
    answer("import_count", server.count);
    await open();
    await animationFrame();
    expect(cc("import")).toHaveAttribute("data-step", "cleaning");
    expect("[data-choice=customers] [data-way=drop]").toHaveAttribute("aria-pressed", "true");
    await contains(cc("back")).click();
    expect(kinds()).toEqual(["sure", "guess", "none"]);
    expect.verifySteps([
        ["import_look", {encoding: "gb18030"}],
        ["import_count", SENT, {...CLEANING, customers: "drop"}],
    ]);
});

test("a count that the server refuses says why", async () => {
    onRpc("callcenter.list", "import_look", () => server.look);
    onRpc("callcenter.list", "import_count", () => ({error: "The text does not fit the encoding."}));
    await open();
    await contains(cc("next")).click();
    await animationFrame();
    expect(cc("error")).toHaveText("The text does not fit the encoding.");
    expect(cc("run")).not.toBeEnabled();
});
