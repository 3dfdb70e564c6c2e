import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {shownNumber} from "../phone/states";
import {hasUnsavedWork} from "./unsaved_work";

export const WORKSPACE = "callcenter_telephony.callcenter_workspace_action";

/**
 * Opens the workspace by itself when a call is offered. Where the agent has unsaved work on screen, that stays, and a
 * notification offers the way instead.
 */
export class PopOpener {
    constructor(agent, action, notification) {
        Object.assign(this, {agent, action, notification, close: null});
        agent.events.addEventListener("CALL", ({detail}) => this.onCall(detail));
        agent.events.addEventListener("CHANGED", ({detail}) => detail.phase === "ended" && this.close?.());
        agent.events.addEventListener("LOADED", () => action.loadAction(WORKSPACE), {once: true});
    }

    async onCall(card) {
        if (this.agent.workspaceOpen) {
            return;
        }
        if (await hasUnsavedWork()) {
            this.offer(card);
        } else {
            this.open();
        }
    }

    open() {
        return this.action.doAction(WORKSPACE, {clearBreadcrumbs: true});
    }

    offer(card) {
        const number = shownNumber(card.display_number);
        const name = card.partner ? `${card.partner.name} · ${number}` : number;
        this.close?.();
        this.close = this.notification.add(name, {
            title: card.direction === "outbound" ? _t("Outgoing call") : _t("Incoming call"),
            type: "info",
            sticky: true,
            className: "o_cc_pop",
            buttons: [{name: _t("Open workspace"), primary: true, onClick: () => this.openNow()}],
        });
    }

    openNow() {
        this.close?.();
        return this.open();
    }
}

export const popService = {
    dependencies: ["callcenter.agent", "action", "notification"],
    start(env, {"callcenter.agent": agent, action, notification}) {
        return agent.enabled ? new PopOpener(agent, action, notification) : null;
    },
};

registry.category("services").add("callcenter.pop", popService);
