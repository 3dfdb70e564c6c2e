"""Facts about agents that are known by the whole second only, as queue_log has them."""

import pytest
from callcenter_telephony.connector.events import AgentKind as A
from callcenter_telephony.connector.events import Source
from told import Told


@pytest.mark.parametrize("sources", [(Source.JOURNAL,), (Source.AMI,), (Source.AMI, Source.JOURNAL)])
def test_a_change_of_phone_within_a_second(sources):
    told = Told(sources=sources)
    told.agent(A.SIGN_IN, 0)
    told.agent(A.SIGN_OUT, 60.5)
    told.agent(A.SIGN_IN, 60.54)
    told.take(100)
    assert told.line()[-1][1] == "ready"


@pytest.mark.parametrize("sources", [(Source.JOURNAL,), (Source.AMI,), (Source.AMI, Source.JOURNAL)])
def test_a_changed_reason_is_no_moment_of_ready(sources):
    told = Told(sources=sources)
    told.agent(A.SIGN_IN, 0)
    told.agent(A.PAUSE, 10.2, reason="lunch")
    told.sources = [Source.JOURNAL] if Source.JOURNAL in sources else sources
    told.agent(A.UNPAUSE, 60.5)  # app_queue logs it so; AMI tells of the new reason alone
    told.sources = sources
    told.agent(A.PAUSE, 60.5, reason="training")
    told.take(100)
    assert [row[1:] for row in told.line()] == [("ready", ""), ("not_ready", "lunch"), ("not_ready", "training")]


def test_wrap_up_saved_within_the_second_it_began_by_the_journal_alone():
    told = Told(sources=(Source.JOURNAL,))
    told.agent(A.SIGN_IN, 0)
    told.offered(5)
    told.talks(10)
    told.caller_leaves(20.3)
    told.agent(A.PAUSE, 20.3, reason="wrap_up")
    told.agent(A.UNPAUSE, 20.9)
    told.take(200)
    assert told.line()[-1][1] == "ready"
    assert told.call().wrap_s < 1


@pytest.mark.parametrize("sources", [(Source.JOURNAL,), (Source.AMI,), (Source.AMI, Source.JOURNAL)])
def test_a_wish_within_the_last_second_of_a_call(sources):
    told = Told(sources=sources)
    told.agent(A.SIGN_IN, 0)
    told.offered(5)
    told.talks(10)
    told.agent(A.PAUSE, 20.1, reason="lunch")
    told.caller_leaves(20.6)
    told.agent(A.PAUSE, 20.6, reason="wrap_up")
    told.take(40)
    assert told.line()[-1][1:] == ("wrap_up", "")
    told.agent(A.PAUSE, 50.7, reason="lunch")
    assert [row[1:] for row in told.line()[-2:]] == [("wrap_up", ""), ("not_ready", "lunch")]


def test_a_sign_out_known_by_the_second_does_not_jump_over_a_sign_in_known_exactly():
    """A connector that comes up in the middle: the journal tells of the sign-out, AMI of all that follows."""
    told = Told(sources=(Source.JOURNAL,))
    told.agent(A.SIGN_IN, 0)
    told.agent(A.SIGN_OUT, 51.452)
    told.sources = (Source.AMI, Source.JOURNAL)
    told.agent(A.SIGN_IN, 51.5)
    told.offered(51.6)
    told.talks(51.7)
    told.caller_leaves(51.8)
    told.agent(A.PAUSE, 51.81, reason="wrap_up")
    told.take(52)
    assert told.line()[-1] == (51.8, "wrap_up", "")
