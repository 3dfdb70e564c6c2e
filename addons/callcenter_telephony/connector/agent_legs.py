"""Legs of the phones that were offered the customer, with what they ask of their agents."""

from . import talk
from .cast import Cast
from .channels import Span
from .events import ChannelKind as K
from .ledger import Call, Leg, Offer
from .parties import NEAR_S, SOON_S, Party, author, hung_up, why_unanswered

RINGING = ("ringing", "")
DIALING = ("on_call", "dialing")
CONSULTED = ("on_call", "consult")


def add_phone(view, folded, cast: Cast, phone: Party) -> None:
    """The leg of a phone that was offered the customer; ``folded`` gets leg, duty and, while it rings, the offer."""
    role = phone.told("role") or "agent"
    leg = Leg(f"{role}-{phone.channel.uniqueid}", role, phone.agent, phone.start, phone.answer, phone.end)
    leg.via, leg.by, leg.queue = phone.told("via") or "queue", phone.told("by"), phone.told("queue")
    if phone.end is not None:
        leg.ended_by = _ended_by(folded.call, cast, phone)
    if phone.answer is not None:
        leg.start = phone.answer if leg.via == "pickup" else leg.start  # it answers by itself
        add_talker(view, folded, cast, leg, phone)
        return
    duty = add_leg(view, folded, leg, phone)
    duty.parts = [(leg.start, leg.end, *RINGING)]
    duty.missed = leg.ended_by in ("timeout", "refused") and leg.via != "pickup"
    if phone.ringing:
        folded.offers[phone.channel.uniqueid] = offer(folded.call, leg, cast)


def add_leg(view, folded, leg: Leg, phone: Party) -> talk.Duty:
    """The leg with an empty duty."""
    leg.channel = "" if leg.end is not None else phone.channel.name
    duty = talk.Duty(leg.party, folded.call.key, leg.key, leg.start, leg.end)
    duty.missed_limit = view.rule(leg.queue).missed_limit
    folded.call.legs.append(leg)
    if phone.agent:
        folded.duties.append(duty)
    return duty


def add_talker(view, folded, cast: Cast, leg: Leg, phone: Party, before: tuple[str, str] = RINGING) -> None:
    """One who talks to the customer from ``leg.answer`` on. ``before``: the agent's state until then."""
    call, away = folded.call, phone.away(leg.end)
    consults = [(start, end) for start, end, sub in away if sub == "consult"] + _second_calls(cast, phone)
    leg.consult = talk.within(talk.joined(consults), leg.answer, leg.end)
    holds, unseen = talk.holds_within(phone.channel, leg.answer, leg.end, view.life.gaps)
    gone = talk.within([(start, end) for start, end, _sub in away], leg.answer, leg.end)
    leg.hold = talk.without(talk.joined(holds + gone), leg.consult)
    duty = add_leg(view, folded, leg, phone)
    duty.parts = [(leg.start, leg.answer, *before)] if leg.answer > leg.start else []
    duty.parts += talk.talk_parts(leg.answer, leg.end, leg.hold, leg.consult)
    duty.handled = leg.role != "conference"
    duty.wrap_s = view.rule(leg.queue).wrap_s if duty.handled else 0.0
    if unseen and "hold_unknown" not in call.marks:
        call.marks.append("hold_unknown")


def offer(call: Call, leg: Leg, cast: Cast) -> Offer:
    """What the pop needs while the phone of ``leg`` rings."""
    return Offer(
        call=call.key,
        agent=leg.party,
        number=call.number,
        name=call.name,
        did=call.did,
        queue=leg.queue,
        keys=cast.path.keys,
        at=leg.start,
        waiting_since=cast.path.waiting_since or call.start,
        role=leg.role,
        by=leg.by,
    )


def why_talk_ended(call: Call, cast: Cast, one: Party, word: str) -> str:
    """``ended_by`` of one who talked to the customer and did not give the call to anybody."""
    channel, customer = one.channel, cast.customer
    if channel.fault:
        return "fault"
    if author(channel):
        return author(channel)
    if hung_up(channel) or cast.path.went_on(one.end):
        return word
    if customer.end is not None and customer.end - one.end <= SOON_S:
        return call.ended_by
    return "system"


def _ended_by(call: Call, cast: Cast, phone: Party) -> str:
    if phone.answer is None:
        return why_unanswered(phone, cast.customer, cast.phones, call.ended_by == "caller")
    return given_away(cast, phone.agent, phone.end) or why_talk_ended(call, cast, phone, cast.word(phone))


def given_away(cast: Cast, agent: str, end: float) -> str:
    """``transfer``, ``left`` or ``supervisor`` when the customer went on with others as this agent's leg ended, else
    nothing."""
    for one in cast.asked:
        if agent and one.told("by") == agent and one.answer is not None and _goes_on(one, end):
            return "transfer" if one.answer >= end - NEAR_S else "left"
    for fact in cast.customer.marks:
        if fact.event.kind is K.TRANSFER and fact.event.data.get("by") == agent and abs(fact.at - end) <= SOON_S:
            return "transfer"
    taken = [one.answer for one in cast.watchers if one.answer is not None and one.agent != agent]
    return "supervisor" if any(abs(at - end) <= NEAR_S for at in taken) else ""


def _goes_on(one: Party, end: float) -> bool:
    return one.answer <= end + SOON_S and (one.end is None or one.end > end)


def _second_calls(cast: Cast, phone: Party) -> list[Span]:
    """The agent's other calls, to ask somebody."""
    mine = [one for one in cast.second if (one.inside or one.out).event.data.get("agent") == phone.agent]
    return [((one.inside or one.out).at, one.end) for one in mine]
