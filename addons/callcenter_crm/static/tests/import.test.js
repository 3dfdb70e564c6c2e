import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {drag, press, queryAllTexts, queryOne, setInputFiles} from "@odoo/hoot-dom";
import {advanceTime, animationFrame, mockDate} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    getService,
    models,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {busService} from "@bus/services/bus_service";
import {fileUploadService} from "@web/core/file_upload/file_upload_service";
import {WebClient} from "@web/webclient/webclient";

class ContactList extends models.Model {
    _name = "callcenter.list";

    name = fields.Char();
}

class Campaign extends models.Model {
    _name = "callcenter.campaign";

    name = fields.Char();
    state = fields.Char();

    _records = [{id: 31, name: "Spring", state: "running"}];
}

describe.current.tags("desktop");
defineMailModels();
defineModels({Campaign, ContactList});

const cc = (name) => `[data-cc=${name}]`;
const CAMPAIGN = {id: 31, name: "Spring"};
const CLEANING = {
    file: "first",
    campaign: true,
    campaigns: false,
    customers: "keep",
    blacklist: true,
    bad: "drop",
    values: "drop",
    items: "drop",
    required: [],
};
const server = {};

const aLook = (values = {}) => ({
    file_name: "shenzhen.csv",
    kind: "csv",
    encoding: "gb18030",
    encodings: ["utf-8", "gb18030"],
    separator: ",",
    tables: [],
    table: false,
    header_line: 1,
    total: 100000,
    columns: [
        {index: 0, header: "Who", samples: ["Chen", "Lin", "Wang"], field: "name", certain: true},
        {index: 1, header: "Tel", samples: ["1380013", "", ""], field: "number", certain: false},
        {index: 2, header: "Code", samples: ["A1", "A2", "A3"], field: false, certain: false},
    ],
    rows: [
        ["Chen", "13800139001", "A1"],
        ["Lin", "1380013", "A2"],
    ],
    bad: {1: [1]},
    template: false,
    templates: [],
    fields: [
        {name: "name", label: "Name", group: "Person", required: false, kind: "char"},
        {name: "number", label: "Number", group: "Person", required: true, kind: "number"},
        {name: "city", label: "City", group: "Person", required: false, kind: "char"},
        {name: "source_id", label: "Source", group: "Person", required: false, kind: "item"},
    ],
    cleaning: CLEANING,
    may_add_items: false,
    ...values,
});

const aCount = (values = {}) => ({
    rows: 100000,
    taken: 94118,
    choices: {
        file_first: 2310,
        campaign: 1764,
        campaigns: 4000,
        customers: 300,
        blacklist: 748,
        bad: 1021,
        missing: 39,
    },
    ...values,
});

const aState = (values = {}) => ({
    state: "draft",
    file_name: "shenzhen.csv",
    campaign: CAMPAIGN,
    list_id: 5,
    ...values,
});

function answer(method, reply) {
    onRpc("callcenter.list", method, ({args}) => {
        expect.step([method, ...args.slice(1)]);
        return typeof reply === "function" ? reply(...args) : reply;
    });
}

beforeEach(() => {
    mockDate("2026-11-22 04:00:00", 0);
    Object.assign(server, {state: aState(), look: aLook(), count: aCount(), kept: []});
    onRpc("callcenter.list", "import_state", () => server.state);
    onRpc("callcenter.list", "import_keep", ({args}) => server.kept.push(args[1]) && true);
});

async function open(params = {list_id: 5}) {
    await mountWithCleanup(WebClient);
    const heard = new Set();
    patchWithCleanup(getService("bus_service"), {
        subscribe: (type, callback) => type === "callcenter.import" && heard.add(callback),
        unsubscribe: (type, callback) => heard.delete(callback),
    });
    await getService("action").doAction({type: "ir.actions.client", tag: "callcenter_import", params});
    await animationFrame();
    /** What the bus brings while the page is open. */
    return async (message) => {
        await Promise.all([...heard].map((callback) => callback(message)));
        await animationFrame();
    };
}

