"""Legs of those who are asked for advice: ``consult``, then perhaps ``conference``, then ``target`` or ``outside``."""

from .agent_legs import CONSULTED, RINGING, add_leg, add_talker, given_away, offer, why_talk_ended
from .cast import Cast
from .channels import Channel, together
from .events import ChannelKind as K
from .ledger import Call, Leg
from .parties import AT_ONCE_S, NEAR_S, REFUSALS, SOON_S, Party, author, hung_up
from .results import ENDED_BY_CAUSE


def add_asked(view, folded, cast: Cast, one: Party) -> None:
    """All legs of one who was asked, one after the other."""
    by = _asker(cast, one)
    joined, left = one.answer, _left(cast, by, one)
    three = joined is not None and _with_both(cast, by, joined)
    if joined is not None and not three and left is not None and abs(left - joined) <= SOON_S:
        joined = left
    _consult(view, folded, cast, one, by, joined)
    if three:
        _confer(view, folded, cast, one, joined, left)
        if left is not None:
            _take_over(view, folded, cast, one, by, left, "three_way")
    elif joined is not None:
        _take_over(view, folded, cast, one, by, joined, "transfer_attended")


def _consult(view, folded, cast: Cast, one: Party, by: str, joined: float | None) -> None:
    end = one.end if joined is None else joined
    answer = _answered(cast, by, one)
    leg = _leg(one, "consult", by, one.start, answer if None in (answer, end) else min(answer, end), end)
    if leg.end is not None:
        leg.ended_by = "joined" if joined is not None else _why_not(folded.call, cast, by, one, leg)
    duty = add_leg(view, folded, leg, one)
    rung = leg.end if leg.answer is None else leg.answer
    duty.parts = [(leg.start, rung, *RINGING)] if rung is None or rung > leg.start else []
    if leg.answer is not None:
        duty.parts.append((leg.answer, leg.end, *CONSULTED))
    elif one.ringing and one.agent:
        folded.offers[one.channel.uniqueid] = offer(folded.call, leg, cast)


def _confer(view, folded, cast: Cast, one: Party, start: float, left: float | None) -> None:
    """The stretch with agent and customer, to when the agent left them."""
    leg = _leg(one, "conference", "", start, start, one.end if left is None else left)
    leg.via = "three_way"
    if leg.end is not None:
        leg.ended_by = "joined" if left is not None else why_talk_ended(folded.call, cast, one, cast.word(one))
    add_talker(view, folded, cast, leg, one)


def _take_over(view, folded, cast: Cast, one: Party, by: str, start: float, via: str) -> None:
    leg = _leg(one, "target" if one.agent else "outside", by, start, start, one.end)
    leg.via = via
    leg.queue = cast.path.queue_at(start) if one.agent else ""
    if leg.end is not None:
        given = given_away(cast, one.agent, one.end)
        leg.ended_by = given or why_talk_ended(folded.call, cast, one, cast.word(one))
    add_talker(view, folded, cast, leg, one)


def _leg(one: Party, role: str, by: str, start: float, answer: float | None, end: float | None) -> Leg:
    who = one.agent or one.told("number")
    return Leg(f"{role}-{one.channel.uniqueid}", role, who, start, answer, end, by=by, trunk=one.trunk)


def _asker(cast: Cast, one: Party) -> str:
    """Extension of the agent who asked: told by the mark, or whose other call it is."""
    if one.told("by"):
        return one.told("by")
    calls = [channel for channel in cast.second if together(channel, one.channel)]
    return (calls[0].inside or calls[0].out).event.data.get("agent", "") if calls else ""


def _channels_of(cast: Cast, agent: str) -> list[Channel]:
    mine = [phone.channel for phone in (*cast.phones, *cast.asked) if phone.agent == agent]
    return mine + [one for one in cast.second if (one.inside or one.out).event.data.get("agent") == agent]


def _answered(cast: Cast, by: str, one: Party) -> float | None:
    """When the one asked and the agent could talk; who took over while it rang has answered then."""
    spans = [span for channel in _channels_of(cast, by) for span in together(channel, one.channel)]
    return max(min(spans)[0], one.start) if spans else one.answer


def _talks(cast: Cast, by: str, until: float) -> list[Party]:
    """The phones with which the agent who asked talked to the customer before."""
    talkers = [phone for phone in (*cast.phones, *cast.asked) if phone.agent == by and phone.answer is not None]
    return [phone for phone in talkers if phone.answer <= until]


def _with_both(cast: Cast, by: str, at: float) -> bool:
    """The agent who asked was with the customer, too."""
    spans = [span for phone in _talks(cast, by, at) for span in phone.spans]
    return any(start <= at + NEAR_S and (end is None or end > at + AT_ONCE_S) for start, end in spans)


def _left(cast: Cast, by: str, one: Party) -> float | None:
    """When the agent who asked was gone and the customer was with the one who was asked."""
    ends = [phone.end for phone in _talks(cast, by, one.answer)] if one.answer is not None else []
    if not ends or None in ends:
        return None
    left = max(ends)
    return left if one.end is None or left < one.end else None


def _why_not(call: Call, cast: Cast, by: str, one: Party, leg: Leg) -> str:
    """Why one who was asked never came to the customer."""
    channel, customer = one.channel, cast.customer
    if channel.fault:
        return "fault"
    if author(channel):
        return author(channel)
    if hung_up(channel) and leg.answer is not None:
        return cast.word(one)
    if customer.end is not None and abs(customer.end - leg.end) <= NEAR_S:
        return call.ended_by
    if leg.answer is not None or _given_up(cast, by, leg.end):
        return "agent"
    if not one.agent:
        return ENDED_BY_CAUSE.get(channel.cause, "no_answer")
    return "refused" if hung_up(channel) or channel.cause in REFUSALS else "timeout"


def _given_up(cast: Cast, by: str, end: float) -> bool:
    """The agent who asked hung up or went back while it rang."""
    channels = _channels_of(cast, by)
    marks = [fact for channel in channels for fact in channel.marks if fact.event.kind is K.BACK]
    back = [fact.at for fact in marks if fact.event.data.get("why") == "cancel"]
    gone = [channel.end for channel in channels if channel.end is not None]
    return any(abs(at - end) <= NEAR_S for at in back + gone)
