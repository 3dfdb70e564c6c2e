import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {RESULTS, shownNumber} from "../phone/states";
import {hasUnsavedWork} from "./unsaved_work";

export const WORKSPACE = "callcenter_telephony.callcenter_workspace_action";

/**
 * Opens the workspace by itself when a call is offered. Where the agent has unsaved work on screen, that stays, and a
 * notification offers the way instead. A number that was dialled and not reached is said, as its card goes.
 */
export class PopOpener {
    constructor(agent, action, notification) {
        Object.assign(this, {agent, action, notification, close: null});
        agent.events.addEventListener("CALL", ({detail}) => this.onCall(detail));
        agent.events.addEventListener("CHANGED", ({detail}) => this.onChanged(detail));
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

    /** The phone rings before the server has said who calls. */
    onChanged(card) {
        if (card.phase === "ended") {
            this.onEnded(card);
        } else if (card.partner && this.nameless && this.close) {
            this.offer(card);
        }
    }

    onEnded(card) {
        this.close?.();
        this.close = null;
        const gaveUp = card.result === "cancelled";
        if (card.direction === "outbound" && !card.answered_at && !gaveUp && RESULTS[card.result]) {
            this.notification.add(_t("Not reached: %s", RESULTS[card.result]), {title: who(card), type: "warning"});
        }
    }

    open() {
        return this.action.doAction(WORKSPACE, {clearBreadcrumbs: true});
    }

    offer(card) {
        this.close?.();
        this.nameless = !card.partner;
        this.close = this.notification.add(who(card), {
            title: card.direction === "outbound" ? _t("Outgoing call") : _t("Incoming call"),
            type: "info",
            sticky: true,
            className: "o_cc_pop",
            buttons: [{name: _t("Open workspace"), primary: true, onClick: () => this.openNow()}],
        });
    }

    openNow() {
        this.close?.();
        this.close = null;
        return this.open();
    }
}

function who(card) {
    const number = shownNumber(card.display_number);
    return card.partner ? `${card.partner.name} · ${number}` : number;
}

export const popService = {
    dependencies: ["callcenter.agent", "action", "notification"],
    start(env, {"callcenter.agent": agent, action, notification}) {
        return agent.enabled ? new PopOpener(agent, action, notification) : null;
    },
};

registry.category("services").add("callcenter.pop", popService);
