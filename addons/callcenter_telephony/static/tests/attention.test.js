import {describe, expect, test} from "@odoo/hoot";
import {advanceTime} from "@odoo/hoot-mock";
import {getService, makeMockEnv, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {desktopNotice} from "@callcenter_telephony/phone/desktop_notice";
import {
    aCard,
    aState,
    connected,
    defineCallCenterModels,
    phoneLog,
    settle,
    setUpCallCenter,
    sip,
    tell,
} from "./call_center_test_helpers";

defineCallCenterModels();
describe.current.tags("desktop");

async function start(hidden) {
    setUpCallCenter({}, {call_card: aCard()});
    patchWithCleanup(document, {
        get hidden() {
            return hidden;
        },
    });
    patchWithCleanup(desktopNotice, {
        show: (title, body) => {
            expect.step(`${title} | ${body}`);
            return {close: () => expect.step("closed")};
        },
    });
    await makeMockEnv();
    await connected();
    await settle();
}

test("in a hidden tab a notice says who calls, the title blinks, and the phone goes on ringing", async () => {
    await start(true);
    getService("title").setParts({action: "Workspace"});
    tell("offer", aCard());
    await settle();
    expect.verifySteps(["Call: Wang Lei | 138 1234 5678 · Service"]);
    const title = getService("title");
    expect(title.getParts().callcenter).toBe("Call: Wang Lei");
    expect(title.current).toBe("(1) Call: Wang Lei - Workspace");
    await advanceTime(1000);
    expect(title.current).toBe("Workspace");
    expect(title.getParts().callcenter).toBe(undefined);
    await advanceTime(1000);
    expect(title.getParts().callcenter).toBe("Call: Wang Lei");
    sip.ua.invite("1700.1");
    await advanceTime(8000);
    expect(phoneLog().filter((line) => line === "ring").length).toBe(3);
    expect.verifySteps([]);
    sip.session.emit("ended");
    tell("call", {key: "demo:1700.1", phase: "ended"});
    tell("state", aState("ready"));
    await settle();
    expect.verifySteps(["closed"]);
    expect(title.getParts().callcenter).toBe(undefined);
});

test("in a tab in front the bar is enough", async () => {
    await start(false);
    tell("offer", aCard());
    await settle();
    expect.verifySteps([]);
    expect(getService("title").getParts().callcenter).toBe(undefined);
});
