"""One call: who hung up, holds nobody saw, joined calls, the node's end, late and repeated facts."""

from dataclasses import replace

from callcenter_telephony.connector.events import AgentKind as A
from callcenter_telephony.connector.events import ChannelKind as K
from callcenter_telephony.connector.events import NodeKind as N
from callcenter_telephony.connector.events import Source
from callcenter_telephony.connector.ports import QueueRule
from callcenter_telephony.connector.reducer import Reducer
from told import CALLER, T, Told

PHONE, PHONE_NAME = "1.11001.2", "PJSIP/1001-00000002"


def part(told, at, by, **hangup):
    told.channel(K.BRIDGE_EXIT, at, PHONE, PHONE_NAME, bridge="1.1")
    told.channel(K.BRIDGE_EXIT, at, "1.1", bridge="1.1")
    told.channel(K.HANGUP, at, PHONE, PHONE_NAME, hangupcause="16", hangupsource=by, **hangup)


def test_the_agent_hangs_up_and_no_survey_follows(told):
    told.offered(5)
    told.talks(10)
    part(told, 20, PHONE_NAME)
    told.channel(K.QUEUE_END, 20, "1.1", queue="service", status="CONTINUE", next="hangup")
    told.channel(K.BYE, 20, "1.1", by="system")
    told.channel(K.HANGUP, 20.1, "1.1", hangupcause="16", hangupsource=PHONE_NAME)
    told.channel(K.LINKEDID_END, 20.1, "1.1")
    assert (told.call().ended_by, told.leg("agent")[0].ended_by) == ("agent", "agent")


def test_a_hang_up_by_command_names_its_author(told):
    told.offered(5)
    told.talks(10)
    told.channel(K.BYE, 19.9, PHONE, PHONE_NAME, by="supervisor", agent="9001")
    part(told, 20, "")
    told.channel(K.QUEUE_END, 20, "1.1", queue="service", status="CONTINUE", next="hangup")
    told.channel(K.BYE, 20, "1.1", by="system")
    told.channel(K.HANGUP, 20.1, "1.1", hangupcause="16", hangupsource="")
    told.channel(K.LINKEDID_END, 20.1, "1.1")
    assert (told.call().ended_by, told.leg("agent")[0].ended_by) == ("supervisor", "supervisor")


def test_asterisk_names_the_agent_still_when_the_caller_leaves_the_survey(told):
    told.offered(5)
    told.talks(10)
    part(told, 20, PHONE_NAME)
    told.channel(K.QUEUE_END, 20, "1.1", queue="service", status="CONTINUE", next="survey")
    told.channel(K.SURVEY, 20, "1.1", flow="survey")
    told.channel(K.HANGUP, 24, "1.1", hangupcause="26", hangupsource=PHONE_NAME)
    told.channel(K.LINKEDID_END, 24, "1.1")
    call = told.call()
    assert (call.ended_by, call.cause, call.survey_offered, call.rating) == ("caller", 16, True, "")
    assert told.leg("agent")[0].ended_by == "agent"


def test_a_queue_that_gives_nothing_is_unanswered(told):
    told.channel(K.START, 5, "1.1")
    told.channel(K.IN, 5, "1.1", did="4002", number="")
    told.channel(K.QUEUE, 5, "1.1", queue="service", via="queue")
    told.channel(K.QUEUE_END, 45, "1.1", queue="service", status="TIMEOUT", next="hangup")
    told.channel(K.BYE, 45, "1.1", by="system")
    told.channel(K.HANGUP, 45, "1.1", hangupcause="16", hangupsource="dialplan/builtin")
    told.channel(K.LINKEDID_END, 45, "1.1")
    call = told.call()
    assert (call.result, call.ended_by, call.service_level, call.wait_s) == ("unanswered", "system", "no", 40)
    assert (told.leg("queue")[0].outcome, told.leg("queue")[0].ended_by) == ("moved", "timeout")


