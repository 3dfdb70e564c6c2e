import {Component, useState} from "@odoo/owl";
import {isOver, momentText} from "./moments";

/** Whom to contact today: those due with their time, overdue ones marked, then the new ones. */
export class DayColumn extends Component {
    static template = "callcenter_crm.DayColumn";
    static props = {model: Object};

    setup() {
        this.model = useState(this.props.model);
        this.momentText = momentText;
        this.isOver = isOver;
    }

    isOpen(row) {
        const {card} = this.model;
        return card && card.kind === row.kind && card.id === row.id;
    }

    count({count, more}) {
        return more ? `${count}+` : String(count);
    }

    line(row) {
        return [row.campaign, row.line].filter(Boolean).join(" · ");
    }

    onFilter(name, event) {
        this.model.filterBy({[name]: Number(event.target.value) || false});
    }
}
