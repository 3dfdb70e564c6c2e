import {useAutofocus, useService} from "@web/core/utils/hooks";
import {Component, onWillStart, useState} from "@odoo/owl";
import {RunningTime} from "./running_time";
import {VIEWS} from "./states";

const NUMBER = /^[+\d][\d\s-]{2,}$/;

/** Where a call may go: type a name, a queue or a number; Enter asks first, Shift Enter sends at once. */
export class TransferPicker extends Component {
    static template = "callcenter_telephony.TransferPicker";
    static components = {RunningTime};
    static props = {close: Function};

    setup() {
        this.control = useService("callcenter.control");
        this.list = useState({text: "", at: 0, targets: {agents: [], queues: [], outside: false}});
        useAutofocus();
        onWillStart(async () => {
            this.list.targets = (await this.control.targets()) || this.list.targets;
        });
    }

    /** @returns {{key: string, kind: string, target: string, name: string}[]} what can be chosen, in the order shown */
    get rows() {
        const {agents, queues, outside} = this.list.targets;
        const text = this.list.text.trim();
        const found = (...words) => words.some((word) => word && word.toLowerCase().includes(text.toLowerCase()));
        const rows = [
            ...agents
                .filter((each) => found(each.name, each.extension, each.department))
                .map((each) => ({...each, kind: "agent", target: each.extension, look: VIEWS[each.state]})),
            ...queues
                .filter((each) => found(each.name, each.code))
                .map((each) => ({...each, kind: "queue", target: each.code})),
        ];
        if (outside && NUMBER.test(text)) {
            rows.push({kind: "outside", target: text, name: text});
        }
        return rows.map((row) => ({...row, key: `${row.kind}-${row.target}`}));
    }

    get chosen() {
        return this.rows[Math.min(this.list.at, this.rows.length - 1)];
    }

    onInput(event) {
        this.list.text = event.target.value;
        this.list.at = 0;
    }

    onKeydown(event) {
        const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
        if (step) {
            event.preventDefault();
            this.list.at = Math.max(0, Math.min(this.rows.length - 1, this.list.at + step));
        } else if (event.key === "Enter") {
            event.preventDefault();
            event.stopPropagation();
            this.send(event.shiftKey ? "transfer" : "consult");
        }
    }

    async send(how) {
        if (this.chosen && !this.chosen.busy && (await this.control.send(how, this.chosen.kind, this.chosen.target))) {
            this.props.close();
        }
    }
}
