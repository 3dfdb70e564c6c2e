import {Component} from "@odoo/owl";
import {arrow} from "./lines";

/** The way from an exit to a step: see routes.js; drawn again only when it runs otherwise. */
export class FlowEdge extends Component {
    static template = "callcenter_telephony.FlowEdge";
    static props = {way: Object, near: Boolean, passed: String, readonly: Boolean, cut: Function};

    get arrow() {
        return arrow(this.props.way.into);
    }
}
