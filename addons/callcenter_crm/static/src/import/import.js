import {_t} from "@web/core/l10n/translation";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {registry} from "@web/core/registry";
import {useBus, useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, onMounted, onWillUnmount, useEffect, useState} from "@odoo/owl";
import {CleaningStep} from "./cleaning_step";
import {ColumnsStep} from "./columns_step";
import {FileStep} from "./file_step";
import {ImportModel} from "./import_model";
import {ResultStep} from "./result_step";
import {RunStep} from "./run_step";

const STEPS = {file: FileStep, columns: ColumnsStep, cleaning: CleaningStep, run: RunStep, result: ResultStep};
const ORDER = Object.keys(STEPS);

/** Contacts of a file come into a campaign: file, columns, cleaning, run, result. */
export class Import extends Component {
    static template = "callcenter_crm.Import";
    static components = {Layout};
    static props = {...standardActionServiceProps};
    static displayName = _t("Import Contacts");
    // with it the address of a list has one place in the breadcrumb, not a nameless one before it
    static path = "import-contacts";

    setup() {
        this.model = useState(new ImportModel(useService("orm")));
        this.ui = useService("callcenter.import");
        const bus = useService("bus_service");
        const hear = (message) => this.model.hear(message);
        const hearCount = (message) => this.model.hearCount(message);
        onMounted(() => {
            bus.subscribe("callcenter.import", hear);
            bus.subscribe("callcenter.import.count", hearCount);
            this.model.start(this.begin);
        });
        onWillUnmount(() => {
            bus.unsubscribe("callcenter.import", hear);
            bus.unsubscribe("callcenter.import.count", hearCount);
            this.ui.shown = false;
        });
        useBus(bus, "BUS:RECONNECT", () => this.model.step === "run" && this.model.refresh());
        useEffect(
            (listId) => {
                this.ui.shown = listId;
                this.props.updateActionState?.({resId: listId || undefined});
            },
            () => [this.model.listId]
        );
        useHotkey("escape", () => this.close());
    }

    /** Where to begin: the list of the address, else what the button says. */
    get begin() {
        const {params = {}, context = {}} = this.props.action;
        const listId = this.props.resId || params.list_id || false;
        return {listId, campaign: params.campaign || context.callcenter_campaign || false};
    }

    get stepComponent() {
        return STEPS[this.model.step];
    }

    get steps() {
        const {step, isDraft, look} = this.model;
        const at = ORDER.indexOf(step);
        const labels = [_t("File"), _t("Match columns"), _t("Cleaning"), _t("Run"), _t("Results")];
        return ORDER.map((key, place) => ({
            key,
            label: labels[place],
            number: place + 1,
            done: place < at,
            on: place === at,
            back: isDraft && Boolean(look) && place < at,
        }));
    }

    get note() {
        const {step, loaded} = this.model;
        if (!loaded || step === "result") {
            return "";
        }
        return step === "run" ? _t("You can leave this page.") : _t("Esc closes, the draft is kept");
    }

    goTo(key) {
        this.model.step = key;
    }

    close() {
        this.env.config.historyBack();
    }
}

registry.category("actions").add("callcenter_import", Import);
