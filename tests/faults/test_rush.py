"""Journey 7: two callers a second while Odoo is down. What the telephones saw is in the record, and nothing more."""

import hashlib
import os
import time
from collections import Counter, defaultdict

import pytest
from rush import QUEUES, Rush
from tools import story
from tools.waiting import wait_until

OUTAGE_S = float(os.environ.get("CALLCENTER_OUTAGE_S", "30"))
RATE = float(os.environ.get("CALLCENTER_RUSH_RATE", "2"))
AGENTS, WRAP_S, KNOWN, STRANGERS = 16, 2, 30, 10
DOWN = {"odoo": ("connector", "odoo"), "postgres": ("postgres",)}


@pytest.fixture(scope="module")
def company(stack):
    """More agents for both queues of DID 4001's flow, and customers who call: {extension: agent}, {number: name}."""
    rpc = stack.rpc("admin")
    before = rpc.call("callcenter.queue", "search_read", [["code", "in", list(QUEUES.values())]], ["wrap_s"])
    ids = [row["id"] for row in before]
    rpc.call("callcenter.queue", "write", ids, {"wrap_s": WRAP_S})
    agents = _agents(rpc, ids)
    customers = {f"139000070{n:02}": f"Rush {n:02}" for n in range(KNOWN)}
    rpc.call("res.partner", "create", [{"name": name, "phone": f"+86{number}"} for number, name in customers.items()])
    stack.wait_configured(30)
    yield agents, customers
    rpc = stack.rpc("admin")
    rpc.call("callcenter.agent", "write", list(agents.values()), {"active": False})
    for row in before:
        rpc.call("callcenter.queue", "write", [row["id"]], {"wrap_s": row["wrap_s"]})


def _agents(rpc, queues: list[int]) -> dict[str, int]:
    node = rpc.call("callcenter.node", "search", [])[0]
    role = rpc.call("ir.model.data", "search_read", [["name", "=", "role_agent"]], ["res_id"])[0]["res_id"]
    extensions = [str(1300 + n) for n in range(AGENTS)]
    people = [
        {"name": f"Rush {extension}", "login": f"rush{extension}", "role_line_ids": [[0, 0, {"role_id": role}]]}
        for extension in extensions
    ]
    users = rpc.call("res.users", "create", people, context={"no_reset_password": True})
    endpoints = rpc.call(
        "callcenter.endpoint", "create", [{"extension": extension, "node_id": node} for extension in extensions]
    )
    members = [[0, 0, {"queue_id": queue}] for queue in queues]
    rows = [
        {"user_id": user, "endpoint_id": endpoint, "phone_kind": "sip", "member_ids": members}
        for user, endpoint in zip(users, endpoints, strict=True)
    ]
    return dict(zip(extensions, rpc.call("callcenter.agent", "create", rows), strict=True))


@pytest.fixture
def rush(stack, ledger, phones, company):
    agents, customers = company
    strangers = [f"137000070{n:02}" for n in range(STRANGERS)]
    rush = Rush(stack, phones, list(agents), [*customers, *strangers], RATE)
    rush.dial("*45")
    for extension in rush.desks:
        ledger.wait_state(extension, "ready", 20)
    yield rush
    rush.dial("*46")
    for extension in rush.desks:
        ledger.wait_state(extension, "offline", 20)


@pytest.mark.parametrize("what", DOWN)
def test_every_call_of_the_outage_is_in_the_record(stack, ledger, rush, company, what):
    since = time.time()
    rush.start()
    wait_until(lambda: any(caller.answered for caller in rush.callers), 30, "the first talk")
    for service in DOWN[what]:
        stack.stop(service)
    down = time.time()
    try:
        wait_until(lambda: time.time() - down > OUTAGE_S, OUTAGE_S + 5, "the outage's end", pause=0.5)
    finally:
        for service in reversed(DOWN[what]):
            stack.start(service)
    back = time.time()
    stack.wait_ready()
    callers = rush.stop()
    stopped = time.time()

    wait_until(lambda: _settled(ledger, since, len(callers)), 60, "all calls booked", pause=0.5)
    settled = time.time()
    wait_until(lambda: not stack.health()["recordings_pending"], 60, "all recordings taken in", pause=0.5)
    told = f"down={back - down:.0f}s calls={len(callers)} settled_s={settled - stopped:.1f} "
    print(told + f"recordings_s={time.time() - stopped:.1f} connector_mb={_memory_mb(stack):.0f}")
    assert not _faults(stack, rush, company[1], since)
    assert not ledger.gaps()
    _check_states(ledger, rush, since)


