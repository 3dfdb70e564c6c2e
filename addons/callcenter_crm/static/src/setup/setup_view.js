import {_t} from "@web/core/l10n/translation";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {registry} from "@web/core/registry";
import {withHeadline} from "@callcenter_crm/headline/headline";

/** The set-up checklist, with how far it is. */
class SetupController extends withHeadline(kanbanView.Controller, {
    template: "callcenter_crm.SetupView",
    model: "callcenter.setup.step",
    method: "progress",
}) {
    get progressText() {
        return _t("%(done)s of %(total)s done", this.headline);
    }

    get percent() {
        const {done, total} = this.headline;
        return total ? Math.round((100 * done) / total) : 100;
    }
}

registry.category("views").add("callcenter_setup", {...kanbanView, Controller: SetupController});
