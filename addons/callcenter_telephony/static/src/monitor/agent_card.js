import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {RunningTime} from "../phone/running_time";
import {agentLook, whoText} from "./monitor_words";

/** One agent: state with its time, whom the call is with, calls of today. */
export class AgentCard extends Component {
    static template = "callcenter_telephony.AgentCard";
    static components = {RunningTime};
    static props = {
        agent: Object,
        alarm: [Object, Boolean],
        chosen: {type: Boolean, optional: true},
        choose: {type: Function, optional: true},
    };

    setup() {
        this.monitor = useService("callcenter.monitor");
    }

    get look() {
        return agentLook(this.props.agent, this.monitor.reasonName(this.props.agent.reason));
    }

    /** What there is to say below the state: of an alarm, the call, or the wish for later. */
    get line() {
        const {agent, alarm} = this.props;
        const queue = agent.call && this.monitor.queues[agent.call.queue]?.name;
        const words = agent.call ? [queue, whoText(agent.call)] : [];
        if (alarm) {
            words.unshift(_t("over the limit"));
        }
        if (agent.wish && agent.wish !== "ready") {
            const code = agent.wish.replace(/^not_ready:?/, "");
            words.unshift(_t("then %(state)s", {state: this.monitor.reasonName(code) || _t("signed out")}));
        }
        return words.filter(Boolean).join(" · ") || agent.extension || "";
    }
}
