import {onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

/** A view of the pool that says how many customers the user may still claim, and says it anew after each claim. */
const saysWhatIsLeft = (Controller, template) =>
    class extends Controller {
        static template = template;

        setup() {
            super.setup();
            this.orm = useService("orm");
            this.claims = useState({left: null, today: 0, held: 0, held_limit: 0});
            onWillStart(() => this.loadClaims());
        }

        async loadClaims() {
            Object.assign(this.claims, await this.orm.call("callcenter.pool.customer", "claim_state", []));
        }

        async afterExecuteActionButton(clickParams) {
            await super.afterExecuteActionButton(clickParams);
            await Promise.all([this.loadClaims(), this.model.load()]);
        }

        get claimsText() {
            const {left, held, held_limit: limit} = this.claims;
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
