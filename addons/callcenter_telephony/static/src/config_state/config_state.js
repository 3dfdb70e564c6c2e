import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {Component, onWillDestroy, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";

const NODE = "callcenter.node";
const CHANNEL = "callcenter_config";
const FIELDS = ["config_state", "config_error"];

/** Says on a configuration form what happens on save, and how the server's configuration stands, as it changes. */
export class ConfigState extends Component {
    static template = "callcenter_telephony.ConfigState";
    static props = standardWidgetProps;

    setup() {
        this.orm = useService("orm");
        this.bus = useService("bus_service");
        this.state = useState({state: false, message: ""});
        const listener = (told) => this.onTold(told);
        this.bus.subscribe("callcenter/config", listener);
        this.bus.addChannel(CHANNEL);
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((props) => this.load(props));
        onWillDestroy(() => this.bus.unsubscribe("callcenter/config", listener));
    }

    /** Flows are drafts until they are published. */
    get published() {
        return this.props.record.resModel === "callcenter.ivr.flow";
    }

    nodeOf({record}) {
        return record.resModel === NODE ? record.resId : record.data.node_id?.id;
    }

    async load(props) {
        const node = this.nodeOf(props);
        if (node === this.node) {
            return;
        }
        this.node = node;
        const [row] = node ? await this.orm.read(NODE, [node], FIELDS) : [];
        this.state.state = row?.config_state || false;
        this.state.message = row?.config_error || "";
    }

    onTold({node_id, state, message}) {
        if (node_id === this.node) {
            Object.assign(this.state, {state, message});
        }
    }
}

registry.category("view_widgets").add("callcenter_config_state", {component: ConfigState});
