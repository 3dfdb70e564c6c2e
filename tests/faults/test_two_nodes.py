"""Two servers with one definition of queues: both take calls, one dies, the other goes on, and the record is right."""

import time

import pytest
from tools import story
from tools.phones import Phones
from tools.second import Second
from tools.waiting import wait_until

AT = """SELECT n.code, a.state FROM callcenter_agent a LEFT JOIN callcenter_node n ON n.id = a.at_node_id
         WHERE a.extension = %s"""

SILENT = """SELECT s.last_seen < now() AT TIME ZONE 'UTC' - interval '2 s' FROM callcenter_node_status s
              JOIN callcenter_node n ON n.id = s.node_id WHERE n.code = 'second'"""

BROWSER_CALLS = ("13800005111", "13800005112")


@pytest.fixture(scope="module")
def second(stack):
    rpc = stack.rpc("admin")
    main = rpc.call("callcenter.node", "search", [])[0]
    known = rpc.call("callcenter.node", "search", [["code", "=", "second"]], context={"active_test": False})
    values = {"name": "Second", "code": "second", "main_id": main, "give_up_s": 60, "active": True}
    node = known[0] if known else rpc.call("callcenter.node", "create", values)
    rpc.call("callcenter.node", "write", [node], values)
    second = Second(stack, "second").run()
    wait_until(second.linked, 60, "the second server linked")
    stack.wait_configured(30)
    yield second
    second.end()
    stack.rpc("admin").call("callcenter.node", "write", [node], {"active": False, "config_pending": False})


@pytest.fixture
def there(second):
    """Telephones at the second server."""
    with Phones(second.server) as phones:
        yield phones


def at(ledger, extension: str, node: str, state: str, seconds: float = 20) -> None:
    def now():
        (row,) = ledger.rows(AT, extension)
        return row["code"], row["state"]

    try:
        wait_until(lambda: now() == (node, state), seconds, f"{extension} {state} at {node}")
    except AssertionError as late:
        raise AssertionError(f"{late}; it is {now()}") from None


def talk(phones, desk, number: str, seconds: float = 20):
    """A customer calls the queue by this server's number and the agent there answers: both sides."""
    known = len(desk.calls)
    customer = phones.customer(number, "4002")
    call = desk.wait_call(known + 1, seconds)
    call.answer(desk.sound)
    story.wait_hears(customer, story.AGENT)
    story.wait_hears(call, story.CUSTOMER)
    return customer, call


def test_one_of_two_servers_dies(stack, ledger, phones, team, second, there, since):
    here = phones.desk_phone("1002", stack.secret_of("1002"))
    desk = there.desk_phone("1003", stack.secret_of("1003"))
    phones.dial(here.phone, "*45").wait_ended(10)
    there.dial(desk.phone, "*45").wait_ended(10)
    at(ledger, "1002", "demo", "ready")
    at(ledger, "1003", "second", "ready")

    # one queue, served at both
    customer, call = talk(phones, here, "13800005101")
    talk(there, desk, "13800005102")
    call.hang_up()
    customer.hang_up()
    first = story.check_whole(ledger, ledger.wait_ended(ledger.wait_call("+8613800005101", since)["key"], 30))
    running = ledger.wait_call("+8613800005102", since)
    ledger.wait_leg(running, "agent", party="1003", answer=True)
    running = ledger.call(running["key"])
    assert (first["key"].split(":")[0], running["key"].split(":")[0]) == ("demo", "second")
    assert first["queue_id"] == running["queue_id"]

    # one dies
    wait_heard_of(ledger)
    for service in ("connector", "asterisk"):
        second.kill(service)
    died = time.time()
    ledger.wait_state("1002", "wrap_up")
    team["agent2"].end_wrap_up()
    customer, call = talk(phones, here, "13800005103")
    give_up(stack)
    lost = ledger.wait_ended(running["key"])
    assert (lost["result"], lost["ended_by"]) == ("answered", "fault")
    at(ledger, "1003", "second", "offline")

    # its agent goes on at the other
    moved = phones.desk_phone("1003", stack.secret_of("1003"))
    phones.dial(moved.phone, "*45").wait_ended(10)
    at(ledger, "1003", "demo", "ready")
    other, taken = talk(phones, moved, "13800005104")
    for side in (taken, call, other, customer):
        side.hang_up()
    for number, agent in (("13800005103", "1002"), ("13800005104", "1003")):
        row = story.check_whole(ledger, ledger.wait_ended(ledger.wait_call(f"+86{number}", since)["key"], 30))
        assert (row["result"], row["agent_code"]) == ("answered", agent)
    ledger.wait_state("1003", "wrap_up")
    team["agent3"].end_wrap_up()

    # it comes back: its journal says when the call was cut, and nobody is signed in there any more
    come_back(second)
    wait_until(lambda: "1003" not in second.asterisk("queue show service"), 30, "signed out at the second server")
    wait_until(lambda: states(ledger, "1003", "second")[-1] == "offline", 30, "and booked so")
    booked = story.check_whole(ledger, ledger.wait_ended(running["key"], 30))
    assert (booked["result"], booked["ended_by"]) == ("answered", "fault")
    assert booked["started"] + booked["seconds"] == pytest.approx(died, abs=6)
    at(ledger, "1003", "demo", "ready")
    assert len(ledger.calls(since=since)) == 4
    assert not ledger.gaps()


