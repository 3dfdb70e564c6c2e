import {Component, useState} from "@odoo/owl";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {formatInteger} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";

/** The act with its number, "Allocate 28,400", and the way out. */
export class MoveButton extends Component {
    static template = "callcenter_crm.MoveButton";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.state = useState({busy: false});
        useHotkey("control+enter", () => this.move(), {bypassEditableProtection: true});
    }

    get data() {
        return this.props.record.data;
    }

    get label() {
        const {kind, planned} = this.data;
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
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            if ((await record.save()) && this.data.planned) {
                await this.act(this.data.planned);
            }
        } finally {
            this.state.busy = false;
        }
    }

    /** Move, if `expected` contacts would still move; else ask. */
    async act(expected) {
        const {record} = this.props;
        const changed = await this.orm.call(record.resModel, "action_move", [[record.resId]], {expected});
        await record.load();
        if (changed) {
            this.ask(expected);
        }
    }

    ask(expected) {
        const {planned} = this.data;
        this.dialog.add(ConfirmationDialog, {
            title: _t("The numbers have changed"),
            body: _t("You saw %(before)s contacts, now it would be %(now)s. Go on?", {
                before: formatInteger(expected),
                now: formatInteger(planned),
            }),
            confirmLabel: this.label,
            confirm: () => this.act(planned),
            cancel: () => {},
        });
    }

    async discard() {
        await this.props.record.discard();
        this.env.config.historyBack();
    }
}

registry.category("view_widgets").add("callcenter_move_button", {
    component: MoveButton,
    fieldDependencies: [
        {name: "kind", type: "selection"},
        {name: "planned", type: "integer"},
    ],
});
