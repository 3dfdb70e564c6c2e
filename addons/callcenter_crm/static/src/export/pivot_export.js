import {PivotRenderer} from "@web/views/pivot/pivot_renderer";
import {onWillStart} from "@odoo/owl";
import {patch} from "@web/core/utils/patch";
import {user} from "@web/core/user";

/** A pivot table offers its file to whoever may export; the server refuses it to the others. */
patch(PivotRenderer.prototype, {
    setup() {
        super.setup();
        onWillStart(async () => {
            this.mayExport = await user.hasGroup("base.group_allow_export");
        });
    },
});
