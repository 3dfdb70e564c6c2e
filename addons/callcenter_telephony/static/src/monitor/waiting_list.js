import {_t} from "@web/core/l10n/translation";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {Component, useRef} from "@odoo/owl";
import {RunningTime} from "../phone/running_time";
import {inOrder, levelOf, ruleFor, takers} from "./monitor_rules";
import {agentLook, whoText} from "./monitor_words";

/**
 * Who waits, in the order in which they go to agents; each can be given to an agent. Who chose to be called back keeps
 * the place: the server calls when it is his turn.
 */
export class WaitingList extends Component {
    static template = "callcenter_telephony.WaitingList";
    static components = {Dropdown, DropdownItem, RunningTime};
    static props = {callers: Array, callbacks: Array};

    setup() {
        this.monitor = useService("callcenter.monitor");
        this.list = useRef("list");
        this.whoText = whoText;
        useHotkey("g", () => this.list.el.querySelector(".o_cc_give")?.click(), {
            isAvailable: () => this.props.callers.length > 0,
        });
    }

    /** @returns {object[]} callers and call-backs; these with their `place` in the queue */
    get rows() {
        const rows = inOrder([...this.props.callers, ...this.props.callbacks.map((row) => ({...row, back: true}))]);
        const counts = {};
        for (const row of rows) {
            row.place = counts[row.queue] = (counts[row.queue] || 0) + 1;
        }
        return rows;
    }

    placeText({place}) {
        return _t("place %(number)s", {number: place});
    }

    queueName(caller) {
        return this.monitor.queues[caller.queue]?.name;
    }

    level(caller) {
        if (caller.back) {
            return "none";
        }
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
