import {Dialog} from "@web/core/dialog/dialog";
import {useAutofocus} from "@web/core/utils/hooks";
import {Component, useState} from "@odoo/owl";

/** Asks for the name under which a mapping is kept; the same name again replaces it. */
export class TemplateDialog extends Component {
    static template = "callcenter_crm.ImportTemplate";
    static components = {Dialog};
    static props = {name: String, save: Function, close: Function};

    setup() {
        this.state = useState({name: this.props.name});
        useAutofocus({refName: "name", selectAll: true});
    }

    async save() {
        const name = this.state.name.trim();
        if (name) {
            await this.props.save(name);
            this.props.close();
        }
    }
}
