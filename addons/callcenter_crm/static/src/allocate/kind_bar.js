import {Component} from "@odoo/owl";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

/** Which act: allocate, recall, reassign, share, recycle. */
export class KindBar extends Component {
    static template = "callcenter_crm.KindBar";
    static props = {record: Object};

    get kinds() {
        return this.props.record.fields.kind.selection;
    }

    choose(kind) {
        return this.props.record.update({kind});
    }
}

class AllocateController extends formView.Controller {
    static template = "callcenter_crm.AllocateView";
    static components = {...formView.Controller.components, KindBar};

    setup() {
        super.setup();
        this.action = useService("action");
    }

    openHistory() {
        return this.action.doAction("callcenter_crm.callcenter_allocation_action");
    }
}

registry.category("views").add("callcenter_allocate", {...formView, Controller: AllocateController});
