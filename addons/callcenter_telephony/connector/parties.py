"""The agents and outside parties of a call, and who hung up on whom."""

from dataclasses import dataclass

from . import talk
from .channels import Channel, Span, together

NEAR_S = 0.5  # what ends with something else ends within this
REFUSALS = (17, 21)  # Q.850: busy, rejected


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


def party(channel: Channel, start: float, customer: Channel | None) -> Party:
    """``end`` is when it left the customer for good; of a phone that was never with the customer, when its channel or
    the customer's ended, whichever came first.
    """
    ends = [one.end for one in (channel, customer) if one is not None and one.end is not None]
    spans = talk.joined(together(channel, customer)) if customer is not None else []
    spans = [(max(begin, start), end) for begin, end in spans if end is None or end > start]
    if not spans:
        return Party(channel, start, [], None, max(min(ends), start) if ends else None)
    return Party(channel, start, spans, spans[0][0], spans[-1][1] if ends else None)


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
    if any(_took_it(other, phone) for other in others):
        return "elsewhere"
    if customer_left and customer.end is not None and abs(customer.end - end) <= NEAR_S:
        return "caller"
    return "timeout"


def _took_it(other: Party, phone: Party) -> bool:
    """The other phone rang at the same time, and was answered just as this one fell silent."""
    if other is phone or other.start >= phone.end:
        return False
    at = other.channel.answer if other.channel.answer is not None else other.answer
    return at is not None and phone.start <= at <= phone.end + NEAR_S and (other.end is None or other.end >= phone.end)
