import {Component, useState} from "@odoo/owl";
import * as graphs from "./graph";

/** What is wrong with the draft; each line leads to its step. */
export class CheckList extends Component {
    static template = "callcenter_telephony.FlowCheckList";
    static props = {store: Object, goTo: Function};

    setup() {
        this.store = useState(this.props.store);
    }

    nameOf(fault) {
        return graphs.stepOf(this.store.graph, fault.step)?.name;
    }
}
