import {_t} from "@web/core/l10n/translation";
import {VIEWS, shownNumber} from "../phone/states";
import {clockText} from "../phone/time";

/** The three levels of alarms are steps of red, never without icon and word; `none`: nothing to judge. */
export const LEVEL_LOOKS = {
    target: {icon: "fa-check", label: _t("Target")},
    watch: {icon: "fa-exclamation-circle", label: _t("Watch")},
    alarm: {icon: "fa-exclamation-triangle", label: _t("Alarm")},
};

export const METRIC_NAMES = {
    longest_wait: _t("wait"),
    waiting: _t("waiting callers"),
    abandoned: _t("abandoned"),
    service_level: _t("service level"),
    long_call: _t("long call"),
    long_not_ready: _t("long not ready"),
    long_wrap_up: _t("long wrap-up"),
    trunk_down: _t("trunk not reached"),
    node_down: _t("server not reached"),
    disk_low: _t("disk nearly full"),
};

const PERCENT = ["abandoned", "service_level"];
const COUNTS = ["waiting"];
/** Who is in somebody else's call, by how: one must see at once who hears whom. */
const WATCHING = {
    listen: {icon: "fa-headphones", tone: "call", label: _t("Listening")},
    whisper: {icon: "fa-commenting-o", tone: "call", label: _t("Whispering")},
    barge: {icon: "fa-users", tone: "call", label: _t("Barged in")},
};

/** @returns {{icon: string, tone: string, label: string}} of an agent's row; not ready is said by its reason */
export function agentLook(agent, reasonName) {
    if (agent.sub === "monitor") {
        return WATCHING[agent.mode] || WATCHING.listen;
    }
    const look = (agent.state === "on_call" && VIEWS[agent.sub]) || VIEWS[agent.state];
    return agent.state === "not_ready" && reasonName ? {...look, label: reasonName} : look;
}

/** @returns {string} `81.3 %`; a dash where there is nothing to divide by */
export function percentText(value) {
    return value === null || value === undefined ? "–" : `${Number(value.toFixed(1))} %`;
}

/** @returns {string} a metric's value or limit as people read it */
export function valueText(metric, value) {
    if (value === null || value === undefined) {
        return "–";
    }
    if (PERCENT.includes(metric)) {
        return percentText(value);
    }
    if (metric === "disk_low") {
        return diskText(value);
    }
    return COUNTS.includes(metric) ? String(Math.round(value)) : clockText(value);
}

export function diskText(mb) {
    return mb === null || mb === undefined ? "–" : mb >= 1024 ? `${Math.round(mb / 1024)} GB` : `${mb} MB`;
}

/** @returns {string} who a caller or customer is: name, else number, else that there is none */
export function whoText({name, number}) {
    return name || shownNumber(number);
}
