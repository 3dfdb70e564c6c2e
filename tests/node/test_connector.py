"""The connector on a real Asterisk: its orders take effect, what happens is booked, also over deaths and restarts."""

import re
import time
from dataclasses import replace

from callcenter_telephony.render.model import Queue
from tools.waiting import wait_until

PHONE = "PJSIP/1001"


def signed_in(office, linked, **more):
    desk = office.desk("1001")
    assert linked.order("sign_in", agent="1001", interface=PHONE, queues=[["service", 0]], **more) == (True, "")
    return desk


def state(linked, expected, seconds=15):
    linked.until(lambda: linked.state("1001") == expected, f"1001 is {expected}", seconds)


def answered(office, linked, number="13800000001"):
    """A customer's call that 1001 has taken: (customer's side, agent's side, call's key)."""
    offers = len(linked.store.offers)
    customer, call = rung(office, number)
    linked.until(lambda: len(linked.store.offers) > offers, "the offer is told")
    call.answer()
    customer.wait_answered()
    state(linked, "on_call")
    return customer, call, linked.store.offers[-1].call


def rung(office, number):
    """(customer's side, agent's side) of a call that rings at 1001."""
    desk = office.desk("1001")
    before = len(desk.calls)
    customer = office.phones.customer(number, "4002")
    return customer, desk.wait_call(before + 1).wait_ringing()


def wait_recorded(office):
    """Some of the latest call is in its file: Asterisk writes in portions of a quarter of a second."""
    spool = office.node.folder / "spool" / "monitor"

    def latest():
        return max(spool.rglob("*.raw"), key=lambda path: [int(part) for part in re.split("[.-]", path.stem)])

    wait_until(lambda: latest().stat().st_size, 5, "something is recorded")


def ended(linked, key):
    linked.until(lambda: linked.store.calls[key].end, f"{key} is over", 30)
    return linked.store.calls[key]


def test_a_day_of_an_agent(office, linked):
    """Sign in, not ready, ready, a call with a wish and more time, the recording, sign out."""
    signed_in(office, linked, reason="lunch")
    state(linked, "not_ready:lunch")
    assert linked.order("ready", agent="1001") == (True, "")
    state(linked, "ready")
    customer, call, key = answered(office, linked)
    assert linked.order("not_ready", agent="1001", reason="training") == (True, "")
    call.hang_up()
    state(linked, "wrap_up")
    begun = time.time()
    assert linked.order("more_time", agent="1001", seconds=4) == (True, "")
    state(linked, "not_ready:training")
    assert 3.5 < time.time() - begun < 6  # 2 s by itself
    customer.wait_ended(30)
    row = ended(linked, key)
    assert (row.result, row.agent, row.marks) == ("answered", "1001", [])
    linked.until(lambda: linked.store.recordings, "the recording is taken")
    [((call_key, path), (seconds, size, _digest))] = linked.store.recordings.items()
    assert call_key == key
    assert abs(seconds - row.talk_s) < 0.5
    assert (office.node.folder / "recordings" / path).stat().st_size == size
    spool = office.node.folder / "spool" / "monitor"
    wait_until(lambda: not list(spool.rglob("*.raw")), 5, "the node's copy is gone")
    assert linked.order("sign_out", agent="1001") == (True, "")
    state(linked, "offline")


def test_wrap_up_ended_by_hand(office, linked):
    signed_in(office, linked)
    customer, call, _key = answered(office, linked)
    call.hang_up()
    state(linked, "wrap_up")
    assert linked.order("end_wrap_up", agent="1001") == (True, "")
    state(linked, "ready", 1.5)
    customer.hang_up()


def test_signing_out_in_a_call_waits_for_its_end(office, linked):
    signed_in(office, linked)
    customer, call, _key = answered(office, linked)
    assert linked.order("sign_out", agent="1001") == (True, "when the call is over")
    assert linked.state("1001") == "on_call"
    call.hang_up()
    state(linked, "wrap_up")
    state(linked, "offline")
    assert "1001" not in office.node.cli("queue show service")
    customer.hang_up()


def test_a_hang_up_by_command_is_the_agent_s(office, linked):
    signed_in(office, linked)
    customer, _call, key = answered(office, linked)
    linked.until(lambda: any(leg.channel for leg in linked.store.calls[key].legs if leg.role == "agent"), "its channel")
    channel = next(leg.channel for leg in linked.store.calls[key].legs if leg.role == "agent")
    assert linked.order("hang_up", channel=channel, agent="1001") == (True, "")
    customer.hang_up()
    agent = next(leg for leg in ended(linked, key).legs if leg.role == "agent")
    assert agent.ended_by == "agent"
    state(linked, "ready")


def test_click_to_dial(office, linked):
    """The agent's phone answers by itself, then the customer is rung."""
    desk = office.phones.desk_phone("1002", office.node.config.endpoints[1].password, auto_answer=True)
    before = set(linked.store.calls)
    args = {"agent": "1002", "interface": "PJSIP/1002", "number": "13800000009", "kind": "manual", "command": "771"}
    assert linked.order("dial", **args) == (True, "")
    linked.until(
        lambda: f"{office.node.config.code}:cmd-771-test" in set(linked.store.calls) - before, "the call is booked"
    )
    row = linked.store.calls["test:cmd-771-test"]
    assert (row.direction, row.command) == ("outbound", "771")
    desk.wait_call().hang_up()
    ended(linked, row.key)
    desk.unregister()
    done, words = linked.order("dial", **{**args, "command": "772"})
    assert (done, words.startswith("The phone 1002")) == (False, True)


