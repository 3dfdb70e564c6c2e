import {Dialog} from "@web/core/dialog/dialog";
import {useAutofocus} from "@web/core/utils/hooks";
import {Component, useState} from "@odoo/owl";

/** Asks what a template is to be called. */
export class FlowTemplateDialog extends Component {
    static template = "callcenter_telephony.FlowTemplateDialog";
    static components = {Dialog};
    static props = {name: String, save: Function, close: Function};

    setup() {
        this.state = useState({name: this.props.name});
        useAutofocus({selectAll: true});
    }

    save() {
        if (this.state.name.trim()) {
            this.props.save(this.state.name.trim());
            this.props.close();
        }
    }
}
