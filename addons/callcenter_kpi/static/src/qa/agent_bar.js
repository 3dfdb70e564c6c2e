import {_t} from "@web/core/l10n/translation";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {patch} from "@web/core/utils/patch";
import {AgentBar} from "@callcenter_telephony/monitor/agent_bar";

/** Who listens to a call can score it at once. */
patch(AgentBar.prototype, {
    setup() {
        super.setup();
        useHotkey("5", () => this.scoreCall(), {isAvailable: () => this.canScore});
    },

    get canScore() {
        return this.canListen && Boolean(this.watching);
    },

    get whyNotScore() {
        return this.why || (!this.watching && _t("Listen to the call first, then score it.")) || "";
    },

    async scoreCall() {
        const action = await this.monitor.orm.call("callcenter.qa.score", "begin_live", [this.props.agent.id]);
        return this.action.doAction(action);
    },
});
