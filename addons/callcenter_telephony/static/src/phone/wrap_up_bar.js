import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {RunningTime} from "./running_time";
import {Who, whoIs} from "./who";

/** After the call: what is missing, the time left, more of it, or ready at once. Where Ready waits for something, that is said. */
export class WrapUpBar extends Component {
    static template = "callcenter_telephony.WrapUpBar";
    static components = {RunningTime, Who};
    static props = {};

    setup() {
        this.agent = useService("callcenter.agent");
        this.drafts = useService("callcenter.drafts");
        this.wrapUp = useService("callcenter.wrap_up");
    }

    get who() {
        const card = this.agent.current;
        if (this.wrapUp.heldText) {
            return {title: this.wrapUp.heldText, line: _t("ready after that")};
        }
        const missing = card && !this.drafts.of(card.key).disposition_id;
        return {title: card ? whoIs(card).title : "", line: missing ? _t("outcome missing") : _t("outcome noted")};
    }
}
