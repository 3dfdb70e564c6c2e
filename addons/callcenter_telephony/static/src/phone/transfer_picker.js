import {useService} from "@web/core/utils/hooks";
import {onWillStart, useState} from "@odoo/owl";
import {Picker} from "./picker";
import {VIEWS} from "./states";

const NUMBER = /^[+\d][\d\s-]{2,}$/;

/** Where a call may go: type a name, a queue or a number; Enter asks first, Shift Enter sends at once. */
export class TransferPicker extends Picker {
    static template = "callcenter_telephony.TransferPicker";

    setup() {
        super.setup();
        this.control = useService("callcenter.control");
        this.targets = useState({agents: [], queues: [], outside: false});
        onWillStart(async () => Object.assign(this.targets, (await this.control.targets()) || {}));
    }

    /** @returns {{key: string, kind: string, target: string, name: string}[]} what can be chosen, in the order shown */
    get rows() {
        const {agents, queues, outside} = this.targets;
        const text = this.list.text.trim();
        const rows = [
            ...agents
                .filter((each) => this.found(each.name, each.extension, each.department))
                .map((each) => ({...each, kind: "agent", target: each.extension, look: VIEWS[each.state]})),
            ...queues
                .filter((each) => this.found(each.name, each.code))
                .map((each) => ({...each, kind: "queue", target: each.code})),
        ];
        if (outside && NUMBER.test(text)) {
            rows.push({kind: "outside", target: text, name: text});
        }
        return rows.map((row) => ({...row, key: `${row.kind}-${row.target}`}));
    }

    choose(second) {
        return this.send(second ? "transfer" : "consult");
    }

    async send(how) {
        if (this.chosen && !this.chosen.busy && (await this.control.send(how, this.chosen.kind, this.chosen.target))) {
            this.props.close();
        }
    }
}
