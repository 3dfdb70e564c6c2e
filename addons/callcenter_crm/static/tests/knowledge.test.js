import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, expect, test} from "@odoo/hoot";
import {press, queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {Deferred, advanceTime, animationFrame} from "@odoo/hoot-mock";
import {Component, xml} from "@odoo/owl";
import {
    contains,
    getService,
    makeMockEnv,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {browser} from "@web/core/browser/browser";
import {KnowledgeModel, isEnough} from "@callcenter_crm/knowledge/knowledge_model";
import {KnowledgeSearch} from "@callcenter_crm/knowledge/knowledge_search";

defineMailModels();

const ARTICLES = "callcenter.knowledge.article";
const cc = (name) => `[data-cc="knowledge-${name}"]`;
const aRow = (id, name) => ({
    id,
    name: [[name, false]],
    category: "Service / Fees",
    excerpt: [
        ["<i>what</i> ", false],
        ["fees", true],
    ],
});
const ROWS = [aRow(1, "Redemption"), aRow(2, "Refunds"), aRow(3, "Meters")];
const anArticle = (id) => ({
    id,
    name: `Article ${id}`,
    body: '<p>It <b>costs</b> <a href="https://fees.test/">this</a>.</p>',
    category: "Service / Fees",
    tags: ["Fund"],
    files: [{id: 8, name: "fees.pdf", mimetype: "application/pdf"}],
    number: 2,
    published_at: "2026-11-20 02:00:00",
    valid_to: "2026-12-31",
    vote: null,
});
let found = [];

beforeEach(() => {
    found = ROWS;
    onRpc(ARTICLES, "search_articles", ({args}) => {
        expect.step(["search", args[0], args[2]]);
        return found;
    });
    onRpc(ARTICLES, "reader_categories", () => [
        {id: 4, name: "Fees", count: 2},
        {id: 5, name: "Faults", count: 1},
    ]);
    onRpc(ARTICLES, "open_article", ({args: [[id], count]}) => {
        expect.step(["open", id, count]);
        return anArticle(id);
    });
    onRpc(ARTICLES, "vote", ({args: [[id], useful]}) => {
        expect.step(["vote", id, useful]);
        return true;
    });
});

/** Opens the search as a page does; `verifySteps` leaves the first question out. */
async function open(place, props = {}) {
    await makeMockEnv();
    const model = new KnowledgeModel(getService("orm"));
    class Page extends Component {
        static template = xml`<div style="height: 600px; width: 900px"><KnowledgeSearch model="model" t-props="more"/></div>`;
        static components = {KnowledgeSearch};
        static props = ["*"];
        model = model;
        more = props;
    }
    await mountWithCleanup(Page);
    await model.start(place);
    await animationFrame();
    return model;
}

async function type(text) {
    await contains(cc("input")).edit(text, {confirm: false});
    await advanceTime(200);
    await animationFrame();
}

async function keys(...all) {
    for (const key of all) {
        await press(key);
        await animationFrame();
    }
}

const selected = () => queryOne(`${cc("row")}[aria-selected=true]`).dataset.id;

test("enough is three characters, or two Chinese ones", () => {
    for (const text of ["fee", "赎回", "a fee", "x 赎回", "赎回费"]) {
        expect(isEnough(text)).toBe(true, {message: text});
    }
    for (const text of ["", "fe", "赎", "a b", "赎a", "   "]) {
        expect(isEnough(text)).toBe(false, {message: text});
    }
});

test("it begins with what is opened most, and the cursor stands in the search", async () => {
    await open();
    expect(cc("input")).toBeFocused();
    expect(".o_cck_often").toHaveCount(1);
    expect(queryAllTexts(".o_cck_title")).toEqual(["Redemption", "Refunds", "Meters"]);
    expect.verifySteps([["search", "", false]]);
});

test("one question for what is typed at once; hits are marked, and HTML is text", async () => {
    await open();
    await type("fees");
    expect.verifySteps([
        ["search", "", false],
        ["search", "fees", false],
    ]);
    expect(queryAllTexts(`${cc("row")} mark`)).toEqual(["fees", "fees", "fees"]);
    expect(".o_cck_excerpt:first").toHaveText("<i>what</i> fees");
    expect(`${cc("row")} i`).toHaveCount(0);
});

test("too little is not asked, and said", async () => {
    await open();
    await type("fe");
    expect(cc("short")).toHaveCount(1);
    expect(cc("row")).toHaveCount(0);
    expect.verifySteps([["search", "", false]]);
});

test("an answer that comes too late is not shown", async () => {
    const model = await open();
    const late = new Deferred();
    onRpc(ARTICLES, "search_articles", ({args}) => (args[0] === "slow" ? late : [aRow(9, "Quick")]));
    model.text = "slow";
    model.search();
    model.text = "quick";
    await model.search();
    late.resolve([aRow(8, "Slow")]);
    await animationFrame();
    expect(queryAllTexts(".o_cck_title")).toEqual(["Quick"]);
    expect.verifySteps([["search", "", false]]);
});

test("arrows choose, Enter opens, Esc takes back one thing after the other", async () => {
    await open(false, {onEscape: () => expect.step("away")});
    await type("fees");
    await keys("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp");
    expect(selected()).toBe("3");
    await keys("Enter");
    expect(cc("title")).toHaveText("Article 3");
    expect(cc("input")).toBeFocused();
    await keys("Escape");
    expect(cc("article")).toHaveCount(0);
    expect(cc("input")).toHaveValue("fees");
    await keys("Escape");
    expect(cc("input")).toHaveValue("");
    await keys("Escape");
    expect.verifySteps([
        ["search", "", false],
        ["search", "fees", false],
        ["open", 3, true],
        ["search", "", false],
        "away",
    ]);
});

test("only one category, and back to all where nothing is found", async () => {
    await open();
    found = [];
    await contains(cc("category")).select("5");
    await type("fees");
    expect(cc("none")).toHaveText(/Nothing found in this category/);
    await contains(cc("everywhere")).click();
    expect.verifySteps([
        ["search", "", false],
        ["search", "", 5],
        ["search", "fees", 5],
        ["search", "fees", false],
    ]);
});

test("an article with its files; a link in it opens beside", async () => {
    patchWithCleanup(browser, {open: (url, target) => expect.step([url, target])});
    await open();
    await contains(`${cc("row")}[data-id="2"]`).click();
    expect(`${cc("body")} b`).toHaveText("costs");
    expect(cc("file")).toHaveAttribute("href", "/web/content/8");
    expect(".o_cck_facts").toHaveText(/Version 2/);
    await contains(`${cc("body")} a`).click();
    expect.verifySteps([
        ["search", "", false],
        ["open", 2, true],
        ["https://fees.test/", "_blank"],
    ]);
});

test("a vote can be changed and taken back", async () => {
    await open();
    await contains(`${cc("row")}[data-id="1"]`).click();
    await contains(cc("useful")).click();
    expect(cc("useful")).toHaveAttribute("aria-pressed", "true");
    await contains(cc("useless")).click();
    await contains(cc("useless")).click();
    expect(cc("useless")).toHaveAttribute("aria-pressed", "false");
    expect.verifySteps([
        ["search", "", false],
        ["open", 1, true],
        ["vote", 1, true],
        ["vote", 1, false],
        ["vote", 1, null],
    ]);
});

test("what was open is shown again, and not counted again", async () => {
    const model = await open({text: "fees", category: 4, id: 2});
    expect(cc("input")).toHaveValue("fees");
    expect(cc("category")).toHaveValue("4");
    expect(cc("title")).toHaveText("Article 2");
    expect(model.place).toEqual({text: "fees", category: 4, id: 2});
    expect.verifySteps([
        ["open", 2, false],
        ["search", "fees", 4],
    ]);
});

test("a search that fails says so and can be tried again", async () => {
    await open();
    onRpc(ARTICLES, "search_articles", () => {
        throw new Error("down");
    });
    await type("fees");
    expect(cc("failed")).toHaveCount(1);
    expect(cc("row")).toHaveCount(3);
    onRpc(ARTICLES, "search_articles", () => []);
    await contains(`${cc("failed")} a`).click();
    await animationFrame();
    expect(cc("none")).toHaveCount(1);
    expect.verifySteps([["search", "", false]]);
});

test("an article that is gone since leaves the search as it was", async () => {
    onRpc(ARTICLES, "open_article", () => {
        throw new Error("gone");
    });
    await open({text: "fees", category: false, id: 2});
    expect(cc("article")).toHaveCount(0);
    expect(cc("row")).toHaveCount(3);
    expect.verifySteps([["search", "fees", false]]);
});

test("without any article it says where they come from", async () => {
    found = [];
    await open();
    expect(cc("empty")).toHaveCount(1);
    expect.verifySteps([["search", "", false]]);
});
