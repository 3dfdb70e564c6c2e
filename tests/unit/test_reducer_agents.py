"""An agent's line: metrics 1.4, rule by rule."""

import invariants
import pytest
from callcenter_telephony.connector.events import AgentEvent, Source
from callcenter_telephony.connector.events import AgentKind as A
from callcenter_telephony.connector.events import NodeKind as N
from callcenter_telephony.connector.ports import QueueRule
from told import T, Told


@pytest.fixture
def told():
    told = Told()
    told.agent(A.SIGN_IN, 0, interface="PJSIP/1001")
    yield told
    invariants.check(told.ledger)


def test_an_agent_nobody_spoke_of_has_no_line(told):
    assert told.line("1002") == []


def test_what_others_have_written_over_is_told_again(told):
    told.offered(5)
    told.talks(10)
    assert not told.reducer.take(T + 12).states
    told.reducer.tell_again()
    batch = told.reducer.take(T + 12)
    assert [call.key for call in batch.calls] == ["demo:1.1"]
    assert [(row.state, row.start - T) for row in batch.states] == [("ready", 0), ("ringing", 5), ("on_call", 10)]
    assert not told.reducer.take(T + 12).calls


def test_a_wrap_up_lasts_until_the_node_unpauses(told):
    told.offered(5)
    told.talks(10)
    told.caller_leaves(20)
    told.agent(A.PAUSE, 20.2, reason="wrap_up")
    told.take(90)  # "more time": longer than the queue's 30 s
    assert told.line()[-1] == (20, "wrap_up", "")
    assert told.leg("agent")[0].wrap == (1_800_000_020.0, None)
    told.agent(A.UNPAUSE, 100.5)
    assert told.line()[-2:] == [(20, "wrap_up", ""), (100.5, "ready", "")]
    assert told.call().wrap_s == 80.5


def test_a_wrap_up_that_the_node_never_knew_of_ends_by_itself(told):
    told.offered(5)
    told.talks(10)
    told.caller_leaves(20)
    told.take(49.9)
    assert told.line()[-1] == (20, "wrap_up", "")
    told.take(50.1)
    assert told.line()[-2:] == [(20, "wrap_up", ""), (50, "ready", "")]
    assert told.call().wrap_s == 30


def test_no_wrap_up_where_the_queue_has_none():
    told = Told(QueueRule(wrap_s=0))
    told.agent(A.SIGN_IN, 0)
    told.offered(5)
    told.talks(10)
    told.caller_leaves(20)
    assert told.line()[-2:] == [(10, "on_call", "talk"), (20, "ready", "")]


def test_another_reason_ends_a_wrap_up(told):
    told.offered(5)
    told.talks(10)
    told.caller_leaves(20)
    told.agent(A.PAUSE, 20.2, reason="wrap_up")
    told.agent(A.PAUSE, 31, reason="lunch")
    assert told.line()[-2:] == [(20, "wrap_up", ""), (31, "not_ready", "lunch")]


def test_a_wish_in_a_call_becomes_the_state_after_call_and_wrap_up(told):
    told.offered(5)
    told.talks(10)
    told.agent(A.PAUSE, 15, reason="lunch")
    told.caller_leaves(20)
    told.agent(A.PAUSE, 20.2, reason="wrap_up")
    told.agent(A.PAUSE, 50, reason="lunch")
    assert told.line()[-3:] == [(10, "on_call", "talk"), (20, "wrap_up", ""), (50, "not_ready", "lunch")]


def test_a_wish_in_a_call_without_wrap_up():
    told = Told(QueueRule(wrap_s=0))
    told.agent(A.SIGN_IN, 0)
    told.offered(5)
    told.talks(10)
    told.agent(A.PAUSE, 15, reason="lunch")
    told.caller_leaves(20)
    assert told.line()[-2:] == [(10, "on_call", "talk"), (20, "not_ready", "lunch")]


@pytest.mark.parametrize("limit, states", [(1, ["missed"]), (2, ["", "missed"]), (0, ["", "", ""])])
def test_misses_in_a_row(limit, states):
    told = Told(QueueRule(missed_limit=limit))
    told.agent(A.SIGN_IN, 0)
    for number, reason in enumerate(states):
        at = 10 + 40 * number
        told.offered(at, f"{number}.1", ends=at + 15)
        told.caller_leaves(at + 30, f"{number}.1", talking=False)
        assert told.line()[-1][1:] == (("not_ready", reason) if reason else ("ready", ""))


def test_an_answer_between_two_misses_forgives():
    told = Told(QueueRule(missed_limit=2, wrap_s=0))
    told.agent(A.SIGN_IN, 0)
    told.offered(10, "1.1", ends=25)
    told.offered(40, "2.1")
    told.talks(45, "2.1")
    told.caller_leaves(50, "2.1")
    told.offered(60, "3.1", ends=75)
    assert told.line()[-1][1] == "ready"


