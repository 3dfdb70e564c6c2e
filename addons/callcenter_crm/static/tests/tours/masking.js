import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const FIRST_MS = 60000; // the first page of a language may have to be built
const phone = ".o_field_widget[name=phone]";

/** A business administrator switches masking on. */
tours.add("callcenter_masking_on", {
    steps: () => [
        {trigger: "[name=mask_numbers] input[type=checkbox]:not(:checked)", timeout: FIRST_MS, run: "click"},
        {trigger: "[name=full_role_ids] .o_tag"},
        {trigger: "[name=unmask_role_ids] .o_tag"},
        {trigger: "button[name=action_apply]", run: "click", expectUnloadPage: true},
        {trigger: ".o_main_navbar"},
    ],
});

/** An agent works with a customer and finds no number, whatever is opened; what is saved destroys none. */
tours.add("callcenter_masking_agent", {
    steps: () => [
        {trigger: `${phone} input:value("138****5021")`, timeout: FIRST_MS},
        {trigger: `${phone}:not(:has([data-cc=unmask]))`},
        {trigger: ".o-mail-Chatter:contains(138****5021):not(:contains(13800135021))"},
        {trigger: ".o_field_widget[name=email] input", run: "edit wang@example.com"},
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_form_saved"},
        {trigger: `${phone} input:value("138****5021")`},
        {trigger: `${phone} input`, run: "edit 139 1234 5678"},
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_form_saved"},
        {trigger: `${phone} input:value("139****5678")`},
    ],
});

/** A team leader shows one number, for a moment. */
tours.add("callcenter_masking_leader", {
    steps: () => [
        {trigger: `${phone} input:value("139****5678")`, timeout: FIRST_MS},
        {trigger: `${phone} [data-cc=unmask]`, run: "click"},
        {trigger: `${phone} [data-cc=unmasked]:contains(5678):not(:contains(*))`},
        {trigger: `${phone} [data-cc=unmask]`, run: "click"},
        {trigger: `${phone}:not(:has([data-cc=unmasked]))`},
    ],
});

/** The administrator finds it in the log. */
tours.add("callcenter_masking_log", {
    steps: () => [
        {trigger: ".o_data_row:contains(journey_mask_leader):contains(Journey Wang) td[name=act]", timeout: FIRST_MS},
        {trigger: ".o_list_view:not(:contains(1391234))"},
        {trigger: ".o_control_panel:not(:has(.o_list_button_add))"},
    ],
});
