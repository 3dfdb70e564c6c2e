import {describe, expect, test} from "@odoo/hoot";
import {patchTranslations} from "@web/../tests/web_test_helpers";
import {choices, concerned, drops} from "@callcenter_crm/import/choices";
import {assign, columnsOf, confirm, mappingOf, missing, recall, swap, unplaced} from "@callcenter_crm/import/mapping";
import {percentText, running, spanText} from "@callcenter_crm/import/progress";

describe.current.tags("headless");

const COLUMNS = [
    {index: 0, header: "Name", field: "name", certain: true},
    {index: 1, header: "Phone", field: "number", certain: false},
    {index: 2, header: "Mobile", field: "number", certain: false},
    {index: 3, header: "Code", field: false, certain: false},
];
const FIELDS = [
    {name: "name", label: "Name", required: false},
    {name: "number", label: "Number", required: true},
    {name: "city", label: "City", required: false},
];

test("a field is fed by the first column that is guessed for it", () => {
    expect(mappingOf(COLUMNS)).toEqual({0: {field: "name", certain: true}, 1: {field: "number", certain: false}});
});

test("a field that is given to a column leaves the one that had it, and is certain", () => {
    const mapping = assign(mappingOf(COLUMNS), 3, "number");
    expect(mapping).toEqual({0: {field: "name", certain: true}, 3: {field: "number", certain: true}});
    expect(assign(mapping, 3, "")).toEqual({0: {field: "name", certain: true}});
});

test("columns change places", () => {
    const mapping = mappingOf(COLUMNS);
    expect(swap(mapping, 0, 1)).toEqual({0: {field: "number", certain: true}, 1: {field: "name", certain: true}});
    expect(swap(mapping, 1, 3)).toEqual({0: {field: "name", certain: true}, 3: {field: "number", certain: true}});
});

test("a guess is confirmed, a column that is not imported stays so", () => {
    expect(confirm(mappingOf(COLUMNS), 1)[1].certain).toBe(true);
    expect(confirm(mappingOf(COLUMNS), 3)).toEqual(mappingOf(COLUMNS));
});

test("what is not placed, and what is missing", () => {
    expect(unplaced(mappingOf(COLUMNS), FIELDS).map(({name}) => name)).toEqual(["city"]);
    expect(missing(mappingOf(COLUMNS), FIELDS)).toEqual([]);
    expect(missing({}, FIELDS).map(({name}) => name)).toEqual(["number"]);
});

test("a guess that was kept with a draft is a guess again", () => {
    const mapping = {0: {field: "name", certain: true}, 1: {field: "number", certain: true}};
    const kept = [
        {index: 0, field: "name", certain: true},
        {index: 1, field: "number", certain: false},
        {index: 2, field: "city", certain: false},
    ];
    expect(recall(mapping, kept)).toEqual({0: {field: "name", certain: true}, 1: {field: "number", certain: false}});
});

test("the server gets all columns in the order of the file", () => {
    expect(columnsOf(COLUMNS, assign(mappingOf(COLUMNS), 2, "number"))).toEqual([
        {index: 0, header: "Name", field: "name", certain: true},
        {index: 1, header: "Phone", field: false, certain: false},
        {index: 2, header: "Mobile", field: "number", certain: true},
        {index: 3, header: "Code", field: false, certain: false},
    ]);
});

test("what each choice leaves out", () => {
    const names = (cleaning) =>
        choices()
            .filter((choice) => drops(choice, cleaning))
            .map(({name}) => name);
    const cleaning = {file: "first", campaign: true, campaigns: false, customers: "keep", blacklist: true};
    expect(names({...cleaning, values: "drop", items: "drop"})).toEqual([
        "missing",
        "bad",
        "values",
        "items",
        "blacklist",
        "campaign",
        "file",
    ]);
    expect(names({file: "keep", customers: "drop", campaigns: true, values: "empty", items: "add"})).toEqual([
        "missing",
        "bad",
        "campaigns",
        "customers",
    ]);
});

test("how many rows a choice concerns depends on what is chosen", () => {
    const counts = {file_first: 3, file_none: 5, bad: 7};
    const file = choices().find(({name}) => name === "file");
    expect(["first", "none_kept", "keep"].map((way) => concerned(file, way, counts))).toEqual([3, 5, 3]);
});

test("a run counts on between two words of the server, never to its end", () => {
    const state = {rows: 40000, total: 100000, rate: 10000, progress: 0.4, left_s: 6};
    expect(running(state, 0)).toEqual({rows: 40000, part: 0.4, left: 6});
    expect(running(state, 3)).toEqual({rows: 70000, part: 0.7, left: 3});
    expect(running(state, 60)).toEqual({rows: 100000, part: 0.99, left: 1});
    expect(running({rows: 0, total: 0, progress: 0.1}, 5)).toEqual({rows: 0, part: 0.1, left: false});
    expect(running({...state, rate: 0, left_s: null}, 5)).toEqual({rows: 40000, part: 0.4, left: false});
});

test("spans and parts as people read them", () => {
    patchTranslations();
    expect([42, 102, 3780].map(spanText)).toEqual(["42 s", "1 min 42 s", "1 h 3 min"]);
    expect(percentText(2310, 100000)).toBe("2.3%");
    expect(percentText(1, 0)).toBe("0.0%");
});
