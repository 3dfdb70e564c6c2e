import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const SAVED = [
    {trigger: ".o_form_button_save", run: "click"},
    {trigger: ".o_form_status_indicator_buttons.invisible:not(:visible)"},
];
const CUSTOMER = 0;
const CONTACT = 1;
const MONEY = 4;
const SEVERAL = 9;

const words = (field, text) => [
    {trigger: `[name=${field}] input[data-lang=en_US]`, run: `edit ${text}`},
    {trigger: `[name=${field}] input[data-lang=zh_CN]`, run: `edit 中文 ${text}`},
];
const select = (field, index) => [
    {trigger: `.o_field_widget[name=${field}] input`, run: "click"},
    {trigger: `.o_select_menu_item[data-choice-index='${index}']`, run: "click"},
];
const choose = (field, name) => [
    {trigger: `.o_field_widget[name=${field}] input`, run: `edit ${name}`},
    {
        trigger: `[name=${field}] .o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(${name})`,
        run: "click",
    },
];
const addItem = (name) => [
    {trigger: "[name=item_ids] .o_field_x2many_list_row_add a", run: "click"},
    {trigger: "[name=item_ids] .o_selected_row [name=name] input", run: `edit ${name}`},
];

tours.add("callcenter_define_dictionary", {
    steps: () => [
        {trigger: ".oe_title [name=name] input", run: "edit Journey Experience"},
        {trigger: ".o_field_widget[name=code] input", run: "edit journey_experience"},
        ...addItem("Journey Funds"),
        ...addItem("Journey Gold"),
        ...SAVED,
        {trigger: "[name=item_ids] .o_data_row:contains(Journey Gold) td[name=parent_id]", run: "click"},
        {trigger: "[name=item_ids] .o_selected_row [name=parent_id] input", run: "edit Journey Funds"},
        {trigger: ".o-autocomplete--dropdown-item:contains(Journey Funds)", run: "click"},
        ...SAVED,
    ],
});

tours.add("callcenter_define_section", {
    steps: () => [
        ...words("names", "Journey Finance"),
        {trigger: "[name=columns] .o_radio_input[data-value='2']", run: "click"},
        {trigger: "[name=host_ids] input:eq(0)", run: "check"},
        {trigger: "[name=host_ids] input:eq(1)", run: "check"},
        ...SAVED,
    ],
});

const field = (label, host, kind) => [
    {trigger: ".o_form_view:not(:has(button[name=action_archive]))"},
    ...words("labels", label),
    ...select("model", host),
    ...select("kind", kind),
    ...(kind === SEVERAL ? choose("dictionary_id", "Journey Experience") : []),
    ...choose("section_id", "Journey Finance"),
    {trigger: "[name=in_list] input", run: "check"},
    {trigger: "[name=in_pop] input", run: "check"},
    ...SAVED,
    {trigger: "[name=access_ids] .o_data_row [data-right=write].active"},
];
const ANOTHER = {trigger: ".o_form_button_create", run: "click"};

tours.add("callcenter_define_fields", {
    steps: () => [
        ...field("Journeyexp", CUSTOMER, SEVERAL),
        ANOTHER,
        ...field("Journeyexp", CONTACT, SEVERAL),
        ANOTHER,
        ...field("Journeymoney", CUSTOMER, MONEY),
        ANOTHER,
        ...field("Journeymoney", CONTACT, MONEY),
    ],
});

const right = (label, index, key) => [
    {
        trigger: `[name=callcenter_access_ids] .o_data_row:contains(${label}):eq(${index}) [data-right=${key}]`,
        run: "click",
    },
    {trigger: `[name=callcenter_access_ids] .o_data_row:contains(${label}):eq(${index}) [data-right=${key}].active`},
];

tours.add("callcenter_define_role", {
    steps: () => [
        {trigger: ".o_cp_action_menus .dropdown-toggle", run: "click"},
        {trigger: ".o-dropdown--menu .o_menu_item:has(.fa-clone)", run: "click"},
        {trigger: ".oe_title [name=name] input:not(:value(/^Journey Model$/))"},
        {trigger: ".oe_title [name=name] input", run: "edit Journey Junior"},
        {trigger: ".o_notebook .nav-link[name=fields]", run: "click"},
        ...right("Journeyexp", 0, "read"),
        ...right("Journeyexp", 1, "read"),
        ...right("Journeymoney", 0, "hidden"),
        ...right("Journeymoney", 1, "hidden"),
        ...SAVED,
    ],
});

tours.add("callcenter_assign_role", {
    steps: () => [
        {trigger: "[name=role_line_ids] .o_data_row td[name=role_id]", run: "click"},
        {trigger: "[name=role_line_ids] .o_selected_row [name=role_id] input", run: "edit Journey Junior"},
        {trigger: ".o-autocomplete--dropdown-item:contains(Journey Junior)", run: "click"},
        ...SAVED,
    ],
});

tours.add("callcenter_junior_sees_customers", {
    steps: () => [
        {trigger: "th[data-name=x_cc_journeyexp]"},
        {trigger: ".o_list_view:not(:has(th[data-name=x_cc_journeymoney]))"},
        {trigger: ".o_searchview_input", run: "edit Journey Customer"},
        {trigger: ".o_searchview_input", run: "press Enter"},
        {trigger: ".o_data_row:contains(Journey Customer) td[name=x_cc_journeyexp]:contains(Journey Gold)"},
        {trigger: ".o_data_row .o_data_cell:contains(Journey Customer)", run: "click"},
        {trigger: ".o_form_view .nav-link:contains(Journey Finance)", run: "click"},
        {
            trigger:
                ".o_form_view .o_field_widget[name=x_cc_journeyexp].o_readonly_modifier .o_tag:contains(Journey Gold)",
        },
        {trigger: ".o_form_view:not(:has([name=x_cc_journeymoney]))"},
    ],
});

tours.add("callcenter_junior_sees_pop", {
    steps: () => [
        {trigger: "[data-cc=day-row]:contains(Journey Contact)", run: "click"},
        {trigger: "[data-cc=person-name]:contains(Journey Contact)"},
        {trigger: "[data-cc=custom] [data-field=x_cc_journeyexp]:contains(Journey Gold)"},
        {trigger: "[data-cc=custom]:not(:has([data-field=x_cc_journeymoney])):not(:has([data-cc=custom-edit]))"},
    ],
});
