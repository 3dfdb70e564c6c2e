"""Legs of parties over a trunk who get the customer: by overflow or blind transfer."""

from .cast import Cast
from .ledger import Call, Leg
from .parties import SOON_S, Party, hung_up
from .results import ENDED_BY_CAUSE


def outside_leg(call: Call, cast: Cast, one: Party) -> Leg:
    """The leg of ``one``, dialled for the customer."""
    leg = Leg(f"outside-{one.channel.uniqueid}", "outside", one.told("number"), one.start, one.answer, one.end)
    leg.via, leg.by, leg.trunk = one.told("via") or "overflow", one.told("by"), one.trunk
    if one.end is None:
        leg.channel = one.channel.name
    else:
        leg.ended_by = _ended_by(call, cast, one)
    return leg


def _ended_by(call: Call, cast: Cast, one: Party) -> str:
    channel, customer = one.channel, cast.customer
    if channel.fault:
        return "fault"
    if hung_up(channel) and one.answer is not None:
        return "outside"
    if one.answer is None and channel.cause in ENDED_BY_CAUSE:
        return ENDED_BY_CAUSE[channel.cause]
    if customer.end is not None and customer.end - one.end <= SOON_S:
        return call.ended_by
    return "no_answer" if one.answer is None else "system"
