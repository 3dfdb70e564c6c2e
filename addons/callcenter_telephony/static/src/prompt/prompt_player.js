import {registry} from "@web/core/registry";
import {url} from "@web/core/utils/urls";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {Component, xml} from "@odoo/owl";

/** Plays a prompt as the telephone plays it. */
export class PromptPlayer extends Component {
    static template = xml`<audio t-if="source" t-att-src="source" controls="" preload="none" class="w-100"/>`;
    static props = standardWidgetProps;

    get source() {
        const {record} = this.props;
        const query = {model: "callcenter.prompt", id: record.resId, field: "wav", unique: record.data.revision};
        return record.resId && record.data.revision && url("/web/content", query);
    }
}

registry.category("view_widgets").add("callcenter_prompt_player", {
    component: PromptPlayer,
    fieldDependencies: [{name: "revision", type: "char"}],
});
