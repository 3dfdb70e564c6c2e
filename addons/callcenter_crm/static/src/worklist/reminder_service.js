import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {momentText} from "./moments";

const DAY = "callcenter_crm.callcenter_worklist_action";

/** Promised contacts pop up at their time, wherever the agent is; overdue ones of the department at the leader's. */
export const followupReminderService = {
    dependencies: ["action", "bus_service", "notification"],
    start(env, {action, bus_service: bus, notification}) {
        const lines = ({count, rows}) => {
            const named = rows.map(({name, at, topic}) => [momentText(at), name, topic].filter(Boolean).join(" · "));
            return [...named, ...(count > rows.length ? [_t("and %s more", count - rows.length)] : [])].join("\n");
        };
        const open = (target) => action.doAction(DAY, {props: {target}, clearBreadcrumbs: true});
        bus.subscribe("callcenter.followup/due", (message) => {
            const [first] = message.rows;
            const close = notification.add(lines(message), {
                title: first.missed ? _t("Missed call") : _t("Promised contact"),
                type: "info",
                sticky: true,
                buttons: [
                    {
                        name: _t("To the contact"),
                        primary: true,
                        onClick: () => {
                            close();
                            open({kind: first.kind, id: first.id});
                        },
                    },
                ],
            });
        });
        bus.subscribe("callcenter.followup/overdue", (message) => {
            const who = [...new Set(message.rows.map(({user}) => user).filter(Boolean))].join(", ");
            const title = who ? _t("Overdue at %s", who) : _t("Overdue contact");
            const close = notification.add(lines(message), {
                title,
                type: "warning",
                sticky: true,
                buttons: [
                    {
                        name: _t("Show"),
                        primary: true,
                        onClick: () => {
                            close();
                            action.doAction("callcenter_crm.callcenter_followup_action", {
                                additionalContext: {search_default_overdue: 1},
                            });
                        },
                    },
                ],
            });
        });
        bus.start();
    },
};

registry.category("services").add("callcenter.followup_reminder", followupReminderService);
