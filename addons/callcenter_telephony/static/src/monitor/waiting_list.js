import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {Component, useRef} from "@odoo/owl";
import {RunningTime} from "../phone/running_time";
import {levelOf, ruleFor, takers} from "./monitor_rules";
import {agentLook, whoText} from "./monitor_words";

/** Who waits, in the order in which they go to agents; each can be given to an agent. */
export class WaitingList extends Component {
    static template = "callcenter_telephony.WaitingList";
    static components = {Dropdown, DropdownItem, RunningTime};
    static props = {callers: Array};

    setup() {
        this.monitor = useService("callcenter.monitor");
        this.list = useRef("list");
        this.whoText = whoText;
        useHotkey("g", () => this.list.el.querySelector(".o_cc_give")?.click(), {
            isAvailable: () => this.props.callers.length > 0,
        });
    }

    queueName(caller) {
        return this.monitor.queues[caller.queue]?.name;
    }

    level(caller) {
        const rule = ruleFor(this.monitor.rules, "longest_wait", {queue: caller.queue});
        return levelOf(rule, (this.monitor.now - caller.since) / 1000);
    }

    takers(caller) {
        return takers(Object.values(this.monitor.agents), caller, this.monitor.queues[caller.queue]);
    }

    look(agent) {
        return agentLook(agent, this.monitor.reasonName(agent.reason));
    }
}
