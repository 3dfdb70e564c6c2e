import {describe, expect, test} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {contains, getService, mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {WebClient} from "@web/webclient/webclient";

describe.current.tags("desktop");
defineMailModels();

const MODEL = "callcenter.announcement";
const cc = (name) => `[data-cc="${name}"]`;
const ROW = {id: 4, name: "Shifts", level: "important", at: "2026-11-23 08:00:00"};
const NOTICE = {id: 4, name: "Shifts", body: "<p>Posted</p>", author: "Kong", at: ROW.at, files: [], confirm: true};

async function start(rows, notice = NOTICE) {
    onRpc(MODEL, "unread", () => rows);
    onRpc(MODEL, "open_notice", () => notice);
    onRpc(MODEL, "confirm", ({args}) => {
        expect.step(["confirm", args[0]]);
        return true;
    });
    await mountWithCleanup(WebClient);
    await animationFrame();
}

test("a notice that asks for it waits until the reader says that it is read", async () => {
    await start([ROW]);
    expect(cc("notices-count")).toHaveText("1");
    await contains(cc("notices")).click();
    await contains(cc("notice-4")).click();
    await animationFrame();
    expect(cc("notice")).toHaveText(/Posted/);
    expect(cc("notices-count")).toHaveText("1");
    await contains(cc("notice-confirm")).click();
    await animationFrame();
    expect.verifySteps([["confirm", [4]]]);
    expect(cc("notices")).toHaveCount(0);
});

test("another one is read once it is open", async () => {
    await start([ROW], {...NOTICE, confirm: false});
    await contains(cc("notices")).click();
    await contains(cc("notice-4")).click();
    await animationFrame();
    expect(cc("notice-confirm")).toHaveCount(0);
    expect(cc("notices")).toHaveCount(0);
});

test("a notice that comes is told, and covers nothing", async () => {
    const rows = [];
    await start(rows);
    expect(cc("notices")).toHaveCount(0);
    rows.push(ROW);
    await getService("callcenter.announcement").told({id: 4});
    await animationFrame();
    expect(cc("notices-count")).toHaveText("1");
    expect(".o_notification").toHaveText(/Shifts/);
    expect(".modal").toHaveCount(0);
});
