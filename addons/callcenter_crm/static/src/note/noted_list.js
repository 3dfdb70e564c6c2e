import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";

/** A list that rows are typed into: its `string` stands above and says what happens when a row is saved. */
class NotedListController extends listView.Controller {
    static template = "callcenter_crm.NotedListView";

    get note() {
        return this.props.archInfo.xmlDoc.getAttribute("string");
    }
}

registry.category("views").add("callcenter_noted_list", {...listView, Controller: NotedListController});
