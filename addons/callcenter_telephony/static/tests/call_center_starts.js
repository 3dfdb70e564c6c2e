import {describe} from "@odoo/hoot";
import {waitFor} from "@odoo/hoot-dom";
import {getService, makeMockEnv, mountWithCleanup} from "@web/../tests/web_test_helpers";
import {Component, xml} from "@odoo/owl";
import {PhoneBar} from "@callcenter_telephony/phone/phone_bar";
import {MainComponentsContainer} from "@web/core/main_components_container";
import {WebClient} from "@web/webclient/webclient";
import {aCard, aState, connected, defineCallCenterModels, settle, setUpCallCenter} from "./call_center_test_helpers";

export const WORKSPACE = "callcenter_telephony.callcenter_workspace_action";

/** @returns {string} selector of what our pages call `name` */
export const cc = (name) => `[data-cc="${name}"]`;

/** A desktop in the wrap-up of one call. */
export function inWrapUp(card = {}) {
    return {
        state: aState("wrap_up", {until: Date.now() + 30000}),
        calls: [aCard({phase: "wrap_up", answered_at: 1, ...card})],
    };
}

/** Head of a file with tests of the desktop: models and preset. */
export function aDeskSuite() {
    defineCallCenterModels();
    describe.current.tags("desktop");
}

/** The top bar, a field of another application below it, and what dialogs and notices need. */
class BarPage extends Component {
    static template = xml`
        <div class="o_main_navbar"><PhoneBar/></div><textarea class="elsewhere"/><MainComponentsContainer/>`;
    static components = {MainComponentsContainer, PhoneBar};
    static props = ["*"];
}

/** Services without a page; parameters of all three as `setUpCallCenter` has them. */
export async function startServices(desktop, answers) {
    setUpCallCenter(desktop, {call_card: aCard(), ...answers});
    await makeMockEnv();
    await connected();
    await settle();
}

/** The phone bar in a page with nothing else. */
export async function startBar(desktop, answers) {
    setUpCallCenter(desktop, {call_card: aCard(), ...answers});
    await mountWithCleanup(BarPage, {noMainContainer: true});
    await connected();
    await settle();
    await waitFor(cc("phone-bar"));
}

/** The whole web client, with the workspace or another action open. */
export async function startWorkspace(desktop, answers, action = WORKSPACE) {
    setUpCallCenter(desktop, {call_card: aCard(), ...answers});
    await mountWithCleanup(WebClient);
    await connected();
    await settle();
    await getService("action").doAction(action);
    await settle();
}