def test_a_server_given_up_whose_asterisk_never_stopped(stack, ledger, team, second, there, since):
    desk = there.desk_phone("1003", stack.secret_of("1003"))
    there.dial(desk.phone, "*45").wait_ended(10)
    at(ledger, "1003", "second", "ready")
    customer, call = talk(there, desk, "13800005121")
    running = ledger.wait_call("+8613800005121", since)
    ledger.wait_leg(running, "agent", party="1003", answer=True)

    # only the connector dies, for longer than the server waits
    wait_heard_of(ledger)
    second.kill("connector")
    give_up(stack)
    lost = ledger.wait_ended(running["key"])
    assert (lost["result"], lost["ended_by"]) == ("answered", "fault")
    at(ledger, "1003", "second", "offline")

    # the talk goes on, and the next caller is served
    story.wait_hears(customer, story.AGENT)
    customer.hang_up()
    ended = time.time()
    call.wait_ended(10)
    other, taken = talk(there, desk, "13800005122", 90)
    for side in (taken, other):
        side.hang_up()

    # it comes back: what it says counts
    come_back(second)
    wait_until(lambda: ledger.call(running["key"])["ended_by"] == "caller", 30, "its call ended when the caller left")
    booked = story.check_whole(ledger, ledger.call(running["key"]))
    assert booked["result"] == "answered"
    assert booked["started"] + booked["seconds"] == pytest.approx(ended, abs=2)
    row = story.check_whole(ledger, ledger.wait_ended(ledger.wait_call("+8613800005122", since)["key"], 30))
    assert (row["result"], row["agent_code"], row["key"].split(":")[0]) == ("answered", "1003", "second")
    wait_until(lambda: ledger.rows(AT, "1003")[0]["state"] in ("wrap_up", "ready"), 30, "its agent is signed in there")
    assert len(ledger.calls(since=since)) == 2
    assert not ledger.gaps()


def test_the_browser_phone_goes_on_at_the_other_server(stack, ledger, phones, second, there, desk, since):
    agent = desk("agent1")
    agent.sign_in("browser")
    agent.ready()
    at(ledger, "1001", "demo", "ready")
    serve(agent, phones, BROWSER_CALLS[0])
    for service in ("connector", "asterisk"):
        stack.kill(service)
    died = time.time()
    try:
        at(ledger, "1001", "second", "ready", 90)
        agent.wait_registered(30)
        agent.wait_view("ready", seconds=30)
        print(f"the page's phone is at the other server {time.time() - died:.1f} s after its own died")
        serve(agent, there, BROWSER_CALLS[1])
        agent.shot("two-nodes-1-at-the-other-server")
    finally:
        for service in ("asterisk", "connector"):
            stack.start(service)
    wait_until(stack.linked, 60, "the first server is back")
    calls = [ledger.wait_ended(ledger.wait_call(f"+86{number}", since)["key"], 30) for number in BROWSER_CALLS]
    assert [story.check_whole(ledger, call)["key"].split(":")[0] for call in calls] == ["demo", "second"]
    assert [(call["result"], call["agent_code"]) for call in calls] == [("answered", "1001")] * 2
    wait_until(lambda: states(ledger, "1001", "demo")[-1] == "offline", 30, "signed out at the first")
    at(ledger, "1001", "second", "ready")
    assert not ledger.gaps()
    assert not agent.errors, agent.errors


def serve(agent, phones, number: str) -> None:
    """A call that the agent takes in the page, both hear each other, the form is saved."""
    customer = phones.customer(number, "4002")
    agent.wait_pop(20)
    agent.answer()
    story.wait_hears(customer, story.AGENT)
    agent.wait_heard(story.CUSTOMER)
    agent.hang_up()
    agent.wait_view("wrap_up")
    customer.hang_up()
    agent.save("ready")
    agent.wait_view("ready")


def states(ledger, extension: str, node: str) -> list[str]:
    """The agent's line at this server, oldest first."""
    query = """SELECT s.state FROM callcenter_agent_state s JOIN callcenter_node n ON n.id = s.node_id
                WHERE s.extension = %s AND n.code = %s ORDER BY s.start"""
    return [row["state"] for row in ledger.rows(query, extension, node)]


def wait_heard_of(ledger) -> None:
    """The second server is heard of after this moment: what it gave until now counts where it is given up."""
    query = """SELECT extract(epoch FROM s.last_seen)::float AS heard FROM callcenter_node_status s
                 JOIN callcenter_node n ON n.id = s.node_id WHERE n.code = 'second'"""
    now = time.time()
    wait_until(lambda: ledger.rows(query)[0]["heard"] > now, 20, "the second server is heard of")


def come_back(second) -> None:
    """Running, and believed again: it has told what happened while it was given up."""
    query = """SELECT s.given_up_at IS NULL AS believed FROM callcenter_node_status s
                 JOIN callcenter_node n ON n.id = s.node_id WHERE n.code = 'second'"""
    second.run()
    wait_until(second.linked, 60, "the second server is back")
    wait_until(lambda: second.ledger.rows(query)[0]["believed"], 30, "and believed again")


def give_up(stack) -> None:
    """As if the time had gone by in which nobody hears of the second server."""
    wait_until(lambda: stack.ledger.value(SILENT), 20, "the second server is silent")
    stack.ledger.rows("UPDATE callcenter_node SET give_up_s = 0 WHERE code = 'second' RETURNING id")
    rpc = stack.rpc("admin")
    cron = rpc.call("ir.cron", "search", [["cron_name", "ilike", "give up servers"]])
    rpc.call("ir.cron", "method_direct_trigger", cron)
    stack.ledger.rows("UPDATE callcenter_node SET give_up_s = 60 WHERE code = 'second' RETURNING id")
