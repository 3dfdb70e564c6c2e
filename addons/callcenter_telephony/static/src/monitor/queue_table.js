import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {valueText} from "./monitor_words";

/** Queues with who waits, service level and abandons of the day, and how many are ready. A click shows one alone. */
export class QueueTable extends Component {
    static template = "callcenter_telephony.QueueTable";
    static props = {queues: Array, chosen: [Number, Boolean], choose: Function};

    setup() {
        this.monitor = useService("callcenter.monitor");
    }

    levels(queue) {
        return this.monitor.queueLevels[queue.id] || {};
    }

    cell(queue, metric) {
        const one = this.levels(queue)[metric];
        return {text: valueText(metric, one?.value), alarm: one?.level === "alarm", level: one?.level};
    }

    staff(queue) {
        const agents = queue.agents.map((id) => this.monitor.agents[id]).filter(Boolean);
        const count = (test) => agents.filter(test).length;
        return {
            ready: count(({state}) => state === "ready"),
            present: count(({state}) => state !== "offline"),
        };
    }
}
