import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, onMounted, useState} from "@odoo/owl";
import {DayColumn} from "./day_column";
import {FollowupForm} from "./followup_form";
import {PersonCard} from "./person_card";
import {WorklistModel} from "./worklist_model";

/** The seller's day: whom to contact at the left, the person in the middle, what to write down at the right. */
export class Worklist extends Component {
    static template = "callcenter_crm.Worklist";
    static components = {DayColumn, FollowupForm, Layout, PersonCard};
    static props = {...standardActionServiceProps, target: {type: Object, optional: true}};
    static displayName = _t("Work List");

    setup() {
        this.model = useState(new WorklistModel(useService("orm")));
        // whoever comes back from a quotation finds the person again
        useSetupAction({getLocalState: () => ({target: this.model.card ? this.model.target : false})});
        onMounted(() => this.model.start(this.props.target || this.props.state?.target || false));
        useHotkey("alt+n", () => this.model.next(), {bypassEditableProtection: true});
    }

    get counters() {
        const {calls, done, reached, interested, sold, rank} = this.model.today;
        return [
            {name: "calls", label: _t("Calls"), value: calls},
            {name: "done", label: _t("Done"), value: done},
            {name: "reached", label: _t("Reached"), value: reached},
            {name: "interested", label: _t("Interested"), value: interested},
            {name: "sold", label: _t("Sold"), value: sold},
            ...(rank ? [{name: "rank", label: _t("Rank"), value: `${rank.place} / ${rank.of}`}] : []),
        ];
    }
}

registry.category("actions").add("callcenter_crm.worklist", Worklist);