def test_a_refusal_is_a_miss(told):
    told.offered(5, ends=8, cause="17", source="PJSIP/1001-00000002")
    told.take(9)
    assert told.leg("agent")[0].ended_by == "refused"
    assert told.line()[-1] == (8, "not_ready", "missed")


def test_the_caller_who_leaves_while_it_rings_is_no_miss(told):
    told.offered(5, ends=11.998)
    told.caller_leaves(12, talking=False)
    assert told.leg("agent")[0].ended_by == "caller"
    assert told.line()[-1][1] == "ready"


def test_no_miss_is_booked_while_the_callers_end_may_still_be_on_its_way(told):
    told.offered(5, ends=11.998)
    told.take(12.01)
    assert told.line()[-1][1] == "ready"
    told.caller_leaves(12.02, talking=False)
    told.take(20)
    assert told.line()[-1][1] == "ready"


def test_who_did_not_win_the_call_missed_nothing():
    told = Told()
    for agent in ("1001", "1002"):
        told.agent(A.SIGN_IN, 0, agent)
    told.offered(5, agent="1001")
    told.rings(5, "1.1", "1002")
    told.talks(9, agent="1002")
    told.rings(5, "1.1", "1001", ends=9.1)
    assert [leg.ended_by for leg in told.leg("agent")] == ["elsewhere", ""]
    assert told.line("1001")[-1] == (9.1, "ready", "")


def test_a_short_absence_of_the_phone_counts_for_nothing(told):
    told.agent(A.UNREACHABLE, 20, interface="PJSIP/1001")
    told.agent(A.REACHABLE, 29, interface="PJSIP/1001")
    told.take(60)
    assert told.line() == [(0, "ready", "")]


def test_a_phone_away_for_over_ten_seconds_is_not_ready_from_the_moment_it_was_lost(told):
    told.agent(A.UNREACHABLE, 20, interface="PJSIP/1001")
    told.take(29)
    assert told.line() == [(0, "ready", "")]
    told.take(31)
    assert told.line() == [(0, "ready", ""), (20, "not_ready", "unreachable")]
    told.take(200)
    told.agent(A.REACHABLE, 300, interface="PJSIP/1001")
    assert told.line()[-1] == (300, "ready", "")


def test_only_the_phone_chosen_at_sign_in_counts(told):
    told.agent(A.UNREACHABLE, 20, interface="PJSIP/1001-web")
    told.take(60)
    assert told.line() == [(0, "ready", "")]


def test_unreachable_never_over_a_wrap_up(told):
    told.offered(5)
    told.talks(10)
    told.agent(A.UNREACHABLE, 12, interface="PJSIP/1001")
    told.caller_leaves(20)
    told.agent(A.PAUSE, 20.2, reason="wrap_up")
    told.agent(A.UNPAUSE, 40)
    told.take(41)
    assert told.line()[-3:] == [(10, "on_call", "talk"), (20, "wrap_up", ""), (40, "not_ready", "unreachable")]


def test_a_node_dead_for_long_makes_its_agents_unreachable(told):
    told.node(N.ALIVE, 50)
    told.node(N.LOST, 50)
    told.node(N.STARTED, 90)
    told.node(N.LINKED, 91)
    told.take(95)
    assert told.line() == [(0, "ready", ""), (50, "not_ready", "unreachable"), (90, "ready", "")]


def test_a_call_of_somebody_signed_out_is_not_in_the_states():
    told = Told()
    told.agent(A.SIGN_OUT, 0)
    told.offered(5)
    told.talks(10)
    told.caller_leaves(20)
    assert told.leg("agent")[0].answer is not None
    assert told.line() == [(0, "offline", "")]


def test_a_pause_tells_that_the_agent_had_signed_in_before_we_looked():
    told = Told()
    told.agent(A.PAUSE, 3, reason="lunch")
    assert told.line() == [(3, "not_ready", "lunch")]


def test_the_view_says_what_the_node_and_what_the_ledger_holds(told):
    told.offered(5)
    told.talks(10)
    told.caller_leaves(20)
    view = told.reducer.agents()["1001"]
    assert (view.queues, view.paused, view.state, view.wrap_until) == ({"service"}, False, "wrap_up", 1_800_000_050.0)


