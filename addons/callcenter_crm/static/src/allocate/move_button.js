import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {formatInteger} from "@web/views/fields/formatters";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/** The act with its number: "Allocate 28,400". */
export class MoveButton extends Component {
    static template = "callcenter_crm.MoveButton";
    static props = {...standardWidgetProps};

    setup() {
        this.action = useService("action");
    }

    get label() {
        const {kind, planned} = this.props.record.data;
        const count = formatInteger(planned);
        switch (kind) {
            case "recall":
                return _t("Recall %(count)s", {count});
            case "reassign":
                return _t("Reassign %(count)s", {count});
            case "share":
                return _t("Share %(count)s", {count});
            case "recycle":
                return _t("Recycle %(count)s", {count});
        }
        return _t("Allocate %(count)s", {count});
    }

    async move() {
        const {record} = this.props;
        if (!(await record.save())) {
            return;
        }
        await this.action.doActionButton({
            type: "object",
            name: "action_move",
            resModel: record.resModel,
            resId: record.resId,
            resIds: [record.resId],
            context: record.context,
            onClose: () => record.load(),
        });
    }
}

registry.category("view_widgets").add("callcenter_move_button", {
    component: MoveButton,
    fieldDependencies: [
        {name: "kind", type: "selection"},
        {name: "planned", type: "integer"},
    ],
});
