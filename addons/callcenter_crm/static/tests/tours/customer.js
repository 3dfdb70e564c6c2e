import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const cc = (name) => `[data-cc=${name}]`;
const page = (name) => ({trigger: `.o_notebook_headers a[name=${name}]`, run: "click"});

tours.add("callcenter_customer_at_a_glance", {
    steps: () => [
        {trigger: "[name=callcenter_sharing] [data-cc^=link-]:contains(Journey Twin)"},
        {trigger: "[name=callcenter_facts] [name=callcenter_age]:contains(36)"},
        {trigger: `${cc("timeline")} ${cc("row-call")}:contains(asks for a fund)`},
        {trigger: `${cc("timeline")}:has(${cc("row-call")}) ${cc("row-followup")}`},
        {trigger: cc("kind-followup"), run: "click"},
        {trigger: `${cc("timeline")}:not(:has(${cc("row-call")})) ${cc("row-followup")}:contains(wrote it down)`},
        page("callcenter_profile"),
        {trigger: ".o_field_widget[name=callcenter_work_address] input", run: "edit Journey Road 7"},
        page("callcenter_numbers"),
        {
            trigger: "[name=callcenter_numbers] .o_data_row:contains(evenings) button[name=action_make_main]",
            run: "click",
        },
        {trigger: "[name=callcenter_numbers] .o_data_row:contains(evenings) button.text-warning"},
    ],
});

tours.add("callcenter_customer_new", {
    steps: () => [
        {trigger: ".o_form_view [name=phone] input", run: "edit 13800136001 && press Tab"},
        {trigger: "[name=callcenter_sharing] [data-cc^=link-]:contains(Journey Wang)"},
        {trigger: ".o_form_button_cancel", run: "click"},
        {trigger: "body:not(:has(.o_form_dirty))"},
    ],
});

tours.add("callcenter_merge", {
    steps: () => [
        {trigger: ".o_data_row:contains(Journey Twin):contains(Journey Wang) button[name=action_merge]", run: "click"},
        {trigger: ".modal [name=line_ids] .o_data_row:contains(Journey Wang)"},
        {trigger: ".modal footer button[name=action_merge]", run: "click"},
        {trigger: `.o_form_view ${cc("timeline")} ${cc("row-note")}:contains(Journey Twin)`},
    ],
});
