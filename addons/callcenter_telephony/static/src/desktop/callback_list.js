import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {Component, useState} from "@odoo/owl";
import {momentText} from "../phone/time";
import {shownNumber} from "../phone/states";

const ICONS = {wish: "fa-hand-o-up", voicemail: "fa-envelope-o", missed: "fa-reply"};
const KINDS = {wish: _t("wishes a call"), voicemail: _t("left a message"), missed: _t("was not answered")};

/** Whom to call back: wishes, messages and missed calls of one's queues. */
export class CallbackList extends Component {
    static template = "callcenter_telephony.CallbackList";
    static props = {};

    setup() {
        this.agent = useService("callcenter.agent");
        this.today = useService("callcenter.today");
        this.state = useState({playing: false});
        Object.assign(this, {momentText, shownNumber});
    }

    icon(row) {
        return ICONS[row.kind];
    }

    line(row) {
        const number = row.name ? shownNumber(row.display_number) : false;
        return [number, row.queue, KINDS[row.kind]].filter(Boolean).join(" · ");
    }

    who(row) {
        return row.name || shownNumber(row.display_number) || _t("No number");
    }

    play(row) {
        this.state.playing = this.state.playing === row.id ? false : row.id;
    }

    call(row) {
        return this.agent.dial(row.number, row.partner_id || false, row.source);
    }

    async done(row) {
        await this.agent.ask("callback_done", row.id);
        return this.today.load();
    }
}
