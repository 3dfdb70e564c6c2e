import {expect, test} from "@odoo/hoot";
import {contains} from "@web/../tests/web_test_helpers";
import {aDeskSuite, cc, startWorkspace} from "./call_center_starts";
import {aCard, aState, asked, settle} from "./call_center_test_helpers";

aDeskSuite();

test("a caller without a number is said to withhold it", async () => {
    const card = aCard({partner: false, number: false, display_number: ""});
    await startWorkspace({state: aState("ringing"), calls: [card]});
    expect(cc("person-number")).toHaveText("Withheld number");
});

test("an unknown number gives a blank customer with the number; saved, it is the person of the call", async () => {
    const found = aCard({partner: {id: 9, name: "Zhao Min", owner: false, numbers: []}});
    await startWorkspace({state: aState("ringing"), calls: [aCard({partner: false})]}, {create_partner: found});
    expect(cc("unknown-number")).toHaveValue("138 1234 5678");
    await contains(cc("unknown-save")).click();
    expect("[role=alert]").toHaveText(/Give a name/);
    expect(asked("create_partner")).toHaveLength(0);
    await contains(cc("unknown-name")).edit("Zhao Min", {confirm: false});
    await contains(cc("unknown-save")).click();
    await settle();
    expect(asked("create_partner")).toEqual([["demo:1700.1", {name: "Zhao Min", email: "", comment: ""}]]);
    expect(cc("person-name")).toHaveText("Zhao Min");
});

test("those who share the number are named, and one click switches", async () => {
    const other = aCard({partner: {id: 8, name: "Li Ting", owner: false, numbers: []}});
    const shared = aCard({others: [{id: 8, name: "Li Ting"}]});
    await startWorkspace({state: aState("ringing"), calls: [shared]}, {set_partner: other});
    await contains(cc("switch-8")).click();
    await settle();
    expect(asked("set_partner")).toEqual([["demo:1700.1", 8]]);
    expect(cc("person-name")).toHaveText("Li Ting");
});

test("earlier calls stand by day with outcome and note, and their recordings play in place", async () => {
    const history = [
        {
            key: "a",
            start: Date.now() - 1000,
            direction: "outbound",
            result: "answered",
            talk_s: 5,
            user: "Chen",
            disposition: "Solved",
            note: "fine",
            recording_id: 4,
            seconds: 5,
        },
        {
            key: "b",
            start: Date.now() - 9e8,
            direction: "inbound",
            result: "abandoned",
            talk_s: 0,
            user: false,
            disposition: false,
            note: "",
            recording_id: false,
            seconds: 0,
        },
    ];
    await startWorkspace({state: aState("ringing"), calls: [aCard({history})]});
    expect(".o_cc_day").toHaveCount(2);
    expect(`${cc("history-row")}:first`).toHaveText(/Outgoing call · answered[\s\S]*Chen · Solved · fine/);
    expect(`${cc("history-row")} ${cc("player")}`).toHaveCount(1);
});

test("hostile names are text, nothing else", async () => {
    const name = `<img src=x onerror="window.hacked = 1">`;
    await startWorkspace({state: aState("ringing"), calls: [aCard({partner: {id: 7, name, numbers: []}})]});
    expect(cc("person-name")).toHaveText(name);
    expect(window.hacked).toBe(undefined);
});

test("open orders of the customer stand in the pop, and one click urges", async () => {
    const order = {
        id: 5,
        number: "WO-26-00005",
        name: "No power",
        stage: "New",
        owner: "Liu",
        department: "",
        urges: 0,
    };
    await startWorkspace(
        {state: aState("on_call"), calls: [aCard()]},
        {open_orders: [order], urge_order: [{...order, urges: 1}]}
    );
    await settle();
    expect(cc("order-5")).toHaveText(/WO-26-00005 No power · New · Liu/);
    await contains(cc("urge-5")).click();
    await settle();
    expect(asked("urge_order")).toEqual([["demo:1700.1", 5]]);
    expect(cc("open-orders")).toHaveText(/Urged 1×/);
});
