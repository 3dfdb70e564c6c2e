import {browser} from "@web/core/browser/browser";
import {useService} from "@web/core/utils/hooks";
import {Component, onMounted, onWillUnmount, useState, xml} from "@odoo/owl";
import {clockText} from "./time";

/** Time since a moment, or left until one; counted here, every second, from the server's clock. */
export class RunningTime extends Component {
    static template = xml`<span class="o_cc_num" role="timer" t-esc="text" data-cc="running-time"/>`;
    static props = {
        since: {type: [Number, Boolean], optional: true},
        until: {type: [Number, Boolean], optional: true},
    };

    setup() {
        this.agent = useService("callcenter.agent");
        this.tick = useState({now: this.agent.now()});
        let timer;
        onMounted(() => {
            timer = browser.setInterval(() => (this.tick.now = this.agent.now()), 1000);
        });
        onWillUnmount(() => browser.clearInterval(timer));
    }

    get text() {
        const {since, until} = this.props;
        const now = Math.max(this.tick.now, this.agent.now());
        const ms = until ? until - now : now - (since || now);
        return clockText(until ? Math.ceil(ms / 1000) : ms / 1000);
    }
}
