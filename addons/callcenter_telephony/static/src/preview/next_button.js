import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";

/** Takes the next contact of the agent's campaigns in preview mode; there is none without such a campaign. */
export class NextButton extends Component {
    static template = "callcenter_telephony.NextButton";
    static props = {};

    setup() {
        this.preview = useService("callcenter.preview");
        this.agent = useService("callcenter.agent");
        useHotkey("n", () => this.preview.next(), {isAvailable: () => this.canTake});
    }

    /** What is on the screen, or a form that waits, comes first. */
    get canTake() {
        return this.preview.canTake && !this.preview.current && !this.agent.current;
    }

    choose(event) {
        this.preview.choose(Number(event.target.value) || false);
    }
}
