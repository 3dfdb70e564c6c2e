import {patch} from "@web/core/utils/patch";
import {FormController} from "@web/views/form/form_controller";
import {ListController} from "@web/views/list/list_controller";
import {onMounted, onWillUnmount} from "@odoo/owl";

const open = new Set();
const WRITING = "textarea, input:not([type=checkbox]):not([type=radio]), [contenteditable=true]";
const OURS = ".o_cc_bar, .o_cc_workspace, .o_searchview";

/** While the calling component is mounted, `controller.model.root.isDirty()` says whether it has unsaved work. */
export function remember(controller) {
    onMounted(() => open.add(controller));
    onWillUnmount(() => open.delete(controller));
}

patch(FormController.prototype, {
    setup() {
        super.setup();
        remember(this);
    },
});

patch(ListController.prototype, {
    setup() {
        super.setup();
        remember(this);
    },
});

async function isDirty({model}) {
    const record = model.root?.editedRecord || model.root;
    return Boolean(await record?.isDirty?.());
}

function isWriting() {
    const el = document.activeElement;
    return Boolean(el?.matches(WRITING) && !el.closest(OURS) && (el.value || el.textContent || "").trim());
}

/** @returns {Promise<boolean>} whether leaving this screen now would disturb work: a changed record, a dialog, a half-written text */
export async function hasUnsavedWork() {
    if (document.querySelector(".o_dialog") || isWriting()) {
        return true;
    }
    const dirty = await Promise.all([...open].map(isDirty));
    return dirty.includes(true);
}
