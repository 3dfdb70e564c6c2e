import {models} from "@web/../tests/web_test_helpers";

const field = (name, type = "char", values = {}) => ({
    name,
    label: name,
    type,
    relation: false,
    selection: false,
    domain: [],
    required: false,
    default: false,
    help: false,
    when: false,
    ...values,
});
const exit = (key, label, required = true) => ({key, label, fixed: true, required});
const kind = (name, group, values) => ({
    kind: name,
    label: name[0].toUpperCase() + name.slice(1),
    group,
    icon: "fa-circle",
    help: `It is a ${name}.`,
    free: false,
    exits: [exit("next", "Then")],
    fields: [],
    ...values,
});
const PROMPT = field("prompt_id", "many2one", {label: "Prompt", relation: "callcenter.prompt", required: true});

export const KINDS = [
    kind("play", "say", {fields: [PROMPT]}),
    kind("menu", "say", {
        free: true,
        exits: [exit("next", "No or wrong key")],
        fields: [PROMPT, field("tries", "integer", {label: "Tries", default: 3})],
    }),
    kind("hours", "decide", {
        exits: [exit("open", "In hours"), exit("closed", "Closed"), exit("holiday", "Holiday", false)],
    }),
    kind("branch", "decide", {
        free: true,
        exits: [exit("next", "Everything else")],
        fields: [
            field("subject", "selection", {
                label: "Branch by",
                selection: [
                    ["variable", "A variable"],
                    ["region", "Region"],
                ],
                default: "variable",
            }),
            field("variable", "char", {label: "Variable", when: ["subject", ["variable", false]]}),
        ],
    }),
    kind("queue", "lead", {exits: []}),
    kind("hangup", "flow", {label: "Hang up", exits: []}),
];

/** A step as the server tells it; its exits by key: `aStep("a", "play", {next: "b"})`. */
export function aStep(code, kindName = "hangup", targets = {}, values = {}) {
    const fixed = KINDS.find((one) => one.kind === kindName).exits;
    const own = Object.keys(targets).filter((key) => !fixed.some((one) => one.key === key));
    const exits = [
        ...fixed.map(({key, label}) => ({key, label, fixed: true, target: targets[key] || false})),
        ...own.map((key) => ({key, label: key, fixed: false, target: targets[key]})),
    ];
    return {id: false, code, kind: kindName, name: code, x: 0, y: 0, values: {}, exits, ...values};
}

export function aHotline() {
    return {
        start: "hello",
        steps: [
            aStep("hello", "play", {next: "menu"}),
            aStep("menu", "menu", {1: "help", next: "bye"}, {values: {tries: 3}}),
            aStep("help", "queue"),
            aStep("bye"),
        ],
    };
}

/** What `editor_load` answers. */
export function loaded(graph = aHotline(), values = {}) {
    return {
        flow: {id: 5, name: "Hotline", code: "hotline", node_id: 1, dids: ["4001"]},
        kinds: KINDS,
        languages: [["zh", "Chinese"]],
        templates: [],
        versions: [],
        published: false,
        live: false,
        editable: true,
        revision: "r1",
        faults: [],
        ...graph,
        ...values,
    };
}

/** An `orm` whose answers are given by method, as values or functions; `asked` are the calls. */
export function fakeOrm(answers) {
    const asked = [];
    const call = async (model, method, args) => {
        asked.push([method, ...args.slice(1)]);
        const answer = answers[method];
        return typeof answer === "function" ? answer(...args.slice(1)) : answer;
    };
    return {asked, call};
}

/** The mocked server's flow, answering as `answers` say. */
export function flowModels(answers) {
    class CallcenterIvrFlow extends models.Model {
        _name = "callcenter.ivr.flow";
    }
    for (const [name, answer] of Object.entries(answers)) {
        CallcenterIvrFlow.prototype[name] = (...args) => (typeof answer === "function" ? answer(...args) : answer);
    }
    class CallcenterPrompt extends models.Model {
        _name = "callcenter.prompt";
        editor_card() {
            return answers.editor_card();
        }
        editor_new() {
            return answers.editor_card();
        }
    }
    class CallcenterNode extends models.Model {
        _name = "callcenter.node";
        read() {
            return [{id: 1, config_state: "live", config_error: false}];
        }
    }
    return {CallcenterIvrFlow, CallcenterPrompt, CallcenterNode};
}
