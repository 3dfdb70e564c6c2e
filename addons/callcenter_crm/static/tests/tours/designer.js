import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const PREVIEW = "[data-cc=preview] .o_ccd_card";
const chosen = (label) => `[data-cc=field].o_ccd_chosen:contains(${label})`;
const IN_GOLD = ".o_ccd_section:contains(Designed Gold) + .o_ccd_rows";
const IN_SILVER = ".o_ccd_section:contains(Designed Silver) + .o_ccd_rows";

const words = (field, text) => [
    {trigger: `[name=${field}] input[data-lang=en_US]`, run: `edit ${text}`},
    {trigger: `[name=${field}] input[data-lang=zh_CN]`, run: `edit 中文 ${text}`},
];
const section = (title) => [
    {trigger: "[data-cc=add-section]", run: "click"},
    ...words("names", title),
    {trigger: ".modal .o_form_button_save", run: "click"},
    {trigger: `[data-cc=section]:contains(${title})`},
];

tours.add("callcenter_design", {
    steps: () => [
        {trigger: "[data-host='crm.lead']", run: "click"},
        {trigger: "[data-host='crm.lead'].active"},
        {trigger: "[data-host='res.partner']", run: "click"},
        {trigger: "[data-host='res.partner'].active"},
        ...section("Designed Gold"),
        ...section("Designed Silver"),
        {trigger: "[data-cc=add-field]", run: "click"},
        {trigger: ".o_ccd_form:not(:has(button[name=action_archive]))"},
        ...words("labels", "Designed Field"),
        // not saved, and there already
        {trigger: `${PREVIEW} .o_ccd_mark:contains(Designed Field)`},
        {trigger: "[name=labels] input[data-lang=en_US]", run: "press Control+s"},
        {trigger: chosen("Designed Field")},
        // from "Further Data" up into the section before, and on to the one before that
        {trigger: chosen("Designed Field"), run: "press Alt+ArrowUp"},
        {trigger: `${IN_SILVER} ${chosen("Designed Field")}`},
        {trigger: `${PREVIEW} h3:contains(Designed Silver)`},
        {trigger: chosen("Designed Field"), run: "press Alt+ArrowUp"},
        {trigger: `${IN_GOLD} ${chosen("Designed Field")}`},
        {trigger: `${PREVIEW} h3:contains(Designed Gold) + dl .o_ccd_mark:contains(Designed Field)`},
        // read and hidden are seen before they are saved
        {trigger: "[name=access_ids] .o_data_row:eq(0) [data-right=read]", run: "click"},
        {trigger: `${PREVIEW} .o_ccd_mark .fa-lock`},
        {trigger: "[name=access_ids] .o_data_row:eq(0) [data-right=hidden]", run: "click"},
        {trigger: `${PREVIEW}:not(:has(.o_ccd_mark))`},
        {trigger: ".o_ccd_footer .o_form_button_save", run: "click"},
        {trigger: ".o_ccd_footer .o_form_button_save[disabled]"},
        {trigger: "[data-cc=preview-role]", run: "selectByIndex 1"},
        {trigger: `${PREVIEW} .o_ccd_mark:contains(Designed Field)`},
        {trigger: "[data-cc=preview] [data-lang=zh_CN]", run: "click"},
        {trigger: `${PREVIEW} .o_ccd_mark:contains(中文 Designed Field)`},
    ],
});