def _settled(ledger, since: float, calls: int) -> bool:
    query = """SELECT count(*) FROM callcenter_call WHERE "end" IS NOT NULL AND extract(epoch FROM start) >= %s"""
    return ledger.value(query, since - 0.5) >= calls


def _memory_mb(stack) -> float:
    """The most that the connector has held."""
    pid = (stack.data / "pids" / "connector").read_text().split()[0]
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


# the record against the telephones


def _faults(stack, rush: Rush, customers: dict[str, str], since: float) -> list[str]:
    """A sentence for everything in which record and telephones differ."""
    booked = defaultdict(list)
    for call in stack.ledger.calls(since=since - 0.5):
        booked[call["number"]].append(call)
    seen = defaultdict(list)
    for caller in rush.callers:
        seen[caller.e164].append(caller)
    faults = [f"{number}: booked, but nobody called" for number in booked.keys() - seen.keys()]
    for number, callers in seen.items():
        if len(callers) != len(booked[number]):
            faults.append(f"{number}: {len(callers)} calls, {len(booked[number])} booked")
            continue
        for caller, call in zip(callers, booked[number], strict=True):
            differ = [caller.error, *_differences(stack, caller, call, customers.get(caller.number))]
            faults += [f"{number} {caller.plan} {call['key']}: {words}" for words in differ if words]
    return faults


def _differences(stack, caller, call: dict, partner: str | None):
    legs = stack.ledger.legs(call)
    yield from _compare("customer", call["partner"], partner)
    yield from _compare("start", call["started"], caller.dialled, 0.5)
    yield from _compare("end", call["started"] + call["seconds"], caller.ended, 1.0)
    yield from _compare("legs", {leg["role"] for leg in legs}, _roles(caller))
    yield from _compare("open legs", sum(leg["end"] is None for leg in legs), 0)
    yield from _compare("rating", call["rating_key"] or "", caller.rated)
    if caller.plan == "leaves":
        yield from _compare("result", call["result"], "ivr_abandoned")
        return
    yield from _compare("queue", call["queue_code"], QUEUES[caller.key])
    yield from _compare("keys", call["ivr_keys"], caller.key)
    if not caller.answered:
        yield from _compare("result", call["result"] in ("abandoned", "short_abandoned"), True)
        return
    yield from _compare("result", (call["result"], call["agent_code"]), ("answered", caller.extension))
    yield from _compare("talk", call["talk_s"], caller.over - caller.answered, 0.7)
    yield from _compare("wait", call["wait_s"], caller.answered - caller.chose, 1.5)
    talked = [leg["ended_by"] for leg in legs if leg["role"] == "agent" and leg["answer"]]
    yield from _compare("who hung up", talked, [caller.by])
    yield from _recording(stack, call)


def _roles(caller) -> set[str]:
    return {"caller", "ivr"} if caller.plan == "leaves" else {"caller", "ivr", "queue", "agent"}


def _recording(stack, call: dict):
    rows = stack.ledger.recordings(call)
    yield from _compare("recordings", len(rows), 1)
    for row in rows:
        data = (stack.recordings / row["path"]).read_bytes()
        yield from _compare("checksum", row["sha256"], hashlib.sha256(data).hexdigest())
    try:
        story.check_recording(stack, call, call["talk_s"] - 1.5)
    except AssertionError as differs:
        yield f"recording: {differs}"


def _compare(what: str, booked, seen, tolerance: float | None = None):
    same = booked == seen if tolerance is None else booked == pytest.approx(seen, abs=tolerance)
    if not same:
        yield f"{what}: booked {booked}, seen {seen}"


def _check_states(ledger, rush: Rush, since: float) -> None:
    """Each agent's states follow one another without a hole, with as much talk as at the telephone."""
    talked = Counter()
    for caller in rush.callers:
        talked[caller.extension] += caller.over - caller.answered if caller.answered else 0.0
    for extension in rush.desks:
        rows = [row for row in ledger.states(extension, since) if row["sub_state"] == "talk" and row["ended"]]
        state_s = sum(row["ended"] - row["started"] for row in rows)
        assert state_s == pytest.approx(talked[extension], abs=2.0), f"{extension}: talk in states and at the phone"
