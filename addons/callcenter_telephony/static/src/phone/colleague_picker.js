import {useService} from "@web/core/utils/hooks";
import {onWillStart, onWillUnmount} from "@odoo/owl";
import {Picker} from "./picker";
import {VIEWS} from "./states";

const FREE = ["ready", "not_ready", "wrap_up"];
const ORDER = ["ringing", "ready", "not_ready", "wrap_up", "on_call", "offline"];

/**
 * The colleagues with their states: Enter calls the chosen one, or takes the call that rings there; Shift Enter opens a
 * conversation, also with a whole team. Who is signed out is found by name.
 */
export class ColleaguePicker extends Picker {
    static template = "callcenter_telephony.ColleaguePicker";

    setup() {
        super.setup();
        this.agent = useService("callcenter.agent");
        this.colleagues = useService("callcenter.colleagues");
        this.messages = useService("callcenter.messages");
        onWillStart(() => this.colleagues.open());
        onWillUnmount(() => this.colleagues.close());
    }

    get rows() {
        const place = ({state, near}) => ORDER.indexOf(state) + (state === "ringing" && !near ? ORDER.length : 0);
        const agents = this.colleagues.rows
            .filter(({state}) => state !== "offline" || this.list.text.trim())
            .filter((row) => this.found(row.name, row.extension, row.department))
            .map((row) => ({...row, key: `agent-${row.extension}`, kind: "agent", look: VIEWS[row.state]}))
            .map((row) => ({...row, reason: this.agent.reasonNames[row.code] || row.reason}))
            .map((row) => ({...row, busy: !FREE.includes(row.state), rings: row.near && row.state === "ringing"}))
            .sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name));
        const teams = this.colleagues.teams
            .filter(({name}) => this.found(name))
            .map((team) => ({...team, key: `team-${team.id}`, kind: "team"}));
        return [...agents, ...teams];
    }

    choose(second) {
        const {chosen} = this;
        if (second || chosen?.kind === "team") {
            return this.write();
        }
        return chosen?.rings ? this.pickUp() : this.call();
    }

    async call() {
        if (this.chosen && !this.chosen.busy && (await this.colleagues.call(this.chosen))) {
            this.props.close();
        }
    }

    async pickUp() {
        if (this.chosen && (await this.colleagues.pickUp(this.chosen))) {
            this.props.close();
        }
    }

    async write() {
        if (this.chosen) {
            const {kind, id, user_id} = this.chosen;
            this.props.close();
            await (kind === "team" ? this.messages.writeToTeam(id) : this.messages.write(user_id));
        }
    }
}
