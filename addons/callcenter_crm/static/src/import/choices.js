import {_t} from "@web/core/l10n/translation";

const LISTED = ["item", "items"];
const LOOKED_UP = [...LISTED, "user", "partner", "product"];
const dropOrEmpty = () => [
    {value: "drop", label: _t("Leave out")},
    {value: "empty", label: _t("Leave empty")},
];

/** The choices of the cleaning, in the order in which rows are dropped; `count` names what the server counts. */
export const choices = () => [
    {
        name: "missing",
        count: "missing",
        label: _t("Required value missing"),
        help: _t("The number or another required field is empty."),
        always: true,
    },
    {
        name: "bad",
        count: "bad",
        label: _t("Bad numbers"),
        help: _t("Too short, too long, letters, or rounded by the spreadsheet (1.38E+10)."),
        always: true,
    },
    {
        name: "values",
        count: "values",
        label: _t("Values that do not fit"),
        help: _t("No date, no amount or no choice of the field."),
        options: dropOrEmpty(),
        fits: ({kind}) => !["char", "text", ...LOOKED_UP].includes(kind),
    },
    {
        name: "items",
        count: "items",
        label: _t("Unknown values"),
        help: _t("Not in the dictionary; or no customer, user or product fits, or several do."),
        options: [...dropOrEmpty(), {value: "add", label: _t("Add item"), fits: ({kind}) => LISTED.includes(kind)}],
        fits: ({kind}) => LOOKED_UP.includes(kind),
    },
    {
        name: "blacklist",
        count: "blacklist",
        label: _t("Blacklist and do-not-call"),
        help: _t("The number, or its beginning, is on one of the two lists."),
    },
    {
        name: "campaign",
        count: "campaign",
        label: _t("Already in this campaign"),
        help: _t("An earlier list of this campaign has the number."),
    },
    {
        name: "campaigns",
        count: "campaigns",
        label: _t("Already in another campaign"),
        help: _t("Any other campaign has the number, closed ones too."),
    },
    {
        name: "customers",
        count: "customers",
        label: _t("Already a customer"),
        help: _t("A linked contact shows its customer to the agent."),
        options: [
            {value: "link", label: _t("Link")},
            {value: "keep", label: _t("Keep apart")},
            {value: "drop", label: _t("Leave out")},
        ],
    },
    {
        name: "file",
        count: "file_first",
        label: _t("Repeated in this file"),
        help: _t("The same number stands in several rows."),
        options: [
            {value: "first", label: _t("Keep the first")},
            {value: "none_kept", label: _t("Keep none"), count: "file_none"},
            {value: "keep", label: _t("Keep all")},
        ],
    },
];

const DROPPING = {values: ["drop"], items: ["drop"], customers: ["drop"], file: ["first", "none_kept"]};

/** @returns {boolean} whether rows that a choice counts are dropped as chosen */
export function drops({name, always}, cleaning) {
    return Boolean(always || (name in DROPPING ? DROPPING[name].includes(cleaning[name]) : cleaning[name]));
}

/** @returns {number|undefined} rows that a choice concerns, as the server counted them */
export function concerned({count, options = []}, chosen, counts) {
    return counts[options.find(({value}) => value === chosen)?.count || count];
}
