import {_t} from "@web/core/l10n/translation";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {registry} from "@web/core/registry";
import {formView} from "@web/views/form/form_view";
import {FormController} from "@web/views/form/form_controller";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";
import {onMounted, onWillStart, status, useEffect, useState} from "@odoo/owl";
import {bucketsOf, moved} from "./buckets";
import {FieldTree} from "./field_tree";
import {Preview} from "./preview";

const SECTION = "callcenter.field.section";
const DRAFTED = ["label", "kind", "required", "sequence", "in_form", "in_list", "in_pop"];

/** All fields of one host beside the form of the chosen one, and what a role sees of them. */
export class DesignerController extends FormController {
    static template = "callcenter_crm.Designer";
    static components = {...FormController.components, FieldTree, Preview};

    setup() {
        super.setup();
        this.design = useState({fields: [], sections: [], standard: [], hosts: [], langs: [], roles: []});
        this.page = useState({ready: false, saving: false, changes: 0, revision: 0});
        onWillStart(() => this.reload(false, this.props.resId));
        onMounted(() => this.begin());
        useEffect(
            (dirty) => {
                if (!dirty) {
                    this.page.changes = 0;
                }
            },
            () => [this.model.root.dirty]
        );
        const options = {bypassEditableProtection: true, allowRepeat: true};
        useHotkey("control+s", () => this.saveButtonClicked(), {bypassEditableProtection: true});
        useHotkey("alt+arrowup", () => this.step(-1), options);
        useHotkey("alt+arrowdown", () => this.step(1), options);
    }

    get modelParams() {
        const params = super.modelParams;
        // not awaited: the changes are told when this one is done
        params.hooks.onRecordChanged = () => void this.countChanges();
        return params;
    }

    get buckets() {
        return bucketsOf(this.design);
    }

    get fieldId() {
        return this.model.root.resId;
    }

    /** What the preview goes by: the chosen field as it stands in the form. */
    get draft() {
        const {data, resId} = this.model.root;
        const said = Object.fromEntries(DRAFTED.map((name) => [name, data[name]]));
        const rights = Object.fromEntries(data.access_ids.records.map((row) => [row.data.role_id.id, row.data.right]));
        return {...said, id: resId, section_id: data.section_id.id || false, labels: data.labels || {}, rights};
    }

    get note() {
        const {changes} = this.page;
        const live = _t("On save: live for %s users at once.", this.design.users);
        if (this.model.root.isNew) {
            return [_t("Not saved yet."), live].join(" ");
        }
        return changes ? [changes === 1 ? _t("1 change.") : _t("%s changes.", changes), live].join(" ") : live;
    }

    displayName() {
        return _t("Fields and Forms");
    }

    async begin() {
        const first = this.buckets.flatMap((bucket) => bucket.fields)[0];
        if (!this.fieldId && first) {
            await this.model.load({resId: first.id});
        }
        this.page.ready = true;
    }

    /** Reads the fields of a host (default: the present one) anew. */
    async reload(model = this.design.model, fieldId = false) {
        Object.assign(this.design, await this.orm.call("callcenter.field", "design", [model || false, fieldId]));
        this.page.revision++;
    }

    async countChanges() {
        const {access_ids: rights = [], ...others} = await this.model.root.getChanges();
        this.page.changes = Object.keys(others).length + rights.length;
    }

    // from one field to another

    /** Asks what becomes of unsaved changes; returns whether to go on. */
    async settle() {
        if (!(await this.model.root.isDirty())) {
            return true;
        }
        return new Promise((resolve) => {
            this.dialogService.add(ConfirmationDialog, {
                title: _t("Unsaved changes"),
                body: _t("Save what you changed in this field? It is live at once."),
                confirmLabel: _t("Save"),
                confirm: async () => resolve(await this.save()),
                cancelLabel: _t("Discard"),
                cancel: async () => {
                    await this.model.root.discard();
                    resolve(true);
                },
                dismiss: () => resolve(false),
            });
        });
    }

    async choose(fieldId) {
        if (fieldId !== this.fieldId && (await this.settle())) {
            await this.model.load({resId: fieldId});
        }
    }

    async chooseHost(model) {
        if (model === this.design.model || !(await this.settle())) {
            return;
        }
        await this.reload(model);
        const first = this.buckets.flatMap((bucket) => bucket.fields)[0];
        await this.load(first ? first.id : false);
    }

    async create(sectionId = false) {
        if (await this.settle()) {
            await this.load(false, sectionId);
        }
    }

    load(resId, sectionId = false) {
        const {model} = this.design;
        const context = {...this.props.context, default_model: model, default_section_id: sectionId};
        return this.model.load({resId, context});
    }

    // order

    /** Moves the chosen field, or the section whose title has the focus, one place up or down. */
    async step(by) {
        const title = document.activeElement.closest("[data-cc=section]");
        if (title) {
            const ids = this.design.sections.map((section) => section.id);
            const at = ids.indexOf(Number(title.dataset.section));
            if (at >= 0 && ids[at + by]) {
                [ids[at], ids[at + by]] = [ids[at + by], ids[at]];
                await this.orm.webResequence(SECTION, ids);
                await this.reload();
            }
            return;
        }
        const place = moved(this.buckets, this.fieldId, by);
        if (place) {
            await this.arrange(this.fieldId, place.section, place.ids);
        }
    }

    /** Puts a field into a section, among the others as ``ids`` says; ``section``: 0 for none, "off": no form. */
    async arrange(fieldId, section, ids) {
        if (!(await this.settle())) {
            return;
        }
        try {
            if (section === "off") {
                await this.orm.call("callcenter.field", "take_off", [[fieldId]]);
            } else {
                await this.orm.call("callcenter.field", "arrange", [ids, section || false]);
            }
        } finally {
            await this.reload();
        }
        await this.model.load();
    }

    editSection(resId = false) {
        const host = this.design.hosts.find(({model}) => model === this.design.model);
        this.dialogService.add(FormViewDialog, {
            resModel: SECTION,
            resId,
            title: resId ? _t("Section") : _t("Add Section"),
            context: resId ? {} : {default_host_ids: [host.id]},
            onRecordSaved: () => this.reload(),
            canExpand: false,
        });
    }

    openAll() {
        this.actionService.doAction("callcenter_crm.callcenter_field_action");
    }

    // what the form does otherwise

    async onRecordSaved(record, changes) {
        await super.onRecordSaved(record, changes);
        await this.reload();
    }

    async afterExecuteActionButton(clickParams) {
        await super.afterExecuteActionButton(clickParams);
        // a button may have led elsewhere
        if (status(this) === "mounted") {
            await this.reload();
        }
    }

    async save(params) {
        this.page.saving = true;
        try {
            return await super.save(params);
        } finally {
            this.page.saving = false;
        }
    }

    async discard() {
        await this.model.root.discard();
        if (this.model.root.isNew) {
            await this.begin();
        }
    }

    /** What is live for everybody is saved by whoever means it, not by looking elsewhere. */
    beforeVisibilityChange() {
        return undefined;
    }

    async beforeLeave({forceLeave} = {}) {
        return forceLeave || this.settle();
    }

    beforeUnload(event) {
        if (this.model.root.dirty) {
            event.preventDefault();
            event.returnValue = "Unsaved changes";
        }
    }
}

registry.category("views").add("callcenter_designer", {...formView, Controller: DesignerController});
