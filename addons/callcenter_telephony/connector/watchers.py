"""Legs of supervisors: ``supervisor`` for each way of watching, ``target`` after the call was taken over."""

from .agent_legs import add_leg, add_talker, why_talk_ended
from .cast import Cast
from .ledger import Leg
from .merge import Fact
from .parties import Party, author, hung_up
from .talk import Duty

TAKEOVER = "takeover"
WATCHING = ("on_call", "monitor")


def add_watcher(view, folded, cast: Cast, one: Party) -> None:
    """All legs of one who watched, one after the other."""
    marks = [fact for fact in one.channel.marks if fact.event.kind is one.channel.watch.event.kind]
    for fact, following in zip(marks, [*marks[1:], None], strict=True):
        if fact.event.data.get("mode") == TAKEOVER:
            _take_over(view, folded, cast, one, fact)
            return
        _watch(view, folded, cast, one, fact, following)


def _watch(view, folded, cast: Cast, one: Party, fact: Fact, following: Fact | None) -> None:
    ends = [at for at in (following and following.at, one.end) if at is not None]
    end = max(min(ends), fact.at) if ends else None
    leg = Leg(f"supervisor-{fact.at:.6f}-{one.channel.uniqueid}", "supervisor", one.agent, fact.at, None, end)
    leg.mode = fact.event.data.get("mode", "")
    if following is not None and end == following.at:
        leg.ended_by = "joined" if following.event.data.get("mode") == TAKEOVER else "moved"
    elif end is not None:
        leg.ended_by = _why_over(folded.call, cast, one)
    duty: Duty = add_leg(view, folded, leg, one)
    duty.parts = [(leg.start, leg.end, *WATCHING)]


def _why_over(call, cast: Cast, one: Party) -> str:
    if one.channel.fault:
        return "fault"
    if author(one.channel) or hung_up(one.channel):
        return "supervisor"
    return call.ended_by or "system"


def _take_over(view, folded, cast: Cast, one: Party, fact: Fact) -> None:
    answer = one.answer if one.answer is not None else fact.at
    end = None if one.end is None else max(one.end, answer)
    leg = Leg(f"target-{one.channel.uniqueid}", "target", one.agent, answer, answer, end, via=TAKEOVER, by=one.agent)
    leg.queue = cast.path.queue_at(answer)
    if leg.end is not None:
        leg.ended_by = why_talk_ended(folded.call, cast, one, "target")
    add_talker(view, folded, cast, leg, one)
