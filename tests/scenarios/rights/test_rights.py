import pytest
from tools import story
from tools.stack import RpcError
from tools.waiting import wait_until

E164 = "+8613800000006"
MODELS = ("callcenter.call", "callcenter.call.leg", "callcenter.agent.state", "callcenter.recording")


@pytest.fixture(scope="module")
def call(stack):
    """An ended, recorded call of agent 1."""
    from tools.phones import Phones
    from tools.team import Team

    team = Team(stack)
    team.sign_everybody_out()
    since = stack.ledger.value("SELECT extract(epoch FROM now())::float")
    with Phones(stack.server) as phones:
        telephone = phones.desk_phone("1001", stack.secret_of("1001"), auto_answer=True)
        team["agent1"].sign_in()
        customer = phones.customer("13800000006", "4002")
        telephone.wait_call()
        story.wait_hears(customer, story.AGENT)
        customer.hang_up()
        call = stack.ledger.wait_ended(stack.ledger.wait_call(E164, since)["key"])
        wait_until(lambda: any(row["sha256"] for row in stack.ledger.recordings(call)), 15, "recording")
        team.sign_everybody_out()
    return call


@pytest.fixture
def ids(ledger, call):
    """Ids of all that belongs to the call, by model."""
    states = ledger.rows("SELECT id FROM callcenter_agent_state WHERE call_key = %s", call["key"])
    rows = {
        "callcenter.call": [call["id"]],
        "callcenter.call.leg": [leg["id"] for leg in ledger.legs(call)],
        "callcenter.agent.state": [row["id"] for row in states],
        "callcenter.recording": [row["id"] for row in ledger.recordings(call)],
    }
    assert all(rows.values())
    return rows


def refused(function, *args, **kwargs) -> bool:
    """Was it refused? What comes back empty counts as refused too; what comes back filled does not."""
    try:
        return not function(*args, **kwargs)
    except RpcError as error:
        # Odoo's export says it with a UserError
        denied = error.name.endswith(("AccessError", "AccessDenied", "MissingError"))
        assert denied or "rights to export" in str(error), error
        return True


@pytest.mark.parametrize("model", MODELS)
def test_another_agent_gets_nothing(stack, ids, model):
    rpc = stack.rpc("agent2")
    wanted = ids[model]
    domain = [["id", "in", wanted]]
    assert refused(rpc.call, model, "read", wanted, ["display_name"])
    assert refused(rpc.call, model, "search", domain)
    assert refused(rpc.call, model, "search_count", domain)
    assert refused(rpc.call, model, "search_read", domain, ["display_name"])
    assert refused(lambda: rpc.call(model, "web_search_read", domain, {"display_name": {}})["records"])
    assert refused(rpc.call, model, "web_read", wanted, {"display_name": {}})
    assert refused(lambda: rpc.call(model, "formatted_read_group", domain, [], ["__count"])[0]["__count"])
    assert refused(rpc.call, model, "name_search", "", domain)
    assert refused(rpc.call, model, "export_data", wanted, ["id"])
    assert refused(rpc.call, model, "write", wanted, {"note": "x"} if model == "callcenter.call" else {})
    assert refused(rpc.call, model, "unlink", wanted)


@pytest.mark.parametrize("model", MODELS)
def test_the_agent_and_the_leader_get_it(stack, ids, model):
    for login in ("agent1", "leader", "manager"):
        found = stack.rpc(login).call(model, "search", [["id", "in", ids[model]]])
        assert sorted(found) == sorted(ids[model]), login


def test_the_workspaces_methods_refuse_it(stack, call):
    rpc = stack.rpc("agent2")
    for method, args in (
        ("call_card", ()),
        ("set_partner", (1,)),
        ("create_partner", ({"name": "x"},)),
        ("save_wrap_up", ({"note": "mine now"},)),
        ("save_draft", ({"note": "mine now"},)),
    ):
        assert refused(rpc.call, "callcenter.agent", method, call["key"], *args), method
    assert stack.ledger.call(call["key"])["note"] in (None, "")


def test_the_recordings_address_refuses_it(stack, ledger, call):
    (recording,) = [row for row in ledger.recordings(call) if row["sha256"]]
    path = f"/callcenter/recording/{recording['id']}"
    status, body, headers = stack.rpc("agent1").get(path)
    assert status == 200 and body[:4] == b"RIFF" and headers["Content-Type"].startswith("audio/")
    status, part, headers = stack.rpc("leader").get(path, {"Range": "bytes=0-99"})
    assert status == 206 and part == body[:100]
    status, body, _headers = stack.rpc("agent2").get(path)
    assert status in (403, 404) and b"RIFF" not in body[:100]
    answer = anonymous(stack, path)
    assert b"RIFF" not in answer[:100]


def anonymous(stack, path: str) -> bytes:
    import urllib.error

    try:
        return stack.get(path).read()
    except urllib.error.HTTPError as error:
        assert error.code in (401, 403, 404)
        return error.read()


def test_secrets_stay_secret(stack):
    """A phone's password belongs to its user and the administrator; commands and snapshots to nobody."""
    rpc = stack.rpc("agent2")
    for model, fields in (
        ("callcenter.endpoint", ["password"]),
        ("callcenter.agent", ["phone_password"]),
        ("callcenter.trunk", ["password"]),
        ("callcenter.node.status", ["snapshot"]),
        ("callcenter.command", ["args"]),
    ):
        assert refused(rpc.call, model, "search_read", [], fields), model
    assert refused(rpc.call, "callcenter.command", "create", {"name": "dial", "args": {}})