/** Somebody is elsewhere in the client; returns what the bus says to all who listen. */
async function leave() {
    const heard = new Set();
    const start = busService.start;
    patchWithCleanup(busService, {
        start(...args) {
            const bus = start.apply(busService, args);
            const subscribe = bus.subscribe;
            bus.subscribe = (type, callback) => {
                if (type === "callcenter.import") {
                    heard.add(callback);
                }
                return subscribe(type, callback);
            };
            return bus;
        },
    });
    await mountWithCleanup(WebClient);
    return (message) => heard.forEach((callback) => callback(message));
}

const field = (index) => `th[data-column='${index}'] select`;
const SENT = [
    {index: 0, header: "Who", field: "name", certain: true},
    {index: 1, header: "Tel", field: "number", certain: false},
    {index: 2, header: "Code", field: false, certain: false},
];
const kinds = () => [0, 1, 2].map((index) => queryOne(`th[data-column='${index}']`).dataset.kind);

async function choose(index, value) {
    await contains(field(index)).select(value);
}

async function move(from, to) {
    const {drop} = await drag(from, {dataTransfer: new DataTransfer()});
    await drop(to);
    await animationFrame();
}

/** A server that takes the file: what it got, and how to go on. */
function mockUpload(response, status = 200) {
    const sent = {};
    patchWithCleanup(fileUploadService, {
        createXhr() {
            const xhr = Object.assign(new EventTarget(), {upload: new EventTarget(), status, response});
            return Object.assign(xhr, {
                open: (method, route) => Object.assign(sent, {route}),
                send: (data) => Object.assign(sent, {data, xhr}),
                abort: () => xhr.dispatchEvent(new Event("abort")),
            });
        },
    });
    return sent;
}

async function give(name = "shenzhen.csv") {
    await setInputFiles(new File(["x"], name));
    await animationFrame();
}

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

test("the run counts on in the browser, hears the server, and ends in its result", async () => {
    server.state = aState({state: "running", rows: 20000, total: 100000, rate: 10000, progress: 0.2, left_s: 8});
    const hear = await open();
    expect(cc("percent")).toHaveText("20%");
    expect(cc("rate")).toHaveText("10,000 rows/s");
    await advanceTime(1000);
    expect(cc("run-rows")).toHaveText(/^30,/);
    expect(cc("left")).toHaveText("7 s left");
    await hear({list_id: 6, state: "running", rows: 1, total: 100000, rate: 1});
    expect(cc("run-rows")).toHaveText(/^3\d,/);
    await hear({list_id: 5, state: "running", rows: 50000, total: 100000, rate: 25000, progress: 0.5, left_s: 2});
    expect(cc("percent")).toHaveText("50%");
    await hear({list_id: 5, state: "running", rows: 51000, total: 100000, rate: 900, progress: 0.45, left_s: 60});
    expect(cc("percent")).toHaveText("50%");
    await hear({list_id: 5, state: "running", rows: 100000, total: 100000, rate: 900, progress: 1, left_s: 0});
    expect(cc("left")).toHaveText("Finishing…");
    server.state = aState({state: "done", total: 100000, taken: 94118, dropped: 5882});
    await hear({list_id: 5, state: "done"});
    expect(cc("import")).toHaveAttribute("data-step", "result");
    expect(cc("taken")).toHaveText("94,118");
});

test("a run is cancelled after a question", async () => {
    server.state = aState({state: "running", rows: 1, total: 10, rate: 0});
    answer("import_cancel", server.state);
    const hear = await open();
    await contains(cc("cancel")).click();
    expect.verifySteps([]);
    await contains(".modal .btn-primary").click();
    await animationFrame();
    expect(cc("cancelling")).toHaveCount(1);
    server.state = aState({state: "cancelled"});
    await hear({list_id: 5, state: "cancelled"});
    expect(cc("notice")).toHaveText(/cancelled/);
    expect.verifySteps([["import_cancel"]]);
});

