import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {htmlJoin} from "@web/core/utils/html";
import {markup} from "@odoo/owl";
import {METRIC_NAMES, valueText} from "./monitor_words";

const TOLD = "callcenter.alarms_told"; // when (ms, server) this tab was told last: a new page hears of before again
const SHOWN = 3;
const LONG_MS = 12000;

const words = ({name, metric, value, limit}) =>
    _t("%(name)s: %(measure)s %(value)s, limit %(limit)s", {
        name,
        measure: METRIC_NAMES[metric],
        value: valueText(metric, value),
        limit: valueText(metric, limit),
    });

/** Tells a leader whose monitor is closed of alarms that have begun: callcenter/alarms {at, alarms}. */
export const alarmNotice = {
    dependencies: ["bus_service", "notification", "action", "callcenter.monitor"],
    start(env, {bus_service: bus, notification, action, "callcenter.monitor": monitor}) {
        function show(alarms) {
            const lines = alarms.slice(0, SHOWN).map(words);
            if (alarms.length > SHOWN) {
                lines.push(_t("and %(count)s more", {count: alarms.length - SHOWN}));
            }
            const close = notification.add(htmlJoin(lines, markup`<br/>`), {
                type: "danger",
                autocloseDelay: LONG_MS,
                className: "o_cc_alarm_notice",
                buttons: [
                    {
                        name: _t("Live Monitor"),
                        onClick: () => {
                            close();
                            action.doAction("callcenter_telephony.callcenter_monitor_action", {clearBreadcrumbs: true});
                        },
                    },
                ],
            });
        }

        bus.subscribe("callcenter/alarms", ({at, alarms}) => {
            if (at <= Number(browser.sessionStorage.getItem(TOLD) || 0)) {
                return;
            }
            browser.sessionStorage.setItem(TOLD, String(at));
            if (!monitor.screens) {
                show(alarms);
            }
        });
    },
};

registry.category("services").add("callcenter.alarm_notice", alarmNotice);
