"""Wrap-up, wishes and sign-in on the node alone: no connector, no Odoo."""

from tools.waiting import wait_until

from . import scenes


def handled_call(office, hold_up: bool = False) -> None:
    """Agent 1001 takes a call from queue service; the caller hangs up. Returns in wrap-up."""
    desk = office.sign_in("1001")
    call = office.phones.customer(scenes.CUSTOMER, "4002").wait_answered()
    desk.wait_ringing().answer(desk.sound)
    office.node.ami.wait(Event="CEL", EventName="BRIDGE_ENTER")
    call.hang_up()
    pause(office, "1", "wrap_up")


def pause(office, paused: str, reason: str, seconds: float = 5, interface: str = "PJSIP/1001") -> dict:
    """The event of this pause of the agent's member."""
    return office.node.ami.wait(
        seconds, Event="QueueMemberPause", Interface=interface, Paused=paused, PausedReason=reason
    )


def at(event: dict) -> float:
    return float(event["Timestamp"])


def test_wrap_up_begins_with_the_hang_up_and_ends_by_itself(node, office):
    handled_call(office)
    ended = pause(office, "0", "")
    assert 1.9 < at(ended) - at(pause(office, "1", "wrap_up")) < 2.6
    assert not office.db("cc/wrap/1001")


def test_no_offer_comes_in_wrap_up(node, office):
    handled_call(office)
    office.phones.customer("+8613800000003", "4002").wait_answered()
    desk = office.desk("1001")
    offer = desk.wait_call(2)
    ended = pause(office, "0", "")
    rung = node.ami.wait(Event="CEL", UserDefType="CC_OFFER", after=node.ami.events.index(ended) - 3)
    assert at(rung) >= at(ended) - 0.01
    offer.refuse()


def test_a_wish_for_a_break_holds_after_wrap_up(node, office):
    handled_call(office)
    office.db("cc/wish/1001", "not_ready:lunch")
    pause(office, "1", "lunch")
    assert "paused:lunch" in node.cli("queue show service")


def test_a_wish_to_leave_holds_after_wrap_up(node, office):
    handled_call(office)
    office.db("cc/wish/1001", "offline")
    node.ami.wait(Event="QueueMemberRemoved", Interface="PJSIP/1001")


def test_more_time_takes_the_timer_over(node, office):
    handled_call(office)
    began = at(pause(office, "1", "wrap_up"))
    office.db("cc/wrap/1001", "more-1")
    values = {"AGENT": "1001", "INTERFACE": "PJSIP/1001", "TOKEN": "more-1", "S": "4"}
    node.ami.action(
        "Originate", *(("Variable", f"CC_TIMER_{name}={value}") for name, value in values.items()),
        Channel="Local/s@cc-wrap-timer/n", Application="Wait", Data="86400", Async="true", Timeout="10000",
    )  # fmt: skip
    assert at(pause(office, "0", "", 8)) - began > 3.5


def test_a_wrap_up_ended_early_is_not_ended_again(node, office):
    handled_call(office)
    node.ami.action("DBDel", Family="cc", Key="wrap/1001")
    office.pause("1001", "lunch")
    pause(office, "1", "lunch")
    wait_until(lambda: "0 active channels" in node.cli("core show channels"), 8, "the old timer has run out")
    assert "paused:lunch" in node.cli("queue show service")


def test_no_wrap_up_in_a_queue_without(node, office):
    desk = office.sign_in("1001", "sales")
    call = office.phones.customer(scenes.CUSTOMER, "4003").wait_answered()
    desk.wait_ringing().answer(desk.sound)
    office.node.ami.wait(Event="CEL", EventName="BRIDGE_ENTER")
    call.hang_up()
    office.node.ami.wait_quiet()
    assert not any(event.get("PausedReason") == "wrap_up" for event in node.ami.events)


def test_an_answered_outbound_call_has_a_wrap_up_too(node, office):
    scenes.out_answered(office)
    assert 1.9 < at(pause(office, "0", "")) - at(pause(office, "1", "wrap_up")) < 2.6


def test_sign_in_and_out_by_phone(node, office):
    desk = office.desk("1001")
    office.db("cc/queues/1001", "service:0&sales:5")
    office.phones.dial(desk.phone, "*45", desk.sound).wait_answered().wait_ended()
    added = {event["Queue"]: event for event in node.ami.events if event.get("Event") == "QueueMemberAdded"}
    assert {queue: event["Penalty"] for queue, event in added.items()} == {"service": "0", "sales": "5"}
    assert {event["MemberName"] for event in added.values()} == {"1001"}
    assert office.db("cc/wish/1001") == "ready"
    office.phones.dial(desk.phone, "*46", desk.sound).wait_answered().wait_ended()
    removed = {event["Queue"] for event in node.ami.events if event.get("Event") == "QueueMemberRemoved"}
    assert removed == {"service", "sales"}
    assert office.db("cc/wish/1001") == "offline"


def test_sign_out_by_phone_does_not_cut_a_wrap_up(node, office):
    handled_call(office)
    desk = office.desk("1001")
    before = node.ami.mark()
    office.phones.dial(desk.phone, "*46", desk.sound).wait_answered().wait_ended()
    removed = node.ami.wait(Event="QueueMemberRemoved", Interface="PJSIP/1001", after=before)
    assert at(removed) - at(pause(office, "1", "wrap_up")) > 1.9