const aResult = (values = {}) =>
    aState({
        state: "done",
        total: 100000,
        taken: 94118,
        dropped: 5882,
        seconds: 102,
        name: "Shenzhen",
        cleaning: CLEANING,
        finished_at: "2026-11-22 04:00:00",
        reasons: [
            {code: "file", label: "Repeated in the file", help: "The first is kept", count: 2310},
            {code: "bad", label: "Bad number", help: "", count: 1155},
        ],
        sample_dropped: [
            {line: 8, name: "Sun", number: "1380013", reason: "Bad number", note: "7 digits"},
            {line: 214, name: "Lin", number: "139****3369", reason: "Repeated in the file", note: "as in row 2"},
        ],
        can_undo: true,
        undo_note: "94,118 contacts would be deleted.",
        dropped_url: "/web/content/1?download=1",
        ...values,
    });

test("the result tells why rows were not taken, with examples", async () => {
    server.state = aResult();
    await open();
    expect(queryAllTexts("[data-reason] td.text-end:not(.text-muted)")).toEqual(["2,310", "1,155"]);
    expect(queryAllTexts("[data-reason] td.text-muted")).toEqual(["2.3%", "1.2%"]);
    expect("[data-reason=bad] .o_cci_bar > i").toHaveAttribute("style", /width: 50%/);
    expect(cc("download")).toHaveAttribute("data-url", "/web/content/1?download=1");
    expect(cc("sample-row")).toHaveCount(2);
    await contains("[data-reason=bad] button").click();
    expect(queryAllTexts(`${cc("sample-row")} td:nth-child(2)`)).toEqual(["Sun"]);
    expect(queryAllTexts(".o_cci_facts dd")).toEqual([
        "Shenzhen",
        "Spring",
        "shenzhen.csv",
        "the file, this campaign, blacklist",
        "11-22 04:00 · 1 min 42 s · 980 rows/s",
    ]);
});

test("a list is undone after a question", async () => {
    server.state = aResult();
    answer("import_undo", aResult({state: "undone", can_undo: false, undone: 94110, stayed: 8}));
    await open();
    await contains(cc("undo")).click();
    expect(".modal-body").toHaveText(/94,118 contacts would be deleted/);
    await contains(".modal .btn-danger").click();
    await animationFrame();
    expect(cc("notice")).toHaveText(/94,110 contacts were deleted, 8 stayed/);
    expect(cc("undo")).toHaveCount(0);
    expect(cc("allocate")).toHaveCount(0);
    expect.verifySteps([["import_undo"]]);
});

test("another file goes up with the list whose columns and choices hold for it too", async () => {
    server.state = aResult();
    const sent = mockUpload(JSON.stringify({list_id: 6}));
    await open();
    await contains(cc("again")).click();
    expect(cc("earlier")).toHaveCount(1);
    await contains(cc("drop")).click();
    await give();
    expect(sent.data.get("list_id")).toBe("5");
});

test("a cancelled run is begun anew from its columns", async () => {
    server.state = aState({state: "cancelled", options: {encoding: "gb18030"}});
    answer("import_look", server.look);
    await open();
    await contains(cc("retry")).click();
    await animationFrame();
    expect(cc("import")).toHaveAttribute("data-step", "columns");
    expect.verifySteps([["import_look", {encoding: "gb18030"}]]);
});

test("a run that has failed says why", async () => {
    server.state = aState({state: "failed", error: "The server was stopped. Nothing was loaded."});
    await open();
    expect(cc("notice")).toHaveText(/The server was stopped/);
    expect(cc("no-reasons")).toHaveCount(0);
    expect(cc("taken")).toHaveCount(0);
});

test("who has left the page is told when it is over, and opens the result from there", async () => {
    const hear = await leave();
    hear({list_id: 5, state: "running", rows: 10, total: 100});
    await animationFrame();
    expect(".o_notification").toHaveCount(0);
    hear({list_id: 5, state: "done", taken: 94118, dropped: 5882});
    await animationFrame();
    expect(".o_notification").toHaveText(/94,118 taken, 5,882 not taken/);
    server.state = aResult();
    await contains(".o_notification_buttons button").click();
    await animationFrame();
    expect(cc("import")).toHaveAttribute("data-step", "result");
    hear({list_id: 5, state: "done", taken: 1, dropped: 1});
    await animationFrame();
    expect(".o_notification").toHaveCount(0);
});
