import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {session} from "@web/session";
import {Component, useEffect} from "@odoo/owl";
import {ColleaguesButton} from "./colleagues_button";
import {ConsultBar} from "./consult_bar";
import {DialField} from "./dial_field";
import {ElsewhereBar} from "./elsewhere_bar";
import {EndedBar} from "./ended_bar";
import {FaultBar} from "./fault_bar";
import {RingingBar} from "./ringing_bar";
import {StatePill} from "./state_pill";
import {barView} from "./states";
import {TalkBar} from "./talk_bar";
import {PreviewBar} from "../preview/preview_bar";
import {WrapUpBar} from "./wrap_up_bar";

const BODIES = {
    ready: DialField,
    not_ready: DialField,
    ringing: RingingBar,
    dialing: TalkBar,
    preview: PreviewBar,
    talk: TalkBar,
    hold: TalkBar,
    consult: ConsultBar,
    ended: EndedBar,
    wrap_up: WrapUpBar,
    fault: FaultBar,
};

const FREE = ["ready", "not_ready", "wrap_up", "preview"];

/** The phone bar of Odoo's top bar: the pill at its left end, beside it what can be done in this state. */
export class PhoneBar extends Component {
    static template = "callcenter_telephony.PhoneBar";
    static components = {ColleaguesButton, StatePill};
    static props = {};

    setup() {
        this.agent = useService("callcenter.agent");
        this.phone = useService("callcenter.phone");
        this.control = useService("callcenter.control");
        // The top bar sorts its menus into the room that is left, which is less once this bar is there.
        useEffect(
            () => {
                browser.dispatchEvent(new Event("resize"));
            },
            () => [this.agent.loaded]
        );
    }

    get view() {
        return barView(this.agent, this.phone);
    }

    get body() {
        if (this.agent.elsewhere && BODIES[this.view] === DialField) {
            return {Body: ElsewhereBar, props: {}};
        }
        const Body = this.view === "consult" && this.control.isAsked ? TalkBar : BODIES[this.view];
        return Body && {Body, props: Body === TalkBar ? {view: this.view} : {}};
    }

    /** Between two calls there is time for colleagues. */
    get isFree() {
        return FREE.includes(this.view);
    }

    get label() {
        const {state, reason, reason_name} = this.agent.state;
        if (this.view === "fault" && this.phone.status === "no_microphone") {
            return _t("No microphone");
        }
        if (this.view === "ended" && this.phone.over.silent) {
            return _t("Call ended · server away");
        }
        if (this.view === "not_ready" && state === "not_ready") {
            return this.agent.reasonNames[reason] || reason_name;
        }
        return undefined;
    }

    /** By this computer's clock: the phone's own call, its end, or its fault. */
    get localSince() {
        const {call, over, since} = this.phone;
        if (this.view === "fault") {
            return since;
        }
        if (this.view === "ended") {
            return over.at;
        }
        return (this.view === "hold" && call?.heldAt) || (call?.phase === "talk" && call.startedAt);
    }

    /** Start of what the pill counts, by the server's clock. */
    get since() {
        const local = this.localSince;
        return local ? local + this.agent.skew : this.view !== "offline" && this.agent.state.since;
    }
}

registry
    .category("systray")
    .add(
        "callcenter_telephony.phone_bar",
        {Component: PhoneBar, isDisplayed: () => Boolean(session.callcenter_agent)},
        {sequence: 1000}
    );
