import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const cc = (name) => `[data-cc=${name}]`;
const on = (step) => ({trigger: `${cc("import")}[data-step=${step}]`});
const click = (trigger) => ({trigger, run: "click"});
const column = (header) => `th[data-column]:has(.o_cci_source[title="${header}"])`;
const shows = (trigger, text) => ({trigger: `${trigger}:contains(${text})`});

/** Gives the page a file that the server has at an address, as if it were chosen from the disk. */
const choose = (name) => ({
    trigger: `${cc("drop")}:has(input:enabled)`,
    async run() {
        const answer = await fetch(`/journey_2/${name}`);
        const files = new DataTransfer();
        files.items.add(new File([await answer.blob()], name));
        const input = this.anchor.querySelector("input");
        input.files = files.files;
        input.dispatchEvent(new Event("change", {bubbles: true}));
    },
});

/** Drags by real events: from one element to the one at `to`. */
const drag = (from, to) => ({
    trigger: from,
    async run() {
        const dataTransfer = new DataTransfer();
        const target = document.querySelector(to);
        const fire = (element, type) =>
            element.dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer}));
        fire(this.anchor, "dragstart");
        fire(target, "dragover");
        fire(target, "drop");
    },
});

tours.add("callcenter_import_csv", {
    steps: () => [
        click("button[name=action_import]"),
        on("file"),
        choose("list.csv"),
        on("columns"),
        {trigger: `${cc("encoding")}:has(option[value=gb18030]:selected)`},
        {trigger: `${column("联系电话")}[data-kind=sure], ${column("联系电话")}[data-kind=guess]`},
        {trigger: "td.o_cci_bad"},
        drag("[data-field=address]", "th[data-column='5']"),
        {trigger: "th[data-column='5'][data-kind=sure]"},
        {trigger: "th[data-column='4'] select", run: "select city"},
        {trigger: "th[data-column='4'][data-kind=sure]"},
        {trigger: "th[data-column='6'][data-kind=none]"},
        click(cc("save-template")),
        {trigger: cc("template-name"), run: "edit Journey monthly"},
        click(`${cc("template-save")}:enabled`),
        shows(cc("template"), "Journey monthly"),
        {trigger: `${cc("next")}:enabled`, run: "press ctrl+enter"},
        on("cleaning"),
        shows(`${cc("total")} ${cc("rows")}`, "30"),
        shows(`${cc("total")} ${cc("taken")}`, "23"),
        shows(`[data-choice=file] ${cc("count")}`, "2"),
        shows(`[data-choice=campaign] ${cc("count")}`, "1"),
        shows(`[data-choice=blacklist] ${cc("count")}`, "1"),
        shows(`[data-choice=bad] ${cc("count")}`, "2"),
        click("[data-choice=customers] [data-way=drop]"),
        shows(`${cc("total")} ${cc("taken")}`, "22"),
        click(cc("back")),
        on("columns"),
        click(cc("next")),
        shows(`${cc("total")} ${cc("taken")}`, "22"),
        click(`${cc("run")}:enabled`),
        {trigger: cc("running")},
        click(cc("close")),
        {trigger: "button[name=action_import]"},
    ],
});

tours.add("callcenter_import_result_and_xlsx", {
    steps: () => [
        click(".o_data_row:contains(list.csv) button[name=action_import]"),
        on("result"),
        shows(cc("taken"), "22"),
        shows(cc("dropped"), "8"),
        {trigger: "[data-reason=do_not_call], [data-reason=blacklist]"},
        click("[data-reason=bad] button"),
        {trigger: `main:not(:has(${cc("sample-row")}:eq(2)))`},
        shows(cc("sample-row"), "1380013"),
        {trigger: `${cc("download")}[data-url*=dropped]`},
        click(cc("again")),
        {trigger: cc("earlier")},
        choose("list.xlsx"),
        on("columns"),
        {trigger: "th[data-column='5'] select:has(option[value=address]:selected)"},
        {trigger: "th[data-column='6'][data-kind=none]"},
        click(`${cc("next")}:enabled`),
        {trigger: "[data-choice=customers] [data-way=drop][aria-pressed=true]"},
        shows(`${cc("total")} ${cc("taken")}`, "3"),
        click(`${cc("run")}:enabled`),
        {trigger: cc("running")},
    ],
});

tours.add("callcenter_import_undo", {
    steps: () => [
        on("result"),
        shows(cc("taken"), "3"),
        click(cc("undo")),
        click(".modal .btn-danger"),
        {trigger: `${cc("result")}[data-state=undone] ${cc("notice")}`},
    ],
});

tours.add("callcenter_import_cancel", {
    steps: () => [
        click("button[name=action_import]"),
        choose("list.xlsx"),
        on("columns"),
        {trigger: `${cc("next")}:enabled`, run: "press Escape"},
        click("button[name=action_lists]"),
        click(".o_data_row:contains(list.xlsx) button[name=action_import]"),
        on("columns"),
        click(`${cc("next")}:enabled`),
        click(`${cc("run")}:enabled`),
        click(cc("cancel")),
        click(".modal .btn-primary"),
        {trigger: `${cc("result")}[data-state=cancelled] ${cc("notice")}`},
    ],
});
