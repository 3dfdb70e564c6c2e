import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const press = (kind) => ({trigger: `[name=kind] button[value=${kind}]`, run: "click"});
const way = (value) => ({trigger: `[name=way] .o_selection_badge[value="\\"${value}\\""]`, run: "click"});
const row = (name) => `.o_callcenter_tree tbody tr:contains(${name})`;
const gets = (name, count) => ({trigger: `${row(name)} .o_callcenter_gets:contains(${count})`});
const choose = (field, name) => [
    {trigger: `[name=${field}] input`, run: `edit ${name}`},
    {trigger: `[name=${field}] .o-autocomplete--dropdown-item:contains(${name})`, run: "click"},
];
const add = (condition) => [
    {trigger: "[data-cc=add_condition]", run: "click"},
    {trigger: `[data-condition=${condition}]`, run: "click"},
];
const shows = (count) => ({trigger: `[data-cc=move]:enabled:contains(${count})`});
const told = (kind, count) => [
    {trigger: `[data-cc=told][data-kind=${kind}]:contains(${count})`, timeout: 60000},
    {trigger: "[data-cc=undo]"},
];
const move = (kind, count) => [{...shows(count), run: "click"}, ...told(kind, count)];

tours.add("callcenter_allocate_to_departments", {
    steps: () => [
        {trigger: "button[name=action_allocate]", run: "click"},
        gets("Journey East", "10,000"),
        gets("Journey West", "10,000"),
        way("weight"),
        {trigger: `${row("Journey East")} input[name=number]`, run: "edit 2"},
        gets("Journey East", "15,000"),
        gets("Journey West", "7,500"),
        {trigger: `${row("Journey East")} .o_callcenter_bar[aria-label*="15,000"]`},
        ...move("allocate", "30,000"),
    ],
});

tours.add("callcenter_allocate_to_agents", {
    steps: () => [
        {trigger: '[name=targets] .o_selection_badge.active[value="\\"agent\\""]'},
        ...choose("campaign_id", "Journey Spring"),
        {trigger: "[name=count]:contains(15,000)"},
        gets("Journey East", "15,000"),
        gets("journey_1", "5,000"),
        {trigger: `${row("journey_1")} input[name=tick]`, run: "click"},
        gets("journey_2", "7,500"),
        {trigger: `${row("Journey East")} input[name=tick]:indeterminate`, run: "click"},
        gets("journey_1", "5,000"),
        {...shows("15,000"), run: "press Control+Enter"},
        ...told("allocate", "15,000"),
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
        ...move("recall", "5,000"),
    ],
});

tours.add("callcenter_reassign", {
    steps: () => [
        press("reassign"),
        ...choose("campaign_id", "Journey Spring"),
        ...add("agent_ids"),
        ...choose("agent_ids", "journey_1"),
        {trigger: "[name=count]:contains(5,000)"},
        way("hand"),
        ...choose("to_user_id", "journey_2"),
        ...move("reassign", "5,000"),
    ],
});

tours.add("callcenter_recycle", {
    steps: () => [
        press("recycle"),
        ...choose("campaign_id", "Journey Spring"),
        ...add("disposition_ids"),
        ...choose("disposition_ids", "Journey no answer"),
        ...add("older_days"),
        {trigger: "[name=older_days] input", run: "edit 30"},
        ...choose("to_campaign_id", "Journey Autumn"),
        ...move("recycle", "1,000"),
    ],
});

tours.add("callcenter_contact_moves", {
    steps: () => [
        {trigger: ".o_notebook .nav-link[name=moves]", run: "click"},
        {trigger: "[name=move_ids] .o_data_row:contains(Journey East):contains(journey_3)"},
        {trigger: "[name=move_ids]:has(.o_data_row:eq(2))"},
    ],
});
