import {KnowledgeSearch} from "@callcenter_crm/knowledge/knowledge_search";
import {Component, onWillUnmount} from "@odoo/owl";

/** The knowledge base over the customer's column: the form of the call stays in view, and as it is. */
export class KnowledgePanel extends Component {
    static template = "callcenter_telephony.KnowledgePanel";
    static components = {KnowledgeSearch};
    static props = {model: Object, onClose: Function};

    setup() {
        const before = document.activeElement; // where one was typing
        onWillUnmount(() => before.isConnected && before.focus());
    }
}
