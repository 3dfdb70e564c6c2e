import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, onMounted, onWillUnmount, useRef, useState} from "@odoo/owl";
import {AgentBoard} from "./agent_board";
import {AgentBar} from "./agent_bar";
import {AlarmList} from "./alarm_list";
import {MonitorTiles} from "./monitor_tiles";
import {NodeStrip} from "./node_strip";
import {QueueTable} from "./queue_table";
import {WaitingList} from "./waiting_list";

/** The live monitor: queues at the left, agents in the middle, who waits at the right, figures above. */
export class Monitor extends Component {
    static template = "callcenter_telephony.Monitor";
    static components = {AgentBar, AgentBoard, AlarmList, Layout, MonitorTiles, NodeStrip, QueueTable, WaitingList};
    static props = {...standardActionServiceProps};
    static displayName = _t("Live Monitor");

    setup() {
        this.monitor = useService("callcenter.monitor");
        this.action = useService("action");
        this.search = useRef("search");
        this.filter = useState({department: false, queue: false, text: ""});
        this.chosen = useState({agent: false});
        onMounted(() => this.monitor.open());
        onWillUnmount(() => this.monitor.close());
        useHotkey("s", () => this.search.el?.focus());
    }

    get view() {
        return this.monitor.view(this.filter);
    }

    get agent() {
        return this.monitor.agents[this.chosen.agent] || false;
    }

    get behindText() {
        const {behind, connected} = this.monitor;
        return connected
            ? _t("%(seconds)s s behind", {seconds: behind})
            : _t("Connection lost, as of %(seconds)s s ago", {seconds: behind});
    }

    get filtered() {
        return this.filter.department !== false || this.filter.queue !== false || this.filter.text;
    }

    number(event) {
        return event.target.value === "" ? false : Number(event.target.value);
    }

    clear() {
        Object.assign(this.filter, {department: false, queue: false, text: ""});
    }

    choose(agent) {
        this.chosen.agent = agent ? agent.id : false;
    }

    /** Shows what an alarm is about. */
    jump(alarm) {
        this.clear();
        if (alarm.kind === "agent") {
            this.chosen.agent = alarm.id;
        } else if (alarm.kind === "queue") {
            this.filter.queue = alarm.id;
        }
        const name = {agent: "monitor-agent", queue: "monitor-queue", node: "monitor-node"}[alarm.kind];
        setTimeout(() => {
            const place = document.querySelector(`[data-cc="${name}-${alarm.id}"]`);
            place?.scrollIntoView({block: "nearest"});
            place?.focus();
        });
    }

    async wall() {
        await document.documentElement.requestFullscreen?.().catch(() => {});
        return this.action.doAction("callcenter_telephony.callcenter_monitor_wall_action");
    }
}

registry.category("actions").add("callcenter_telephony.monitor", Monitor);
