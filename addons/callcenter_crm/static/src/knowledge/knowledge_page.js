import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, onMounted, useState} from "@odoo/owl";
import {KnowledgeModel} from "./knowledge_model";
import {KnowledgeSearch} from "./knowledge_search";

/** The knowledge base for readers. */
export class KnowledgePage extends Component {
    static template = "callcenter_crm.KnowledgePage";
    static components = {KnowledgeSearch, Layout};
    static props = {...standardActionServiceProps};
    static displayName = _t("Knowledge");

    setup() {
        this.action = useService("action");
        this.model = useState(new KnowledgeModel(useService("orm")));
        // whoever comes back from an article's form finds what was looked for
        useSetupAction({getLocalState: () => ({place: this.model.place})});
        onMounted(() => this.model.start(this.props.state?.place));
        this.openForm = this.openForm.bind(this);
    }

    openForm(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "callcenter.knowledge.article",
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("callcenter_crm.knowledge", KnowledgePage);
