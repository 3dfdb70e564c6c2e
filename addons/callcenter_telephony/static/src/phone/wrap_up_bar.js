import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {RunningTime} from "./running_time";
import {Who, whoIs} from "./who";

/** After the call: what is missing, the time left, more of it, or ready at once. */
export class WrapUpBar extends Component {
    static template = "callcenter_telephony.WrapUpBar";
    static components = {RunningTime, Who};
    static props = {};

    setup() {
        this.agent = useService("callcenter.agent");
        this.drafts = useService("callcenter.drafts");
    }

    get who() {
        const card = this.agent.current;
        const missing = card && !this.drafts.of(card.key).disposition_id;
        return {title: whoIs(card).title, line: missing ? _t("outcome missing") : _t("outcome noted")};
    }

    /** Saves the form as it stands, then ready; what is typed is never dropped. */
    async readyNow() {
        const card = this.agent.current;
        if (card) {
            await this.drafts.save(card.key, "ready");
        } else {
            await this.agent.ready();
        }
    }
}
