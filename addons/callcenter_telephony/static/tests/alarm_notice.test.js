import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {click, queryAllTexts, queryOne, waitFor} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {getService, mountWithCleanup} from "@web/../tests/web_test_helpers";
import {browser} from "@web/core/browser/browser";
import {WebClient} from "@web/webclient/webclient";
import {connected, defineCallCenterModels, setUpCallCenter, settle, tell} from "./call_center_test_helpers";

defineCallCenterModels();
describe.current.tags("desktop");

const NOTICE = ".o_cc_alarm_notice";
let clock = 0;

function anAlarm(values = {}) {
    return {kind: "queue", id: 1, name: "Help", metric: "longest_wait", value: 125.4, limit: 120, ...values};
}

async function alarm(...alarms) {
    tell("alarms", {at: ++clock, alarms});
    await settle();
}

beforeEach(async () => {
    browser.sessionStorage.removeItem("callcenter.alarms_told");
    setUpCallCenter();
    await mountWithCleanup(WebClient);
    await connected();
});

test("an alarm is said in one line, on any page, and leads to the monitor", async () => {
    await alarm(anAlarm());
    expect(queryOne(`${NOTICE} .o_notification_content`).textContent.trim()).toBe("Help: wait 02:05, limit 02:00");
    const asked = [];
    getService("action").doAction = (name) => asked.push(name);
    await click(`${NOTICE} button:contains('Live Monitor')`);
    await animationFrame();
    expect(asked).toEqual(["callcenter_telephony.callcenter_monitor_action"]);
    expect(NOTICE).toHaveCount(0);
});

test("several at once are one notice, and only the first three are named", async () => {
    await alarm(...[1, 2, 3, 4, 5].map((id) => anAlarm({id, name: `Q${id}`, metric: "waiting", value: 12, limit: 10})));
    await waitFor(NOTICE);
    expect(queryAllTexts(`${NOTICE} .o_notification_content`)[0].split("\n")).toEqual([
        ...["Q1", "Q2", "Q3"].map((name) => `${name}: waiting callers 12, limit 10`),
        "and 2 more",
    ]);
});

test("a name is text, whatever it is", async () => {
    await alarm(anAlarm({name: "<img src=x>"}));
    expect(`${NOTICE} img`).toHaveCount(0);
    expect(NOTICE).toHaveText(/<img src=x>: wait/);
});

test("who looks at the monitor is not told besides", async () => {
    getService("callcenter.monitor").screens = 1;
    await alarm(anAlarm());
    expect(NOTICE).toHaveCount(0);
    getService("callcenter.monitor").screens = 0;
    await alarm(anAlarm());
    expect(NOTICE).toHaveCount(1);
});

test("what a page that was reloaded hears again is not said again", async () => {
    await alarm(anAlarm());
    expect(NOTICE).toHaveCount(1);
    clock--;
    await alarm(anAlarm());
    expect(NOTICE).toHaveCount(1);
});