def test_a_hold_that_ended_while_nobody_listened_is_talk(told):
    told.offered(5)
    told.talks(10)
    told.sources = [Source.AMI]
    told.channel(K.HOLD, 12, PHONE, PHONE_NAME)
    told.node(N.LOST, 13)
    told.sources = [Source.JOURNAL]
    told.caller_leaves(30)
    told.node(N.LINKED, 31)
    call = told.call()
    assert (call.talk_s, call.hold_s, call.marks) == (20, 0, ["hold_unknown"])


def test_an_unhold_of_which_no_hold_was_seen_is_marked(told):
    told.offered(5)
    told.talks(10)
    told.channel(K.UNHOLD, 12, PHONE, PHONE_NAME)
    told.caller_leaves(30)
    assert (told.call().talk_s, told.call().marks) == (20, ["hold_unknown"])


def test_a_hold_until_the_hang_up_counts(told):
    told.offered(5)
    told.talks(10)
    told.channel(K.HOLD, 12, PHONE, PHONE_NAME)
    told.caller_leaves(30)
    assert (told.call().talk_s, told.call().hold_s, told.call().marks) == (2, 18, [])


def test_an_offer_is_given_once_and_ahead(told):
    told.offered(5)
    offer = told.ledger.offers[0]
    assert (offer.call, offer.agent, offer.number, offer.queue, offer.at) == (
        "demo:1.1",
        "1001",
        "+8613800000001",
        "service",
        T + 5,
    )
    told.talks(10)
    restored = Reducer.restore(told.reducer.snapshot(), told.rules)
    assert not restored.take(T + 11).offers
    assert len(told.ledger.offers) == 1


def test_no_offer_is_given_of_old_news(told):
    told.take_each = False
    told.offered(5)
    assert told.reducer.take(T + 200).offers == []


def test_a_running_call_has_its_rows_open(told):
    told.offered(5)
    told.talks(10)
    call = told.call()
    assert (call.end, call.result, call.service_level, call.agent) == (None, "", "yes", "1001")
    assert told.leg("agent")[0].channel == PHONE_NAME
    assert told.reducer.open_calls() == 1


def test_a_rule_changed_holds_for_what_is_folded_from_then_on(told):
    told.offered(5)
    told.reducer.rules = {"service": QueueRule(service_level_s=3, wrap_s=0)}
    told.talks(10)
    assert told.call().service_level == "no"


def test_the_dialled_customer_hangs_up_first(told):
    phone = "c.1"
    told.channel(K.START, 5, phone, PHONE_NAME, phone)
    told.channel(K.OUT, 5, phone, PHONE_NAME, phone, agent="1001", number="+861", kind="manual", command="12")
    told.channel(K.START, 5, "c.2", CALLER, phone)
    told.channel(K.DIAL, 5, "c.2", CALLER, phone, number="+861", via="manual")
    for uniqueid, name in (("c.2", CALLER), (phone, PHONE_NAME)):
        told.channel(K.BRIDGE_ENTER, 9, uniqueid, name, phone, bridge="o")
    for uniqueid, name in (("c.2", CALLER), (phone, PHONE_NAME)):
        told.channel(K.BRIDGE_EXIT, 19, uniqueid, name, phone, bridge="o")
        told.channel(K.HANGUP, 19, uniqueid, name, phone, hangupcause="16", hangupsource=CALLER)
    told.channel(K.LINKEDID_END, 19, phone, PHONE_NAME, phone)
    call = told.call(phone)
    assert (call.result, call.ended_by, call.talk_s, call.ring_s, call.command) == ("answered", "outside", 10, 4, "12")


def test_a_second_trunk_is_the_same_leg(told):
    told.channel(K.START, 5, "c.1", PHONE_NAME, "c.1")
    told.channel(K.OUT, 5, "c.1", PHONE_NAME, "c.1", agent="1001", number="+861", kind="manual")
    for uniqueid, at, cause in (("c.2", 5, "34"), ("c.3", 7, "17")):
        name = f"PJSIP/carrier-0000000{at}"
        told.channel(K.START, at, uniqueid, name, "c.1")
        told.channel(K.DIAL, at, uniqueid, name, "c.1", number="+861", via="manual")
        told.channel(K.HANGUP, at + 2, uniqueid, name, "c.1", hangupcause=cause, hangupsource=name)
    told.channel(K.HANGUP, 9, "c.1", PHONE_NAME, "c.1", hangupcause="17", hangupsource="dialplan/builtin")
    told.channel(K.LINKEDID_END, 9, "c.1", PHONE_NAME, "c.1")
    assert (told.call("c.1").result, told.call("c.1").ring_s) == ("busy", 4)
    assert len(told.leg("outside", "c.1")) == 1


