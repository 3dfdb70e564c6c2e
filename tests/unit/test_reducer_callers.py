"""What callers of a queue leave behind: wishes without a number, messages, answers to several questions."""

import pytest
from callcenter_telephony.connector.events import ChannelKind as K
from told import CALLER, T


def waits(told, number="+8613800000001"):
    told.channel(K.START, 5, "1.1")
    told.channel(K.IN, 5, "1.1", did="4002", number=number)
    told.channel(K.QUEUE, 5, "1.1", queue="service", via="queue")


def gone(told, at, source=CALLER):
    told.channel(K.HANGUP, at, "1.1", hangupcause="16", hangupsource=source)
    told.channel(K.LINKEDID_END, at, "1.1")


def wishes(told, at):
    told.channel(K.QUEUE_END, at, "1.1", queue="service", status="KEY", next="callback")
    told.channel(K.IVR, at, "1.1", flow="callback_confirm", version="1", step="number")


def test_who_leaves_no_number_has_given_up(told):
    waits(told, "")
    wishes(told, 40)
    gone(told, 44)
    assert (told.call().result, told.leg("queue")[0].outcome) == ("abandoned", "abandoned")


def test_the_last_number_given_is_the_one_to_call(told):
    waits(told)
    wishes(told, 40)
    for number in ("+8613800000001", "+8613800000002"):
        told.channel(K.CALLBACK, 41, "1.1", number=number, queue="service")
    gone(told, 48)
    assert (told.call().result, told.call().callback_number) == ("callback", "+8613800000002")


def test_back_in_the_line_it_was_no_wish(told):
    waits(told, "")
    wishes(told, 40)
    told.channel(K.QUEUE, 60, "1.1", queue="service", via="queue")
    gone(told, 90)
    assert [leg.outcome for leg in told.leg("queue")] == ["moved", "abandoned"]
    assert told.call().result == "abandoned"


@pytest.mark.parametrize(
    ("ended", "seconds", "result"), [(21, 6, "voicemail"), (None, 15, "voicemail"), (16, 1, "unanswered")]
)
def test_a_message_lasts_to_its_end_or_the_caller_s(told, ended, seconds, result):
    waits(told)
    told.channel(K.QUEUE_END, 10, "1.1", queue="service", status="TIMEOUT", next="voicemail")
    told.channel(K.VOICEMAIL, 10, "1.1", box="night")
    told.channel(K.MESSAGE, 15, "1.1", box="night", file="message.raw")
    if ended:
        told.channel(K.MESSAGE_END, ended, "1.1", box="night")
    gone(told, 30)
    (leg,) = told.leg("voicemail")
    assert (leg.party, leg.start - T, leg.end - T, leg.message_s) == ("night", 10, 30, seconds)
    assert (told.call().result, told.call().voicemail_s) == (result, 20)


def test_of_several_questions_the_first_is_the_rating(told):
    waits(told)
    told.channel(K.QUEUE_END, 20, "1.1", queue="service", status="CONTINUE", next="survey")
    told.channel(K.SURVEY, 20, "1.1", flow="survey")
    told.channel(K.RATING, 25, "1.1", key="5", question="1")
    told.channel(K.RATING, 30, "1.1", key="2", question="3")
    gone(told, 31)
    assert told.call().rating == "5"
    assert next(leg for leg in told.call().legs if leg.flow == "survey").keys == "5-2"
