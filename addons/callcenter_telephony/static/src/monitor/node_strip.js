import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {LEVEL_LOOKS, diskText} from "./monitor_words";
import {nodeAlarms} from "./monitor_rules";

/** Lines, phones and the machine of each server. */
export class NodeStrip extends Component {
    static template = "callcenter_telephony.NodeStrip";
    static props = {};

    setup() {
        this.monitor = useService("callcenter.monitor");
        this.diskText = diskText;
    }

    get nodes() {
        return Object.values(this.monitor.nodes);
    }

    alarms(node) {
        return nodeAlarms(this.monitor.rules, node, this.monitor.now);
    }

    look(node) {
        const bad = this.alarms(node).some(({metric}) => metric === "node_down") || !node.status.linked;
        return bad ? LEVEL_LOOKS.alarm : LEVEL_LOOKS.target;
    }

    share(trunk) {
        return trunk.limit ? Math.min(100, Math.round((100 * trunk.calls) / trunk.limit)) : 0;
    }
}
