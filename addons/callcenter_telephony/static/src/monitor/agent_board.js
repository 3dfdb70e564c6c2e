import {useService} from "@web/core/utils/hooks";
import {Component, useRef} from "@odoo/owl";
import {AgentCard} from "./agent_card";
import {byState} from "./monitor_rules";

/** Agents as cards by department. Arrow keys go from card to card. */
export class AgentBoard extends Component {
    static template = "callcenter_telephony.AgentBoard";
    static components = {AgentCard};
    static props = {agents: Array, chosen: [Number, Boolean], choose: Function, filtered: Boolean};

    setup() {
        this.monitor = useService("callcenter.monitor");
        this.board = useRef("board");
    }

    get groups() {
        const groups = this.monitor.departments.map((department) => ({
            ...department,
            agents: byState(this.props.agents.filter((agent) => agent.department === department.id)),
        }));
        return groups.filter(({agents}) => agents.length);
    }

    onKeydown(event) {
        const cards = [...this.board.el.querySelectorAll(".o_cc_agent")];
        const index = cards.indexOf(event.target.closest(".o_cc_agent"));
        const place = {ArrowLeft: index - 1, ArrowRight: index + 1}[event.key];
        const next = place === undefined ? this.beyond(cards, index, event.key) : cards[place];
        if (index >= 0 && next) {
            event.preventDefault();
            next.focus();
        }
    }

    /** The nearest card above or below. */
    beyond(cards, index, key) {
        if (index < 0 || !["ArrowUp", "ArrowDown"].includes(key)) {
            return undefined;
        }
        const here = cards[index].getBoundingClientRect();
        const down = key === "ArrowDown";
        const others = cards
            .map((card) => [card, card.getBoundingClientRect()])
            .filter(([, box]) => (down ? box.top >= here.bottom : box.bottom <= here.top));
        const far = ([, box]) => Math.abs(box.top - here.top) * 10 + Math.abs(box.left - here.left);
        return others.sort((a, b) => far(a) - far(b))[0]?.[0];
    }
}
