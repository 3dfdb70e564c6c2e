import {expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {contains} from "@web/../tests/web_test_helpers";
import {
    CLEANING,
    aState,
    answer,
    cc,
    give,
    leave,
    mockUpload,
    open,
    server,
    servesImports,
} from "@callcenter_crm/../tests/import_page";

servesImports();

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

test("values that were left empty are told with how often they came", async () => {
    const values = [
        {text: "Radio 101.8", count: 1200},
        {text: "Wall", count: 30},
    ];
    server.state = aResult({emptied: 1300, left_empty: [{label: "Source", count: 1300, values}]});
    await open();
    expect(`${cc("left-empty")} dt`).toHaveText("Source · 1,300");
    expect(queryAllTexts(`${cc("left-empty")} .badge`)).toEqual(["Radio 101.8 ×1,200", "Wall ×30"]);
    expect(`${cc("left-empty")} dd`).toHaveText(/…$/);
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
