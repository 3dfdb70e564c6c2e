"""Facts on their way into the reducer: held back until the journal is read, and none in the way of another."""

from callcenter_telephony.connector.events import ChannelEvent, ChannelKind, Source
from callcenter_telephony.connector.intake import Intake


class Journal:
    def __init__(self, *portions):
        self.portions = list(portions)

    def read(self):
        return self.portions.pop(0) if self.portions else None


class Reducer:
    def __init__(self, refused=()):
        self.refused, self.fed = refused, []

    def feed(self, events, now):
        if set(events) & set(self.refused):
            raise KeyError("a fault of the reducer")
        self.fed += events


def event(at):
    return ChannelEvent(ChannelKind.ANSWER, float(at), "1.1", "1.1", "PJSIP/x-1", Source.AMI)


def from_ami(message):
    if message["Event"] == "Garbled":
        raise ValueError("not whole")
    return event(message["At"]) if message["Event"] == "CEL" else None


def told(*moments):
    return [{"Event": "CEL", "At": at} for at in moments]


def test_ami_waits_until_the_journal_is_read_to_its_end():
    reducer = Reducer()
    intake = Intake(reducer, Journal([event(1)], [event(2)]), from_ami)
    intake.from_ami(told(4, 5))
    assert reducer.fed == []
    while intake.from_journal():
        pass
    intake.go_live()
    intake.from_ami(told(6))
    assert [fact.at for fact in reducer.fed] == [1, 2, 4, 5, 6]


def test_only_what_is_told_live_counts_for_the_lag():
    intake = Intake(Reducer(), Journal([event(1)]), from_ami)
    intake.from_ami(told(2))
    intake.from_journal()
    intake.go_live()
    intake.from_ami(told(3, 4))
    assert intake.moments() == [3, 4]
    assert intake.moments() == []


def test_an_event_that_cannot_be_taken_is_set_aside_and_counted():
    bad = event(2)
    reducer = Reducer(refused=[bad])
    intake = Intake(reducer, Journal(), from_ami)
    intake.go_live()
    intake.from_ami([*told(1, 2), {"Event": "Garbled"}, {"Event": "Other"}, *told(3)])
    assert [fact.at for fact in reducer.fed] == [1, 3]
    assert intake.refused == 2
