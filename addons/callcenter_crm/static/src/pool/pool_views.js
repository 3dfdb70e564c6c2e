import {_t} from "@web/core/l10n/translation";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";
import {withHeadline} from "@callcenter_crm/headline/headline";

/** A view of the pool that says how many customers the user may still claim, and says it anew after each claim. */
const saysWhatIsLeft = (Controller, template) =>
    class extends withHeadline(Controller, {template, model: "callcenter.pool.customer", method: "claim_state"}) {
        get claimsText() {
            const {left, held, held_limit: limit} = this.headline;
            const own = limit
                ? _t("%(held)s of %(limit)s customers held", {held, limit})
                : _t("%(held)s customers held", {held});
            return left === null ? own : _t("%(left)s claims left today · %(own)s", {left, own});
        }
    };

registry.category("views").add("callcenter_pool_list", {
    ...listView,
    Controller: saysWhatIsLeft(listView.Controller, "callcenter_crm.PoolListView"),
});
registry.category("views").add("callcenter_pool_kanban", {
    ...kanbanView,
    Controller: saysWhatIsLeft(kanbanView.Controller, "callcenter_crm.PoolKanbanView"),
});
