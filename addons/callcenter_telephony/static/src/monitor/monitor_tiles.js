import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {VIEWS} from "../phone/states";
import {abandonRate, levelOf, ruleFor, serviceLevel, sumDays, worst} from "./monitor_rules";
import {LEVEL_LOOKS, percentText, valueText} from "./monitor_words";
import {RunningTime} from "../phone/running_time";

const STATES = [
    ["ready", ["ready"]],
    ["on_call", ["on_call", "ringing"]],
    ["wrap_up", ["wrap_up"]],
    ["not_ready", ["not_ready"]],
    ["offline", ["offline"]],
];

/** The figures at the top, each with its level; the wall screen shows the same. */
export class MonitorTiles extends Component {
    static template = "callcenter_telephony.MonitorTiles";
    static components = {RunningTime};
    static props = {view: Object};

    setup() {
        this.monitor = useService("callcenter.monitor");
        Object.assign(this, {percentText, valueText});
    }

    look(level) {
        return LEVEL_LOOKS[level];
    }

    levelOfQueues(metric) {
        return worst(this.props.view.queues.map(({id}) => this.monitor.queueLevels[id]?.[metric].level || "none"));
    }

    get day() {
        return sumDays(this.props.view.queues.map(({day}) => day));
    }

    /** The same numbers of yesterday up to this time of day; null where there are none. */
    get before() {
        const days = this.props.view.queues.map(({before}) => before).filter(Boolean);
        return days.length ? sumDays(days) : null;
    }

    /** A figure of one queue is judged by that queue's rule, of several by the one for all. */
    dayLevel(metric, value) {
        const {queues} = this.props.view;
        const queue = queues.length === 1 && queues[0].id;
        const rules = queue ? this.monitor.rules : this.monitor.rules.filter((rule) => !rule.queue);
        return levelOf(ruleFor(rules, metric, {queue}), value);
    }

    /** @returns {object|undefined} who has waited longest */
    get longest() {
        return this.props.view.callers.reduce((one, row) => (!one || row.since < one.since ? row : one), undefined);
    }

    queueName(id) {
        return this.monitor.queues[id]?.name;
    }

    /** @returns {{name: string, count: number}|undefined} where most wait */
    get fullest() {
        const counts = {};
        for (const {queue} of this.props.view.callers) {
            counts[queue] = (counts[queue] || 0) + 1;
        }
        const [id, count] = Object.entries(counts).sort((a, b) => b[1] - a[1])[0] || [];
        return id && {name: this.queueName(id), count};
    }

    get tiles() {
        const {before, day, longest, props} = this;
        const level = serviceLevel(day);
        const abandoned = abandonRate(day);
        const longestLevel = this.levelOfQueues("longest_wait");
        const longestRule = longest && this.monitor.queueLevels[longest.queue]?.longest_wait;
        return [
            {key: "waiting", value: props.view.callers.length, level: this.levelOfQueues("waiting")},
            {key: "longest", since: longest?.since, level: longestLevel, limit: longestRule?.limit},
            {
                key: "level",
                value: percentText(level),
                level: this.dayLevel("service_level", level),
                before: before && serviceLevel(before),
            },
            {
                key: "abandoned",
                value: percentText(abandoned),
                level: this.dayLevel("abandoned", abandoned),
                before: before && abandonRate(before),
            },
        ];
    }

    get answered() {
        return this.day.yes + this.day.no;
    }

    get closed() {
        const {offered, open, short} = this.day;
        return offered - open - short;
    }

    get states() {
        return STATES.map(([state, group]) => ({
            state,
            look: VIEWS[state],
            count: this.props.view.agents.filter((agent) => group.includes(agent.state)).length,
        }));
    }
}
