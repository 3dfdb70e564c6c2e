"""The agents and outside parties of a call, and who hung up on whom."""

from dataclasses import dataclass

from . import talk
from .channels import Channel, Span, together
from .events import ChannelKind as K

NEAR_S = 0.5  # what ends with something else ends within this
AT_ONCE_S = 0.1  # who leaves with somebody else leaves within this
SOON_S = 2.0  # so long the node may take for what follows from something
REFUSALS = (17, 21)  # Q.850: busy, rejected
AWAY = {K.CONSULT: "consult", K.HELD: "hold"}  # marks of an agent who leaves the customer to come back


@dataclass(slots=True)
class Party:
    """One phone of ours or of a far end, seen from the customer's channel."""

    channel: Channel
    start: float
    spans: list[Span]  # with the customer in one bridge
    answer: float | None
    end: float | None

    @property
    def ringing(self) -> bool:
        return self.answer is None and self.end is None

    @property
    def trunk(self) -> str:
        """The trunk that it was dialled over; nothing for a phone of ours."""
        return trunk_of(self.channel)

    @property
    def agent(self) -> str:
        """The extension; nothing for a party over a trunk."""
        fact = self.channel.offer or self.channel.out or self.channel.watch
        return fact.event.data.get("agent", "") if fact is not None else ""

    def told(self, name: str) -> str:
        """A value of the mark that says why this party is in the call."""
        fact = self.channel.offer or self.channel.dial or self.channel.out
        return fact.event.data.get(name, "") if fact is not None else ""

    def away(self, end: float | None) -> list[tuple[float, float | None, str]]:
        """The stretches without the customer until ``end``, each of them hold or consult."""
        return [part for gap in talk.away(self.spans, end) for part in _away_parts(self.channel, *gap)]


def party(channel: Channel, start: float, customer: Channel | None) -> Party:
    """``end`` is when it left the customer for good; of a phone that was never with the customer, when its channel or
    the customer's ended, whichever came first.
    """
    ends = [one.end for one in (channel, customer) if one is not None and one.end is not None]
    spans = talk.joined(together(channel, customer)) if customer is not None else []
    spans = [(max(begin, start), end) for begin, end in spans if end is None or end > start]
    if not spans:
        return Party(channel, start, [], None, max(min(ends), start) if ends else None)
    left = spans[-1][1]
    if ends and left is not None and any(at >= left - NEAR_S for at, _sub in _away_marks(channel)):
        left = max(left, min(ends))  # away from the customer, but not gone
    return Party(channel, start, spans, spans[0][0], left if ends else None)


def trunk_of(channel: Channel | None) -> str:
    """The trunk that a channel was dialled over; nothing for a phone of ours, and for nobody."""
    return channel.dial.event.data.get("trunk", "") if channel is not None and channel.dial is not None else ""


def hung_up(channel: Channel) -> bool:
    """The party of this channel hung up itself."""
    if channel.bye is not None:
        return channel.bye.event.data.get("by") == "agent"
    return channel.source == channel.name != ""


def author(channel: Channel) -> str:
    """``agent``, ``supervisor``, ``system`` when a mark of ours says on whose behalf the channel was hung up."""
    return channel.bye.event.data.get("by", "") if channel.bye is not None else ""


def why_unanswered(phone: Party, customer: Channel, others: list[Party], customer_left: bool) -> str:
    """How an offer ended that its agent did not answer: metrics 1.3, ``ended_by``."""
    channel, end = phone.channel, phone.end
    if channel.fault:
        return "fault"
    if hung_up(channel) or channel.cause in REFUSALS:
        return "refused"
    if picked := _picked_up(phone, customer):
        return picked
    if any(_took_it(other, phone) for other in others):
        return "elsewhere"
    tried_on = any(other.start >= end for other in others if other is not phone)
    if customer_left and not tried_on and customer.end is not None and abs(customer.end - end) <= NEAR_S:
        return "caller"
    return "timeout"


def _picked_up(phone: Party, customer: Channel) -> str:
    """``pickup`` when a colleague took the call from this very phone, ``elsewhere`` when from another that rang."""
    for fact in customer.marks:
        if fact.event.kind is K.PICKED and abs(fact.at - phone.end) <= SOON_S:
            return "pickup" if fact.event.data.get("of") == phone.agent else "elsewhere"
    return ""


def _took_it(other: Party, phone: Party) -> bool:
    """The other phone rang at the same time, and was answered just as this one fell silent."""
    if other is phone or other.start >= phone.end:
        return False
    at = other.channel.answer if other.channel.answer is not None else other.answer
    return at is not None and phone.start <= at <= phone.end + NEAR_S and (other.end is None or other.end >= phone.end)


def _away_marks(channel: Channel) -> list[tuple[float, str]]:
    return [(fact.at, AWAY[fact.event.kind]) for fact in channel.marks if fact.event.kind in AWAY]


def _away_parts(channel: Channel, left: float, again: float | None) -> list[tuple[float, float | None, str]]:
    marks = [mark for mark in _away_marks(channel) if mark[0] >= left - NEAR_S and (again is None or mark[0] <= again)]
    subs = [(left, marks[0][1] if marks else "hold"), *marks[1:]]
    ends = [at for at, _sub in subs[1:]] + [again]
    return [(at, end, sub) for (at, sub), end in zip(subs, ends, strict=True)]