def test_a_long_day_is_settled_and_stays_the_same():
    told = Told(QueueRule(wrap_s=0))
    told.agent(A.SIGN_IN, 0)
    told.node(N.ALIVE, 1)
    for number in range(60):
        at = 100 * number + 50
        told.offered(at, f"{number}.1")
        told.talks(at + 10, f"{number}.1")
        told.caller_leaves(at + 40, f"{number}.1")
        told.node(N.ALIVE, at + 60)
        told.take(at + 61)
    assert len(told.line()) == 1 + 3 * 60
    line = told.reducer.lines["1001"]
    assert len(line.settled) < 6 and len(line.now.rows) < 20
    assert not told.reducer.calls
    invariants.check(told.ledger)


def test_a_node_that_died_while_the_line_was_settled():
    """The base of the line lies between the node's death and its return."""
    told = Told()
    told.agent(A.SIGN_IN, 0)
    for number in range(40):
        told.agent(A.PAUSE, 90 + number / 5, reason=f"reason{number}")
    told.agent(A.UNPAUSE, 99)
    told.node(N.LOST, 100)
    told.take_each = False
    told.node(N.STARTED, 140)
    told.node(N.ALIVE, 145)
    told.take(146)
    told.take(200)
    told.node(N.ALIVE, 205)
    told.take(206)
    told.agent(A.PAUSE, 210, reason="lunch")
    told.agent(A.UNPAUSE, 220)
    told.take(221)
    assert 100 < told.reducer.lines["1001"].base.at - T < 140
    assert told.line()[-5:] == [
        (99, "ready", ""),
        (100, "not_ready", "unreachable"),
        (140, "ready", ""),
        (210, "not_ready", "lunch"),
        (220, "ready", ""),
    ]


def test_who_signs_in_and_out_within_one_second_of_the_journal_is_out():
    """The connector was killed and knows of that second only what queue_log says."""
    told = Told(sources=(Source.JOURNAL,))
    told.agent(A.SIGN_IN, 0)
    told.agent(A.SIGN_OUT, 2)
    told.agent(A.SIGN_IN, 10)
    told.agent(A.SIGN_OUT, 10)
    told.agent(A.SIGN_IN, 13)
    told.agent(A.SIGN_OUT, 20)
    told.agent(A.SIGN_IN, 30)
    told.agent(A.SIGN_OUT, 35)  # and in again at once with another phone
    told.agent(A.SIGN_IN, 35)
    told.take(200)
    assert [row[:2] for row in told.line()] == [
        (0, "ready"),
        (2, "offline"),
        (13, "ready"),
        (20, "offline"),
        (30, "ready"),
    ]


def test_who_signs_in_during_a_call_begins_with_the_next_one():
    told = Told()
    told.agent(A.SIGN_OUT, 0)
    told.offered(5)
    told.agent(A.SIGN_IN, 8)
    told.talks(10)
    told.caller_leaves(20)
    assert told.line() == [(0, "offline", ""), (8, "ready", "")]


def test_a_call_comes_before_a_ring(told):
    told.offered(5, "1.1")
    told.talks(10, "1.1")
    told.offered(12, "2.1", ends=15)
    told.caller_leaves(20, "1.1")
    assert [row[1] for row in told.line()] == ["ready", "ringing", "on_call", "wrap_up"]


@pytest.mark.parametrize("offers_stop", [True, False])
@pytest.mark.parametrize("by_journal", [False, True])
def test_no_moment_of_ready_between_a_wrap_up_and_the_next_contact(told, offers_stop, by_journal):
    told.offered(5)
    told.talks(10)
    told.caller_leaves(20)
    told.agent(A.PAUSE, 20.2, reason="wrap_up")
    kind, reason = (A.PAUSE, "preview") if offers_stop else (A.UNPAUSE, "")
    at, source = (31, Source.JOURNAL) if by_journal else (31.31, Source.AMI)
    told.tell(AgentEvent(kind, T + at, "1001", source, "service", reason=reason))
    told.tell(AgentEvent(A.PREVIEW, T + 31.35, "1001", Source.AMI, reason="7:60"))
    began = 31.35 if offers_stop else at
    assert told.line()[-2:] == [(20, "wrap_up", ""), (pytest.approx(began, abs=1e-4), "on_call", "preview")]


def test_no_moment_of_not_ready_behind_a_contact_that_came_after_a_wrap_up(told):
    """The node says that the reservation is over, then that offers come again."""
    told.offered(5)
    told.talks(10)
    told.caller_leaves(20)
    told.agent(A.PAUSE, 20.2, reason="wrap_up")
    told.tell(AgentEvent(A.PREVIEW, T + 31.3, "1001", Source.AMI, reason="7:60"))
    told.agent(A.PAUSE, 31.4, reason="preview")
    told.tell(AgentEvent(A.RELEASE, T + 40.0, "1001", Source.AMI, reason="7"))
    told.agent(A.UNPAUSE, 40.1)
    assert [row[1] for row in told.line()][-3:] == ["wrap_up", "on_call", "ready"]
