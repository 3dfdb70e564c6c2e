import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {effect} from "@web/core/utils/reactive";
import {desktopNotice} from "./desktop_notice";
import {whoIs} from "./who";

const BLINK_MS = 1000;

/** A call rings while the page is not in front: a notice with who and which queue, and a title that blinks. */
export class Attention {
    constructor(agent, phone, title) {
        Object.assign(this, {agent, phone, title});
        this.key = false;
    }

    start() {
        effect(
            (agent, phone) => {
                const call = phone.call?.phase === "ringing" && !phone.call.own && phone.call;
                const card = agent.current?.phase === "ringing" && agent.current;
                this.follow(call || card ? whoIs(card || null, call || null) : null);
            },
            [this.agent, this.phone]
        );
        document.addEventListener("visibilitychange", () => document.hidden || this.end());
    }

    /** @param {{title: string, line: string}|null} who rings */
    follow(who) {
        if (!who) {
            return this.end();
        }
        if (document.hidden && who.title !== this.key) {
            this.end();
            this.key = who.title;
            this.notice = desktopNotice.show(_t("Call: %(who)s", {who: who.title}), who.line);
            this.blink(true);
        }
    }

    /** Before the page's own title, where a narrow tab still shows it. */
    blink(on) {
        const {action} = this.title.getParts();
        this.title.setCounters({callcenter: on ? 1 : 0});
        this.title.setParts({action: null, callcenter: null});
        this.title.setParts({callcenter: on ? _t("Call: %(who)s", {who: this.key}) : null, action});
        this.timer = browser.setTimeout(() => this.blink(!on), BLINK_MS);
    }

    end() {
        if (this.key) {
            browser.clearTimeout(this.timer);
            this.title.setCounters({callcenter: 0});
            this.title.setParts({callcenter: null});
            this.notice?.close();
            this.key = this.notice = false;
        }
    }
}

export const attentionService = {
    dependencies: ["callcenter.agent", "callcenter.phone", "title"],
    start(env, {"callcenter.agent": agent, "callcenter.phone": phone, title}) {
        const attention = new Attention(agent, phone, title);
        if (agent.enabled) {
            attention.start();
        }
        return attention;
    },
};

registry.category("services").add("callcenter.attention", attentionService);
