import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const cc = (name) => `[data-cc=${name}]`;
const click = (trigger) => ({trigger, run: "click"});
// the form of Odoo has a record, and the way back is the first of the breadcrumbs
const back = [
    {trigger: ".o_form_view .o_form_saved, .o_form_view .o_form_sheet"},
    click(".o_back_button a, .o_back_button"),
];

tours.add("callcenter_seller_follows_up", {
    steps: () => [
        {trigger: `${cc("count-done")}:contains(0)`},
        // who was promised a call comes before a new one, whatever its priority
        {
            trigger: `${cc("day-row")}:first-child:contains(Journey Promised), ${cc("day-row")}:contains(Journey Promised)`,
        },
        {trigger: cc("overdue")},
        click(cc("next")),
        {trigger: `${cc("person-name")}:contains(Journey Promised)`},
        {trigger: `${cc("script")}:contains(Good day from the journey!)`},
        click(cc("tab-history")),
        {trigger: `${cc("history-row")}:contains(wants the figures)`},
        click(cc("outcome-interested")),
        {trigger: `${cc("save-next")}:disabled`},
        click(cc("intent-B")),
        {trigger: cc("note"), run: "edit will think about it"},
        click(cc("next-days")),
        click(`${cc("save-next")}:enabled`),
        {trigger: `${cc("person-name")}:contains(Journey Fresh)`},
        {trigger: `${cc("count-done")}:contains(1)`},
        {trigger: `${cc("count-interested")}:contains(1)`},
    ],
});

tours.add("callcenter_seller_sells", {
    steps: () => [
        click(cc("next")),
        {trigger: `${cc("person-name")}:contains(Journey Fresh)`},
        click(cc("convert")),
        {trigger: cc("open-customer")},
        click(`${cc("sell-lead")}:enabled`),
        {trigger: ".o_form_view [name=callcenter_campaign_id]:contains(Journey Spring)"},
        ...back,
        {trigger: `${cc("person-name")}:contains(Journey Fresh)`},
        click(`${cc("sell-order")}:enabled`),
        {trigger: ".o_form_view [name=order_line] td[name=product_template_id]:contains(Journey Plan)"},
        ...back,
        click(cc("tab-sales")),
        {trigger: "[data-cc='open-crm.lead']"},
        {trigger: `${cc("sale-state")}[data-state=draft]`},
        click(cc("confirm-order")),
        {trigger: `${cc("sale-state")}[data-state=sale]`},
        {trigger: `${cc("count-sold")}:contains(1)`},
        {trigger: `body:not(:has(${cc("confirm-order")}))`},
    ],
});

tours.add("callcenter_leaver_hands_over", {
    steps: () => [
        click(".o_form_view button[name=action_archive]"),
        {trigger: ".modal [name=line_ids] .o_data_row"},
        {trigger: ".modal [name=successor_id] input", run: "edit journey_heir"},
        click(".o-autocomplete--dropdown-item:contains(journey_heir)"),
        click(".modal button[name=action_hand_over]"),
        {trigger: "body:not(:has(.modal))"},
        {trigger: ".o_form_view .ribbon, .o_form_view .o_widget_web_ribbon"},
    ],
});
