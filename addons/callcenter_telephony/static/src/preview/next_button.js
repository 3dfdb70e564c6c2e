import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {Component, useState} from "@odoo/owl";

/** Takes the next contact of the agent's campaigns in preview mode; there is none without such a campaign. */
export class NextButton extends Component {
    static template = "callcenter_telephony.NextButton";
    static props = {};

    setup() {
        this.preview = useService("callcenter.preview");
        this.agent = useService("callcenter.agent");
        this.view = useState({campaign: false});
        useHotkey("n", () => this.next(), {isAvailable: () => this.canTake});
    }

    /** What is on the screen, or a form that waits, comes first. */
    get canTake() {
        return this.preview.canTake && !this.preview.current && !this.agent.current;
    }

    choose(event) {
        this.view.campaign = Number(event.target.value) || false;
    }

    next() {
        return this.preview.next({campaign_id: this.view.campaign});
    }
}
