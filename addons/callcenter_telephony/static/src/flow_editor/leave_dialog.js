import {Dialog} from "@web/core/dialog/dialog";
import {Component} from "@odoo/owl";

/** Asks what becomes of edits that are not saved. */
export class LeaveDialog extends Component {
    static template = "callcenter_telephony.FlowLeaveDialog";
    static components = {Dialog};
    static props = {save: Function, discard: Function, stay: Function, close: Function};

    async choose(answer) {
        await answer();
        this.props.close();
    }
}
