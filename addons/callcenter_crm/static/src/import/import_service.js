import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {formatInteger} from "@web/views/fields/formatters";

/** Who has left the import's page is told when it is over. */
export const importService = {
    dependencies: ["action", "bus_service", "notification"],
    start(env, {action, bus_service: bus, notification}) {
        const ui = {shown: false};
        const open = (listId) =>
            action.doAction({
                type: "ir.actions.client",
                tag: "callcenter_import",
                name: _t("Import Contacts"),
                params: {list_id: listId},
            });
        bus.subscribe("callcenter.import", ({list_id: listId, state, taken, dropped, error}) => {
            if (listId === ui.shown || !["done", "failed"].includes(state)) {
                return;
            }
            const numbers = {taken: formatInteger(taken || 0), dropped: formatInteger(dropped || 0)};
            const done = state === "done";
            const text = done ? _t("%(taken)s taken, %(dropped)s not taken", numbers) : error || "";
            const close = notification.add(text, {
                title: done ? _t("Contacts are imported") : _t("The import has stopped"),
                type: done ? "success" : "danger",
                sticky: true,
                buttons: [
                    {
                        name: _t("Open the result"),
                        primary: true,
                        onClick: () => {
                            close();
                            open(listId);
                        },
                    },
                ],
            });
        });
        return ui;
    },
};

registry.category("services").add("callcenter.import", importService);
