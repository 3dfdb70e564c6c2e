import {registry} from "@web/core/registry";

// a page that is opened for the first time, on a busy machine
const LOADING = 60000;

const progress = (done, total) => `.o_callcenter_setup_progress[data-done='${done}'][data-total='${total}']`;

/** Opens the place of a step, does what it asks for, and finds it ticked; looks at one, leaves one out. */
registry.category("web_tour.tours").add("callcenter_setup", {
    steps: () => [
        {trigger: progress(0, 3), timeout: LOADING},
        {trigger: ".o_kanban_record:contains('Journey Rooms')", run: "click"},
        {trigger: ".o_list_button_add", run: "click"},
        {trigger: ".o_field_widget[name=name] input", run: "edit Journey Room"},
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_form_saved"},
        {trigger: ".breadcrumb-item:first a, .breadcrumb-item:first", run: "click"},
        {trigger: progress(1, 3)},
        {trigger: ".o_kanban_record:contains('Journey Rooms') .fa-check-circle"},
        {trigger: ".o_kanban_record:contains('Journey Look') button[name=action_confirm]", run: "click"},
        {trigger: progress(2, 3)},
        {trigger: ".o_kanban_record:contains('Journey Later') button[name=action_skip]", run: "click"},
        {trigger: progress(2, 2)},
        {trigger: ".o_kanban_record:contains('Journey Later') .fa-minus-circle"},
    ],
});
