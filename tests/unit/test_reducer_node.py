"""Which facts make a call: joined, late, of no call, cut off with the node."""

import pytest
from callcenter_telephony.connector import reducer
from callcenter_telephony.connector.events import ChannelEvent, Source
from callcenter_telephony.connector.events import ChannelKind as K
from callcenter_telephony.connector.events import NodeKind as N
from callcenter_telephony.connector.reducer import Reducer
from told import CALLER, T

PHONE, PHONE_NAME = "1.11001.2", "PJSIP/1001-00000002"


def test_one_channel_under_two_linkedids_joins_them_into_the_older(told):
    told.offered(5)
    told.talks(10)
    told.channel(K.START, 15, "2.1", "PJSIP/1002-00000009", "2.1")
    told.channel(K.OUT, 15, "2.1", "PJSIP/1002-00000009", "2.1", agent="1002", number="+8613800000009", kind="manual")
    assert "demo:2.1" in told.ledger.calls
    told.channel(K.BRIDGE_ENTER, 18, "2.1", "PJSIP/1002-00000009", "1.1", bridge="x")
    assert set(told.ledger.calls) == {"demo:1.1"}
    assert told.call().aliases == ["demo:2.1"]
    told.channel(K.HANGUP, 25, "2.1", "PJSIP/1002-00000009", "2.1", hangupcause="16", hangupsource="")
    told.caller_leaves(30)
    assert set(told.ledger.calls) == {"demo:1.1"}
    assert not told.reducer.open_channels()


def test_late_duplicates_do_not_bring_a_settled_call_back(told):
    told.offered(5)
    told.talks(10)
    told.caller_leaves(20)
    for at in (25, 40, 60):
        told.node(N.ALIVE, at)
        told.take(at)
    assert not told.reducer.calls
    told.reducer.feed([ChannelEvent(K.HANGUP, T + 20, "1.1", "1.1", CALLER, Source.JOURNAL)], T + 61)
    told.take(62)
    assert not told.reducer.calls and told.call().result == "answered"
    restored = Reducer.restore(told.reducer.snapshot(), told.rules)
    restored.feed([ChannelEvent(K.START, T + 5, "1.1", "1.1", CALLER, Source.JOURNAL)], T + 63)
    assert not restored.take(T + 64).calls


def test_the_wrap_up_timers_channels_are_no_call(told):
    for uniqueid, name in (("7.1", "Local/s@cc-wrap-timer-00000001;1"), ("7.2", "Local/s@cc-wrap-timer-00000001;2")):
        told.channel(K.START, 5, uniqueid, name, "7.1")
    assert not told.reducer.calls


def test_what_nothing_says_the_kind_of_is_no_row_and_is_let_go(told):
    """The agent's phone was called for a click to dial and nobody took it."""
    told.channel(K.START, 5, "8.1", PHONE_NAME, "8.1")
    told.channel(K.HANGUP, 9, "8.1", PHONE_NAME, "8.1", hangupcause="17", hangupsource=PHONE_NAME)
    told.channel(K.LINKEDID_END, 9, "8.1", PHONE_NAME, "8.1")
    told.node(N.ALIVE, 60)
    told.take(60)
    assert not told.ledger.calls and not told.reducer.calls


def test_a_channel_gone_from_the_node_ends_as_fault(told):
    told.offered(5)
    told.talks(10)
    assert set(told.reducer.open_channels()) == {"1.1", PHONE}
    for uniqueid, name in (("1.1", CALLER), (PHONE, PHONE_NAME)):
        told.channel(K.END, 40, uniqueid, name, fault="gone")
    call = told.call()
    assert (call.result, call.ended_by, call.marks, call.cause) == ("answered", "fault", ["fault"], 0)
    assert told.line()[-1] == (40, "ready", "")


def test_two_tellings_of_a_start_are_one_restart(told):
    told.offered(5)
    told.node(N.ALIVE, 30)
    told.node(N.STARTED, 39)
    told.node(N.STARTED, 40.5)
    told.offered(41, "2.1")
    assert told.call().end == T + 30
    assert told.call("2.1").end is None
    assert told.reducer.life.restarts == [(T + 40.5, T + 30)]


def test_facts_of_before_a_restart_that_come_after_it_move_its_end(told):
    told.sources = [Source.AMI]
    told.offered(5)
    told.node(N.STARTED, 40)
    assert told.call().end == pytest.approx(T + 5, abs=0.01)
    told.sources = [Source.JOURNAL]
    told.channel(K.KEY, 33, "9.1", CALLER, "9.1", key="1")
    told.take(41)
    assert told.call().end == pytest.approx(T + 33, abs=0.01)


def test_who_was_answered_the_moment_before_the_node_died_was_answered(told):
    told.offered(5)
    told.talks(10)
    told.node(N.STARTED, 11)
    call = told.call()
    assert (call.result, call.ended_by, call.agent) == ("answered", "fault", "1001")
    assert call.end == pytest.approx(T + 10, abs=0.01)


