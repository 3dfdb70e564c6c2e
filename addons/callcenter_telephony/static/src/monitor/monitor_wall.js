import {registry} from "@web/core/registry";
import {browser} from "@web/core/browser/browser";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";
import {AgentCard} from "./agent_card";
import {MonitorTiles} from "./monitor_tiles";
import {RunningTime} from "../phone/running_time";
import {byState, levelOf, ruleFor} from "./monitor_rules";
import {METRIC_NAMES, percentText, valueText, whoText} from "./monitor_words";

const PAGE_S = 20;
const QUEUES_A_PAGE = 8;
const AGENTS_A_PAGE = 24;
const CALLERS = 8;

const chunks = (rows, size) =>
    Array.from({length: Math.ceil(rows.length / size)}, (_, index) => rows.slice(index * size, (index + 1) * size));

/** The monitor for a screen on the wall: dark, large, without controls. It turns its pages by itself; Esc leaves. */
export class MonitorWall extends Component {
    static template = "callcenter_telephony.MonitorWall";
    static components = {AgentCard, MonitorTiles, RunningTime};
    static props = {...standardActionServiceProps};

    setup() {
        this.monitor = useService("callcenter.monitor");
        this.action = useService("action");
        this.state = useState({page: 0, left: PAGE_S});
        Object.assign(this, {percentText, valueText, whoText, names: METRIC_NAMES});
        useHotkey("escape", () => this.leave(), {bypassEditableProtection: true});
        useHotkey("arrowright", () => this.turn(1));
        useHotkey("arrowleft", () => this.turn(-1));
        let timer;
        onMounted(() => {
            this.monitor.open();
            timer = browser.setInterval(() => this.count(), 1000);
            document.addEventListener("fullscreenchange", this.onFullscreen);
        });
        onWillUnmount(() => {
            browser.clearInterval(timer);
            document.removeEventListener("fullscreenchange", this.onFullscreen);
            this.monitor.close();
        });
        this.onFullscreen = () => document.fullscreenElement || this.leave();
    }

    get view() {
        return this.monitor.view();
    }

    /** First the queues, then the agents, each department on pages of its own. */
    get pages() {
        const {queues, agents} = this.view;
        const pages = chunks(queues, QUEUES_A_PAGE).map((rows) => ({queues: rows}));
        for (const department of this.monitor.departments) {
            const members = byState(agents.filter((agent) => agent.department === department.id));
            pages.push(...chunks(members, AGENTS_A_PAGE).map((rows) => ({department, agents: rows})));
        }
        return pages;
    }

    get page() {
        const {pages} = this;
        return pages[this.state.page % (pages.length || 1)] || {};
    }

    get callers() {
        return this.view.callers.slice(0, CALLERS);
    }

    get worst() {
        return this.monitor.alarms.find(({level}) => level === "alarm");
    }

    get clock() {
        return luxon.DateTime.fromMillis(this.monitor.now || Date.now()).toFormat("HH:mm:ss");
    }

    get today() {
        return luxon.DateTime.fromMillis(this.monitor.now || Date.now()).toLocaleString({
            weekday: "long",
            month: "long",
            day: "numeric",
        });
    }

    count() {
        if (--this.state.left <= 0) {
            this.turn(1);
        }
    }

    turn(step) {
        const count = this.pages.length || 1;
        this.state.page = (this.state.page + step + count) % count;
        this.state.left = PAGE_S;
    }

    levels(queue) {
        return this.monitor.queueLevels[queue.id] || {};
    }

    goal(queue) {
        return ruleFor(this.monitor.rules, "service_level", {queue: queue.id})?.watch;
    }

    waitLevel(caller) {
        return levelOf(
            ruleFor(this.monitor.rules, "longest_wait", {queue: caller.queue}),
            (this.monitor.now - caller.since) / 1000
        );
    }

    staff(queue) {
        const agents = queue.agents.map((id) => this.monitor.agents[id]).filter(Boolean);
        return [
            agents.filter(({state}) => state === "ready").length,
            agents.filter(({state}) => state !== "offline").length,
        ].join(" / ");
    }

    leave() {
        if (this.left) {
            return;
        }
        this.left = true;
        if (document.fullscreenElement) {
            document.exitFullscreen();
        }
        this.action.doAction("callcenter_telephony.callcenter_monitor_action", {clearBreadcrumbs: true});
    }
}

registry.category("actions").add("callcenter_telephony.monitor_wall", MonitorWall);
