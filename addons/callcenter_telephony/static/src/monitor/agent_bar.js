import {_t} from "@web/core/l10n/translation";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {RunningTime} from "../phone/running_time";
import {agentLook, whoText} from "./monitor_words";

const MODES = [
    {mode: "listen", icon: "fa-headphones", label: _t("Listen"), hint: _t("Nobody hears you"), key: "1"},
    {mode: "whisper", icon: "fa-commenting-o", label: _t("Whisper"), hint: _t("Only the agent hears you"), key: "2"},
    {mode: "barge", icon: "fa-users", label: _t("Barge in"), hint: _t("Agent and customer hear you"), key: "3"},
];

/** What can be done with the chosen agent; it covers nothing. */
export class AgentBar extends Component {
    static template = "callcenter_telephony.AgentBar";
    static components = {Dropdown, DropdownItem, RunningTime};
    static props = {agent: [Object, Boolean]};

    setup() {
        this.monitor = useService("callcenter.monitor");
        this.dialog = useService("dialog");
        this.action = useService("action");
        this.modes = MODES;
        this.whoText = whoText;
        for (const {mode, key} of MODES) {
            useHotkey(key, () => this.monitor.listen(this.props.agent, mode), {isAvailable: () => this.canListen});
        }
        useHotkey("4", () => this.monitor.takeOver(this.props.agent), {isAvailable: () => this.canTakeOver});
    }

    get look() {
        return agentLook(this.props.agent, this.monitor.reasonName(this.props.agent.reason));
    }

    get talking() {
        const {agent} = this.props;
        return (
            Boolean(agent && agent.call) &&
            agent.state === "on_call" &&
            agent.sub !== "monitor" &&
            agent.sub !== "preview"
        );
    }

    /** Why listening cannot be: nobody talks, or there is no phone to listen with. */
    get why() {
        const {agent} = this.props;
        if (agent.id === this.monitor.me.agent_id) {
            return _t("This is you.");
        }
        return this.talking ? this.monitor.whyNotListen : _t("%(name)s talks to nobody now.", {name: agent.name});
    }

    get canListen() {
        return Boolean(this.props.agent) && !this.why && !this.monitor.acting;
    }

    /** The way in which the user is in this agent's call now; false when in none of it. */
    get watching() {
        const mine = this.monitor.agents[this.monitor.me.agent_id];
        const here = mine?.sub === "monitor" && mine.call && mine.call.key === this.props.agent.call?.key;
        return here && (mine.mode || "listen");
    }

    /** What is at work, or else what one begins with. */
    get mainMode() {
        return this.watching || "listen";
    }

    get canTakeOver() {
        return this.canListen && Boolean(this.watching);
    }

    get whyNotTakeOver() {
        return this.why || (!this.watching && _t("Listen to the call first, then take it over."));
    }

    get whyNotSet() {
        return this.props.agent.state === "offline" ? _t("Signed out: only the agent can sign in.") : "";
    }

    get reasons() {
        return this.monitor.reasons.filter(({system}) => !system);
    }

    endCall() {
        const {agent} = this.props;
        this.dialog.add(ConfirmationDialog, {
            title: _t("End the call?"),
            body: _t("The customer's call with %(name)s is cut off.", {name: agent.name}),
            confirmLabel: _t("End the call"),
            confirm: () => this.monitor.endCall(agent.call.key),
            cancel: () => {},
        });
    }

    async openCall() {
        const found = await this.monitor.orm.search("callcenter.call", [["key", "=", this.props.agent.call.key]]);
        if (found.length) {
            this.action.doAction({
                type: "ir.actions.act_window",
                res_model: "callcenter.call",
                res_id: found[0],
                views: [[false, "form"]],
            });
        }
    }
}
