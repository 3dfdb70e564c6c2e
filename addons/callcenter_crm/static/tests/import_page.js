/** The import's page with a server behind it that says what a test wants. */
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect} from "@odoo/hoot";
import {drag, queryOne, setInputFiles} from "@odoo/hoot-dom";
import {animationFrame, mockDate} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    getService,
    models,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {busService} from "@bus/services/bus_service";
import {fileUploadService} from "@web/core/file_upload/file_upload_service";
import {WebClient} from "@web/webclient/webclient";

class ContactList extends models.Model {
    _name = "callcenter.list";

    name = fields.Char();
}

class Campaign extends models.Model {
    _name = "callcenter.campaign";

    name = fields.Char();
    state = fields.Char();

    _records = [{id: 31, name: "Spring", state: "running"}];
}

export const cc = (name) => `[data-cc=${name}]`;
export const CAMPAIGN = {id: 31, name: "Spring"};
export const CLEANING = {
    file: "first",
    campaign: true,
    campaigns: false,
    customers: "keep",
    blacklist: true,
    bad: "drop",
    values: "drop",
    items: "empty",
    required: [],
};
export const server = {};

export const aLook = (values = {}) => ({
    file_name: "shenzhen.csv",
    kind: "csv",
    encoding: "gb18030",
    encodings: ["utf-8", "gb18030"],
    separator: ",",
    tables: [],
    table: false,
    header_line: 1,
    total: 100000,
    columns: [
        {index: 0, header: "Who", samples: ["Chen", "Lin", "Wang"], field: "name", certain: true},
        {index: 1, header: "Tel", samples: ["1380013", "", ""], field: "number", certain: false},
        {index: 2, header: "Code", samples: ["A1", "A2", "A3"], field: false, certain: false},
    ],
    rows: [
        ["Chen", "13800139001", "A1"],
        ["Lin", "1380013", "A2"],
    ],
    bad: {1: [1]},
    template: false,
    templates: [],
    fields: [
        {name: "name", label: "Name", group: "Person", required: false, kind: "char"},
        {name: "number", label: "Number", group: "Person", required: true, kind: "number"},
        {name: "city", label: "City", group: "Person", required: false, kind: "char"},
        {name: "source_id", label: "Source", group: "Person", required: false, kind: "item"},
    ],
    cleaning: CLEANING,
    may_add_items: false,
    ...values,
});

export const aCount = (values = {}) => ({
    rows: 100000,
    taken: 94118,
    choices: {
        file_first: 2310,
        campaign: 1764,
        campaigns: 4000,
        customers: 300,
        blacklist: 748,
        bad: 1021,
        missing: 39,
    },
    ...values,
});

export const aState = (values = {}) => ({
    state: "draft",
    file_name: "shenzhen.csv",
    campaign: CAMPAIGN,
    list_id: 5,
    ...values,
});

export function answer(method, reply) {
    onRpc("callcenter.list", method, ({args}) => {
        expect.step([method, ...args.slice(1)]);
        return typeof reply === "function" ? reply(...args) : reply;
    });
}

/** For each test of a file: the server has a list in draft, with a file that can be read. */
export function servesImports() {
    describe.current.tags("desktop");
    defineMailModels();
    defineModels({Campaign, ContactList});
    beforeEach(() => {
        mockDate("2026-11-22 04:00:00", 0);
        Object.assign(server, {state: aState(), look: aLook(), count: aCount(), kept: []});
        onRpc("callcenter.list", "import_state", () => server.state);
        onRpc("callcenter.list", "import_keep", ({args}) => server.kept.push(args[1]) && true);
    });
}

export async function open(params = {list_id: 5}) {
    await mountWithCleanup(WebClient);
    const heard = new Set();
    patchWithCleanup(getService("bus_service"), {
        subscribe: (type, callback) => type.startsWith("callcenter.import") && heard.add({type, callback}),
        unsubscribe: (type, callback) =>
            heard.forEach((one) => one.type === type && one.callback === callback && heard.delete(one)),
    });
    await getService("action").doAction({type: "ir.actions.client", tag: "callcenter_import", params});
    await animationFrame();
    /** What the bus brings while the page is open. */
    return async (message, about = "callcenter.import") => {
        await Promise.all([...heard].filter(({type}) => type === about).map(({callback}) => callback(message)));
        await animationFrame();
    };
}

/** Somebody is elsewhere in the client; returns what the bus says to all who listen. */
export async function leave() {
    const heard = new Set();
    const start = busService.start;
    patchWithCleanup(busService, {
        start(...args) {
            const bus = start.apply(busService, args);
            const subscribe = bus.subscribe;
            bus.subscribe = (type, callback) => {
                if (type === "callcenter.import") {
                    heard.add(callback);
                }
                return subscribe(type, callback);
            };
            return bus;
        },
    });
    await mountWithCleanup(WebClient);
    return (message) => heard.forEach((callback) => callback(message));
}

export const field = (index) => `th[data-column='${index}'] select`;
export const SENT = [
    {index: 0, header: "Who", field: "name", certain: true},
    {index: 1, header: "Tel", field: "number", certain: false},
    {index: 2, header: "Code", field: false, certain: false},
];
export const kinds = () => [0, 1, 2].map((index) => queryOne(`th[data-column='${index}']`).dataset.kind);

export async function choose(index, value) {
    await contains(field(index)).select(value);
}

export async function move(from, to) {
    const {drop} = await drag(from, {dataTransfer: new DataTransfer()});
    await drop(to);
    await animationFrame();
}

/** A server that takes the file: what it got, and how to go on. */
export function mockUpload(response, status = 200) {
    const sent = {};
    patchWithCleanup(fileUploadService, {
        createXhr() {
            const xhr = Object.assign(new EventTarget(), {upload: new EventTarget(), status, response});
            return Object.assign(xhr, {
                open: (method, route) => Object.assign(sent, {route}),
                send: (data) => Object.assign(sent, {data, xhr}),
                abort: () => xhr.dispatchEvent(new Event("abort")),
            });
        },
    });
    return sent;
}

export async function give(name = "shenzhen.csv") {
    await setInputFiles(new File(["x"], name));
    await animationFrame();
}