@pytest.mark.parametrize("sources", [(Source.AMI, Source.JOURNAL), (Source.JOURNAL,)])
def test_calls_that_an_orderly_stop_hangs_up_are_cut_off(told, sources):
    """Asterisk hangs up all its channels in one go, names nobody as who did it, and comes up again."""
    told.sources = sources
    told.offered(5)
    told.talks(10)
    told.channel(K.START, 15, "2.1", "", "2.1")
    told.channel(K.IN, 15, "2.1", "", "2.1", did="4002", number="+8613800000002")
    told.channel(K.QUEUE, 15, "2.1", "", "2.1", queue="service", via="queue")
    nobody = {"hangupsource": "", "dialstatus": ""}
    told.channel(K.BRIDGE_EXIT, 40, PHONE, PHONE_NAME, bridge="1.1")
    told.channel(K.BRIDGE_EXIT, 40, "1.1", CALLER, bridge="1.1")
    told.channel(K.HANGUP, 40, "2.1", "", "2.1", hangupcause="0", **nobody)
    told.channel(K.LINKEDID_END, 40, "2.1", "", "2.1")
    told.channel(K.HANGUP, 40.1, "1.1", CALLER, hangupcause="26", **nobody)
    told.channel(K.HANGUP, 40.1, PHONE, PHONE_NAME, hangupcause="26", **nobody)
    told.channel(K.LINKEDID_END, 40.1, "1.1", CALLER)
    told.node(N.LOST, 40.5)
    for at in (50, 90):  # it takes its time: what ended is not forgotten
        told.take(at)
    told.node(N.STARTED, 94)
    told.node(N.LINKED, 95)
    told.take(96)
    talked, waited = told.call(), told.call("2.1")
    assert (talked.result, talked.ended_by, talked.marks[-1]) == ("answered", "fault", "fault")
    assert (waited.result, waited.ended_by, waited.marks[-1]) == ("lost", "fault", "fault")
    assert talked.end == T + 40.1 and waited.end == T + 40


def test_a_stop_that_reaches_the_agent_first_cuts_the_customer_off_too(told):
    """The customer is out of the queue, and through the dialplan, before it is its turn to be hung up."""
    told.offered(5)
    told.talks(10)
    told.channel(K.BRIDGE_EXIT, 40, PHONE, PHONE_NAME, bridge="1.1")
    told.channel(K.BRIDGE_EXIT, 40, "1.1", CALLER, bridge="1.1")
    told.channel(K.QUEUE_END, 40.01, "1.1", CALLER, queue="service", status="CONTINUE", next="hangup")
    told.channel(K.HANGUP, 40.02, "1.1", CALLER, hangupcause="16", hangupsource="dialplan/builtin", dialstatus="ANSWER")
    told.channel(K.HANGUP, 40.1, PHONE, PHONE_NAME, hangupcause="26", hangupsource="", dialstatus="")
    told.channel(K.LINKEDID_END, 40.1, "1.1", CALLER)
    told.node(N.LOST, 40.5)
    told.node(N.STARTED, 44)
    call = told.call()
    assert (call.result, call.ended_by, call.marks) == ("answered", "fault", ["fault"])
    assert [leg.ended_by for leg in call.legs if leg.role in ("caller", "agent")] == ["fault", "fault"]


def test_an_agent_who_hangs_up_just_before_a_stop_has_ended_the_call(told):
    told.offered(5)
    told.talks(10)
    told.channel(K.BRIDGE_EXIT, 39, PHONE, PHONE_NAME, bridge="1.1")
    told.channel(K.BRIDGE_EXIT, 39, "1.1", CALLER, bridge="1.1")
    told.channel(K.QUEUE_END, 39.01, "1.1", CALLER, queue="service", status="CONTINUE", next="hangup")
    told.channel(K.HANGUP, 39.02, "1.1", CALLER, hangupcause="16", hangupsource="dialplan/builtin", dialstatus="ANSWER")
    told.channel(K.HANGUP, 39.1, PHONE, PHONE_NAME, hangupcause="16", hangupsource=PHONE_NAME, dialstatus="")
    told.channel(K.LINKEDID_END, 39.1, "1.1", CALLER)
    told.node(N.LOST, 40)
    told.node(N.STARTED, 44)
    assert (told.call().ended_by, told.call().marks) == ("agent", [])


def test_a_call_that_ended_by_itself_before_a_stop_stays_so(told):
    told.offered(5)
    told.talks(10)
    told.caller_leaves(39)
    told.node(N.LOST, 40)
    told.node(N.STARTED, 44)
    assert (told.call().ended_by, told.call().marks) == ("caller", [])


def test_a_call_that_cannot_be_folded_does_not_stop_the_others(told, monkeypatch, caplog):
    told.offered(5, "1.1")
    fold = reducer.fold

    def refuse(key, *facts):
        if key == "demo:1.1":
            raise KeyError("of all things")
        return fold(key, *facts)

    monkeypatch.setattr(reducer, "fold", refuse)
    told.caller_leaves(9, "1.1", talking=False)
    told.offered(20, "2.1")
    assert told.call("1.1").end is None and told.call("2.1").number == "+8613800000001"
    assert "demo:1.1" in caplog.text