def test_a_row_given_out_is_never_changed_afterwards(told):
    told.offered(5)
    early = told.call()
    copy = replace(early, legs=[replace(leg) for leg in early.legs])
    told.talks(10)
    told.caller_leaves(20)
    assert early == copy and early is not told.call()


def test_a_row_with_a_running_wrap_up_is_not_changed_by_its_end():
    told = Told(sources=(Source.AMI,))
    told.take_each = False
    told.agent(A.SIGN_IN, 0)
    told.offered(5)
    told.talks(10)
    told.caller_leaves(20)
    told.agent(A.PAUSE, 20, reason="wrap_up")
    told.take(21)
    early = told.leg("agent")[0]
    told.agent(A.UNPAUSE, 33)
    told.take(34)
    assert (early.wrap, told.leg("agent")[0].wrap) == ((T + 20, None), (T + 20, T + 33))


def test_connected_is_when_both_are_in_the_bridge(told):
    told.offered(5)
    told.channel(K.ANSWER, 10, PHONE, PHONE_NAME)
    told.channel(K.BRIDGE_ENTER, 10, PHONE, PHONE_NAME, bridge="1.1")
    assert told.line()[-1] == (5, "ringing", "")
    told.channel(K.BRIDGE_ENTER, 11, "1.1", bridge="1.1")
    told.caller_leaves(20)
    assert told.leg("agent")[0].answer == T + 11
    assert (told.call().wait_s, told.call().talk_s) == (6, 9)


def test_a_phone_that_rang_out_just_before_the_next_answers_is_a_miss(told):
    told.agent(A.SIGN_IN, 1, "1002")
    told.offered(5, ends=20)
    told.rings(20.05, "1.1", "1002")
    told.talks(20.2, agent="1002")
    told.take(21)
    assert told.leg("agent")[0].ended_by == "timeout"
    assert told.line()[-1] == (20, "not_ready", "missed")


def test_a_queue_with_nobody_signed_in_has_a_leg_of_no_length(told):
    told.channel(K.START, 5, "1.1")
    told.channel(K.IN, 5, "1.1", did="4002", number="")
    told.channel(K.QUEUE, 6, "1.1", queue="service", via="queue")
    told.channel(K.QUEUE_END, 6, "1.1", queue="service", status="JOINEMPTY", next="overflow_queue")
    told.channel(K.QUEUE, 6.5, "1.1", queue="sales", via="overflow")
    told.channel(K.HANGUP, 30, "1.1", hangupcause="16", hangupsource=CALLER)
    told.channel(K.LINKEDID_END, 30, "1.1")
    legs = [(leg.queue, leg.start - T, leg.end - T, leg.outcome, leg.reason, leg.via) for leg in told.leg("queue")]
    assert legs == [
        ("service", 6, 6, "overflow_queue", "no_agents", ""),
        ("sales", 6.5, 30, "abandoned", "", "overflow"),
    ]
    assert told.call().service_level == "no"


def test_nobody_signed_in_is_a_miss_of_the_service_level_however_short(told):
    told.channel(K.START, 5, "1.1")
    told.channel(K.IN, 5, "1.1", did="4002", number="")
    told.channel(K.QUEUE, 6, "1.1", queue="service", via="queue")
    told.channel(K.QUEUE_END, 6, "1.1", queue="service", status="JOINEMPTY", next="hangup")
    told.channel(K.BYE, 6, "1.1", by="system")
    told.channel(K.HANGUP, 6, "1.1", hangupcause="16", hangupsource="dialplan/builtin")
    told.channel(K.LINKEDID_END, 6, "1.1")
    assert (told.call().result, told.call().service_level) == ("unanswered", "no")
