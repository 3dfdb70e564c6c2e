import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const press = (kind) => ({trigger: `[name=kind] .o_selection_badge[value="\\"${kind}\\""]`, run: "click"});
const ticked = (names) =>
    names.map((name) => ({
        trigger: `[name=line_ids] .o_data_row:has(td[name=name]:contains(${name})) td[name=chosen] input`,
        run: "click",
    }));
const choose = (field, name) => [
    {trigger: `[name=${field}] input`, run: `edit ${name}`},
    {trigger: `.o-autocomplete--dropdown-item:contains(${name})`, run: "click"},
];
const shows = (count) => ({trigger: `[data-cc=move]:enabled:contains(${count})`});
const move = (count) => [
    {...shows(count), run: "click"},
    {trigger: `[name=last_summary]:contains(${count})`},
    {trigger: "[data-cc=undo]"},
];

tours.add("callcenter_allocate_to_departments", {
    steps: () => [
        {trigger: "button[name=action_allocate]", run: "click"},
        {trigger: '[name=way] .o_selection_badge[value="\\"weight\\""]', run: "click"},
        {trigger: "[name=line_ids] thead th[data-name=weight]"},
        ...ticked(["Journey East", "Journey West", "Journey North"]),
        {
            trigger: "[name=line_ids] .o_data_row:has(td[name=name]:contains(Journey East)) td[name=weight]",
            run: "click",
        },
        {trigger: "[name=line_ids] .o_selected_row td[name=weight] input", run: "edit 2"},
        {trigger: "[name=way]", run: "click"},
        {trigger: "[name=line_ids] .o_data_row:contains(Journey East) td[name=gets]:contains(15,000)"},
        {trigger: "[name=line_ids] .o_data_row:contains(Journey West) td[name=gets]:contains(7,500)"},
        {trigger: "[name=line_ids] .o_data_row:contains(Journey East) .o_callcenter_share_bar"},
        ...move("30,000"),
    ],
});

tours.add("callcenter_allocate_to_agents", {
    steps: () => [
        {trigger: "[name=targets] .o_radio_input[data-value=agent]:checked"},
        ...choose("campaign_id", "Journey Spring"),
        {trigger: "[name=count]:contains(15,000)"},
        {trigger: "button[name=action_choose_all]", run: "click"},
        {trigger: "[name=line_ids] .o_data_row:contains(journey_1) td[name=gets]:contains(5,000)"},
        ...move("15,000"),
    ],
});

tours.add("callcenter_recall_of_a_leaver", {
    steps: () => [
        press("recall"),
        ...choose("campaign_id", "Journey Spring"),
        {trigger: "[name=holder] select, [name=holder] input", run: "click"},
        {
            trigger: ".o_select_menu_item[data-choice-index='3'], .o-dropdown--menu .o_select_menu_item:eq(3)",
            run: "click",
        },
        ...move("5,000"),
    ],
});

tours.add("callcenter_reassign", {
    steps: () => [
        press("reassign"),
        ...choose("campaign_id", "Journey Spring"),
        ...choose("agent_ids", "journey_1"),
        {trigger: "[name=count]:contains(5,000)"},
        {trigger: '[name=way] .o_selection_badge[value="\\"hand\\""]', run: "click"},
        ...choose("to_user_id", "journey_2"),
        ...move("5,000"),
    ],
});

tours.add("callcenter_recycle", {
    steps: () => [
        press("recycle"),
        ...choose("campaign_id", "Journey Spring"),
        ...choose("disposition_ids", "Journey no answer"),
        {trigger: "[name=older_days] input", run: "edit 30"},
        ...choose("to_campaign_id", "Journey Autumn"),
        ...move("1,000"),
    ],
});

tours.add("callcenter_contact_moves", {
    steps: () => [
        {trigger: ".o_notebook .nav-link[name=moves]", run: "click"},
        {trigger: "[name=move_ids] .o_data_row:contains(Journey East):contains(journey_3)"},
        {trigger: "[name=move_ids]:has(.o_data_row:eq(2))"},
    ],
});