def test_a_colleague_is_called_by_command(office, linked):
    """The agent's phone answers by itself, then the colleague's rings; the two talk, the ledger calls it internal."""
    desk = office.phones.desk_phone("1002", office.node.config.endpoints[1].password, auto_answer=True)
    other = office.desk("1001")
    count = len(other.calls) + 1
    args = {"agent": "1002", "interface": "PJSIP/1002", "number": "1001", "kind": "internal", "command": "773"}
    assert linked.order("dial", **args) == (True, "")
    call = other.wait_call(count)
    assert call.caller == "1002"
    call.answer(other.sound)
    calls, key = linked.store.calls, "test:cmd-773-test"
    linked.until(lambda: key in calls and calls[key].legs[-1].answer, "they talk")
    call.hang_up()
    row = ended(linked, key)
    assert (row.direction, row.number, row.result) == ("internal", "1001", "answered")
    assert [(leg.role, leg.party, leg.answer is not None) for leg in row.legs] == [
        ("agent", "1002", True), ("agent", "1001", True),
    ]  # fmt: skip
    desk.unregister()


def test_a_configuration_is_live_within_two_seconds_and_a_bad_one_is_not(office, linked):
    good = linked.store.configs[-1][0]
    linked.store.node = replace(office.node.config, queues=(*office.node.config.queues, Queue("third")))
    begun = time.time()
    assert linked.order("configure")[0]
    assert time.time() - begun < 2
    assert "third" in office.node.cli("queue show")
    linked.store.node = replace(office.node.config, queues=(Queue("service", strategy="nonsense"),))
    done, words = linked.order("configure")
    assert not done
    assert "nonsense" in words
    assert "third" in office.node.cli("queue show")
    linked.store.node = office.node.config
    assert linked.order("configure") == (True, good)


def test_what_the_connector_did_not_see_is_in_the_journal(office, linked):
    signed_in(office, linked)
    store = linked.store
    linked.stop()
    store.heartbeats.clear(), store.configs.clear()
    customer, call = rung(office, "13800000003")
    call.answer()
    customer.wait_answered()
    wait_recorded(office)
    customer.hang_up()
    call.wait_ended()
    time_of_end = time.time()
    wait_until(lambda: time.time() - time_of_end > 2.5, 5, "later than a telling by AMI could be")
    linked.start()
    linked.until(lambda: any(c.number.endswith("0003") and c.end for c in store.calls.values()), "the call is booked")
    row = next(c for c in store.calls.values() if c.number.endswith("0003"))
    assert (row.result, row.agent, row.ended_by, row.marks) == ("answered", "1001", "caller", ["journal"])
    linked.until(lambda: store.recordings, "its recording is taken")
    state(linked, "ready")


def test_asterisk_is_killed_in_a_call(office, linked):
    signed_in(office, linked)
    customer, _call, key = answered(office, linked)
    office.node.wait_member_on_disk("1001")
    wait_recorded(office)
    office.node.kill()
    office.node.start()
    row = ended(linked, key)
    assert (row.result, row.ended_by, "fault" in row.marks) == ("answered", "fault", True)
    wrapped = lambda: any(s.state == "wrap_up" and s.call == key for s in linked.store.states["1001"].values())
    linked.until(wrapped, "the call's wrap-up is booked, be it over by now")
    office.desk("1001").register()
    state(linked, "ready", 30)
    linked.until(lambda: key in [call for call, _path in linked.store.recordings], "what was recorded is taken")
    customer, call, key = answered(office, linked, "13800000004")
    call.hang_up()
    customer.hang_up()
    assert ended(linked, key).result == "answered"


def test_the_dialplan_asks_and_goes_on_alone(office, linked):
    """FastAGI through the node's cc-agi: the answer, and the default when nobody knows."""
    lines = [
        f"exten => {name},1,Gosub(cc-agi,s,1({name}))\n same => n,Set(GLOBAL(ASKED_{name})=<${{GOSUB_RETVAL}}>)\n"
        for name in ("ping", "nobody")
    ]
    (office.node.folder / "flows" / "cc-ask.conf").write_text("[cc-ask]\n" + "".join(lines))
    office.node.cli("dialplan reload")
    for name, answer in {"ping": "pong", "nobody": ""}.items():
        office.node.ami.action("Originate", Channel=f"Local/{name}@cc-ask", Application="Wait", Data="1", Async="true")
        told = f"ASKED_{name}=<{answer}>"
        wait_until(lambda told=told: told in office.node.cli("dialplan show globals"), 5, told)


def test_the_heartbeat_tells_of_machine_phones_and_trunks(office, linked):
    signed_in(office, linked)
    customer, _call, _key = answered(office, linked)

    def told():
        beat = linked.store.heartbeats[-1] if linked.store.heartbeats else {}
        phones = beat.get("phones") or {}
        return phones.get("registered") and any(trunk["calls"] for trunk in beat["trunks"])

    linked.until(told, "phone and call are in the heartbeat", 30)
    beat = linked.store.heartbeats[-1]
    assert beat["phones"]["configured"] == len(office.node.config.endpoints)
    assert {trunk["code"] for trunk in beat["trunks"]} == {trunk.code for trunk in office.node.config.trunks}
    assert beat["channels"] >= 2
    assert 0 < beat["memory"] <= 100
    assert beat["load"] >= 0
    customer.hang_up()
