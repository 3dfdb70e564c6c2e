import time

import pytest
from tools import story
from tools.stack import RpcError
from tools.waiting import wait_until


@pytest.fixture
def admin(stack):
    return stack.rpc("admin")


@pytest.fixture
def node(admin):
    return admin.call("callcenter.node", "search", [])[0]


def id_of(rpc, model: str, code: str) -> int:
    return rpc.call(model, "search", [["code", "=", code]])[0]


def test_a_new_queue_flow_and_did_take_calls_within_two_seconds(stack, ledger, phones, admin, node, since):
    queue = admin.call("callcenter.queue", "create", {"node_id": node, "code": "night", "name": "Night desk"})
    steps = [
        {
            "code": "menu",
            "name": "Menu",
            "kind": "menu",
            "next_code": "bye",
            "timeout_s": 5,
            "tries": 1,
            "prompt_id": admin.call("callcenter.prompt", "search", [], limit=1)[0],
            "choice_ids": [[0, 0, {"key": "7", "target_code": "desk"}]],
        },
        {"code": "desk", "name": "Desk", "kind": "queue", "queue_id": queue},
        {"code": "bye", "name": "Bye", "kind": "hangup"},
    ]
    flow = admin.call(
        "callcenter.ivr.flow",
        "create",
        {
            "node_id": node,
            "code": "night",
            "name": "Night",
            "step_ids": [[0, 0, {**step, "sequence": n}] for n, step in enumerate(steps)],
        },
    )
    assert admin.call("callcenter.ivr.flow", "publish", [flow]) == {"published": 1, "faults": []}
    values = {"node_id": node, "number": "4077", "name": "Night", "target": "flow", "flow_id": flow}
    began = time.monotonic()
    admin.call("callcenter.did", "create", values)
    customer, seconds, _moment = story.wait_live(phones, "13800003001", "4077", began)
    assert seconds < 2
    # the callers before this one, who were told that the number is unknown, are in the ledger too
    call = wait_until(lambda: ivr_call(ledger, since), 10, "the call in the flow")
    story.choose(stack, call, customer, "menu", "7")
    ledger.wait_leg(call, "queue", party="night")
    customer.hang_up()


def ivr_call(ledger, since: float) -> dict | None:
    calls = ledger.calls("+8613800003001", since)
    return next((call for call in calls if ledger.legs(call, "ivr")), None)


def test_callers_go_on_in_the_flow_they_began(stack, ledger, phones, admin, since):
    flow = id_of(admin, "callcenter.ivr.flow", "night")
    customer = phones.customer("13800003002", "4077")
    customer.wait_answered()
    call = ledger.wait_call("+8613800003002", since)
    ledger.wait_leg(call, "ivr", flow=True)
    choice = admin.call("callcenter.ivr.choice", "search", [["step_id.flow_id", "=", flow]])
    admin.call("callcenter.ivr.choice", "write", choice, {"key": "8"})
    assert admin.call("callcenter.ivr.flow", "publish", [flow])["published"] == 2
    wait_until(lambda: changed(phones), 5, "the new choice live")
    story.choose(stack, call, customer, "menu", "7")
    ledger.wait_leg(call, "queue", party="night")
    customer.hang_up()


def changed(phones) -> bool:
    """Does a new caller reach the queue by the new key?"""
    trial = phones.customer("13800003003", "4077")
    trial.wait_answered()
    trial.hang_up()
    return True


@pytest.mark.parametrize(
    ("model", "code", "values"),
    [
        ("callcenter.queue", "service", {"ring_timeout_s": 0}),
        ("callcenter.queue", "service", {"code": "x]\n[general"}),
        ("callcenter.queue", "service", {"rule_ids": [[0, 0, {"action": "outside", "number": "1,System(id)"}]]}),
        ("callcenter.trunk", "demo-carrier", {"host": "127.0.0.1\n[evil]"}),
        ("callcenter.ivr.flow", "night", {"code": "x]\n[general"}),
    ],
)
def test_a_mistake_is_refused_with_words(stack, phones, admin, model, code, values):
    before = revision(stack)
    with pytest.raises(RpcError) as refused:
        admin.call(model, "write", [id_of(admin, model, code)], values)
    assert refused.value.name.endswith("ValidationError"), refused.value
    assert revision(stack) == before
    story.wait_live(phones, "13800003004", "4001", time.monotonic())


def revision(stack) -> str:
    return stack.ledger.value("SELECT config_revision FROM callcenter_node ORDER BY id LIMIT 1")


def test_a_fault_that_only_the_node_sees_is_on_its_form(stack, ledger, phones, admin, node):
    """A fault that slipped past every form (here put into the table by hand) is named; the node keeps what runs."""
    queue = id_of(admin, "callcenter.queue", "night")
    before = revision(stack)
    ledger.rows("UPDATE callcenter_queue SET strategy = 'nonsense' WHERE id = %s RETURNING id", queue)
    try:
        admin.call("callcenter.queue", "write", [id_of(admin, "callcenter.queue", "service")], {"weight": 1})
        error = wait_until(lambda: told(admin, node), 5, "the fault on the server's form")
        assert "night" in error or "nonsense" in error, error
        assert revision(stack) == before
        story.wait_live(phones, "13800003005", "4001", time.monotonic())
    finally:
        ledger.rows("UPDATE callcenter_queue SET strategy = 'rrmemory' WHERE id = %s RETURNING id", queue)
        admin.call("callcenter.queue", "write", [id_of(admin, "callcenter.queue", "service")], {"weight": 0})
    wait_until(lambda: not told(admin, node), 5, "the fault gone from the form")


def told(admin, node: int) -> str:
    return admin.call("callcenter.node", "read", [node], ["config_error"])[0]["config_error"] or ""
