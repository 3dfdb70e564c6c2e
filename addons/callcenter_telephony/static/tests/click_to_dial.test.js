import {describe, expect, test} from "@odoo/hoot";
import {waitFor} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {contains, makeMockServer, mountView, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {session} from "@web/session";
import {aState, asked, defineCallCenterModels, setUpCallCenter} from "./call_center_test_helpers";

defineCallCenterModels();
describe.current.tags("desktop");

const ARCH = `<form><field name="phone" widget="phone"/></form>`;

async function start(desktop, isAgent = true) {
    setUpCallCenter(desktop);
    patchWithCleanup(session, {callcenter_agent: isAgent});
    const {env} = await makeMockServer();
    const resId = env["res.partner"].create({name: "Wang Lei", phone: "+86 138 1234 5678"});
    await mountView({type: "form", resModel: "res.partner", resId, arch: ARCH});
    await animationFrame();
    return resId;
}

test("the number of a customer dials through the agent's phone, for that customer", async () => {
    const partnerId = await start();
    await contains("[data-cc=click-to-dial]", {visible: false}).click();
    const source = {model: "res.partner", id: partnerId, name: "phone"};
    expect(asked("dial")).toEqual([["+86 138 1234 5678", partnerId, source]]);
});

test("an agent who is signed out is told to sign in", async () => {
    await start({state: aState("offline", {since: false})});
    await contains("[data-cc=click-to-dial]", {visible: false}).click();
    await waitFor(".o_notification:contains('Sign in on the phone bar first')");
    expect(asked("dial")).toHaveLength(0);
});

test("for everybody else the link stays a plain telephone link", async () => {
    await start({}, false);
    expect("[data-cc=click-to-dial]").toHaveAttribute("href", /^tel:/);
    expect(asked("dial")).toHaveLength(0);
});
