import {registry} from "@web/core/registry";

// a page that is opened for the first time, on a busy machine
const LOADING = 60000;

/** Runs the rules of a list (lifecycle, pool, care) from their preview. */
registry.category("web_tour.tours").add("callcenter_rules_run", {
    steps: () => [
        {trigger: ".o_list_view .o_data_row", timeout: LOADING},
        {trigger: ".o_control_panel button[name=action_preview]", run: "click"},
        {trigger: ".modal .o_data_row"},
        {trigger: ".modal button[name=action_run]", run: "click"},
        {trigger: "body:not(:has(.modal)) .o_notification"},
    ],
});

/** Claims the last customer of the day, and is refused the next. */
registry.category("web_tour.tours").add("callcenter_pool_claim", {
    steps: () => [
        {trigger: ".o_callcenter_claims[data-left='1']", timeout: LOADING},
        {
            trigger: ".o_data_row:contains('Journey Fallen') button[name=action_claim]",
            run: "click",
        },
        {trigger: ".o_callcenter_claims[data-left='0']"},
        {trigger: ".o_list_view:not(:contains('Journey Fallen'))"},
        {trigger: ".o_switch_view.o_kanban", run: "click"},
        {
            trigger: ".o_kanban_record:contains('Journey Left') button[name=action_claim]",
            run: "click",
        },
        {trigger: ".modal .modal-body:contains('1')"},
        {trigger: ".modal .modal-footer button", run: "click"},
        {trigger: "body:not(:has(.modal)) .o_kanban_record:contains('Journey Left')"},
    ],
});

/** Opens the customer just claimed by the pool's own link and gives it back, saying why. */
registry.category("web_tour.tours").add("callcenter_pool_release", {
    steps: () => [
        {trigger: ".o_form_view a[name=callcenter_lifecycle]", run: "click", timeout: LOADING},
        {trigger: ".o_form_view button[name=action_callcenter_release]", run: "click"},
        {trigger: ".modal .o_radio_item:eq(1) input", run: "click"},
        {trigger: ".modal button[name=action_release]", run: "click"},
        {trigger: "body:not(:has(.modal)) .o_notification"},
    ],
});

/** Sees on the customer what care has made: tasks, ahead of time. */
registry.category("web_tour.tours").add("callcenter_care_tasks", {
    steps: () => [
        {trigger: ".o-mail-Activity:contains('Journey Birthday')", timeout: LOADING},
        {trigger: ".o-mail-Activity:contains('Journey Contract')"},
    ],
});
