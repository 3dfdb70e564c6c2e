"""The fold of a call that came in: the customer's way through flows and queues, and the phones that were offered it."""

from . import results, talk
from .channels import Channel
from .events import ChannelKind as K
from .ledger import Call, Leg, Offer
from .merge import RANK
from .owners import share
from .parties import Party, author, hung_up, party, why_unanswered
from .path import Path

NORMAL = 16  # Q.850: normal clearing
NO_CAUSES = (0, 26)  # what Asterisk gives when nobody named a cause: nothing, or "answered elsewhere" left by app_queue


def fold(view, customer: Channel, folded) -> None:
    """Fill ``folded`` (see calls.Folded) with the call, its legs, duties and offers."""
    phones = [party(one, one.offer.at, customer) for one in view.channels.by_id.values() if one.offer is not None]
    phones.sort(key=lambda phone: (phone.start, phone.channel.uniqueid))
    far_ends = [party(one, one.dial.at, customer) for one in view.channels.by_id.values() if one.dial is not None]
    call = folded.call = _call(view, customer)
    path = _walk(customer, phones + far_ends)
    left_by = _ended_by(customer, phones, far_ends, path)
    call.ended_by = left_by if customer.end is not None else ""
    path.close(customer.end, call.ended_by)
    call.legs = [_caller_leg(call, customer), *path.legs]
    for phone in phones:
        _add_phone(view, folded, customer, phone, phones, path)
    for far_end in far_ends:
        call.legs.append(_outside_leg(far_end, customer, call))
    _sum_up(view, call, customer, phones, path)


def _call(view, customer: Channel) -> Call:
    call = Call(key=view.key, start=customer.start, end=customer.end)
    for fact in customer.marks:
        if fact.event.kind is K.IN:
            call.number, call.did = fact.event.data.get("number", ""), fact.event.data.get("did", "")
            call.name = fact.event.caller_name
            break
    else:
        first = customer.marks[0].event
        call.number, call.name = first.caller_number, first.caller_name
    if customer.fault:
        call.marks.append("fault")
    elif customer.end is not None:
        call.cause = NORMAL if customer.cause in NO_CAUSES else customer.cause
    return call


def _walk(customer: Channel, parties: list[Party]) -> Path:
    path = Path()
    steps = [(fact.at, fact.rank, fact.event) for fact in customer.marks]
    steps += [(one.answer, RANK[K.BRIDGE_ENTER], None) for one in parties if one.answer is not None]
    for at, _rank, event in sorted(steps, key=lambda step: step[:2]):
        if event is None:
            path.answered(at)
        else:
            path.step(at, event)
    return path


def _ended_by(customer: Channel, phones: list[Party], far_ends: list[Party], path: Path) -> str:
    """Who ended the customer's leg. The source that Asterisk names is the first one ever set on the channel, so it
    stays the agent's after the agent has left and the customer went on to a survey."""
    if customer.fault:
        return "fault"
    others = [(one, "agent") for one in phones] + [(one, "outside") for one in far_ends]
    talked = [(one, who) for one, who in others if one.answer is not None and not path.went_on(one.end)]
    if path.left_by_agent and talked:
        return author(talked[-1][0].channel) or "agent"
    if author(customer):
        return author(customer)
    if hung_up(customer):
        return "caller"
    for one, who in talked:
        if hung_up(one.channel):
            return author(one.channel) or who
    return "system" if customer.source.startswith("dialplan") else "caller"


def _caller_leg(call: Call, customer: Channel) -> Leg:
    return Leg(
        key="caller",
        role="caller",
        party=call.number,
        start=customer.start,
        end=customer.end,
        ended_by=call.ended_by,
        channel="" if customer.end is not None else customer.name,
    )


def _add_phone(view, folded, customer: Channel, phone: Party, phones: list[Party], path: Path) -> None:
    call, channel = folded.call, phone.channel
    data = channel.offer.event.data
    leg = Leg(
        key=f"agent-{channel.uniqueid}",
        role="agent",
        party=data.get("agent", ""),
        start=phone.start,
        answer=phone.answer,
        end=phone.end,
        via=data.get("via") or "queue",
        queue=data.get("queue", ""),
        channel="" if phone.end is not None else channel.name,
    )
    rule = view.rule(leg.queue)
    duty = talk.Duty(leg.party, call.key, leg.key, leg.start, leg.end, missed_limit=rule.missed_limit)
    if phone.end is not None:
        leg.ended_by = _phone_ended_by(phone, customer, phones, path, call.ended_by)
    if phone.answer is None:
        duty.parts = [(leg.start, leg.end, "ringing", "")]
        duty.missed = leg.ended_by in ("timeout", "refused")
    else:
        holds, unseen = talk.holds_within(channel, phone.answer, phone.end, view.life.gaps)
        leg.hold = talk.joined(holds + talk.away(phone.spans, phone.end))
        duty.parts = [(leg.start, phone.answer, "ringing", "")] if phone.answer > leg.start else []
        duty.parts += talk.talk_parts(phone.answer, phone.end, leg.hold)
        duty.handled, duty.wrap_s = True, rule.wrap_s
        if unseen and "hold_unknown" not in call.marks:
            call.marks.append("hold_unknown")
    call.legs.append(leg)
    folded.duties.append(duty)
    if phone.ringing and channel.offer is not None:
        folded.offers[channel.uniqueid] = _offer(call, leg, path)


def _offer(call: Call, leg: Leg, path: Path) -> Offer:
    return Offer(
        call=call.key,
        agent=leg.party,
        number=call.number,
        name=call.name,
        did=call.did,
        queue=leg.queue,
        keys=path.keys,
        at=leg.start,
        waiting_since=path.waiting_since or call.start,
    )


def _phone_ended_by(phone: Party, customer: Channel, phones: list[Party], path: Path, customer_ended_by: str) -> str:
    if phone.answer is None:
        return why_unanswered(phone, customer, phones, customer_ended_by == "caller")
    if phone.channel.fault:
        return "fault"
    if author(phone.channel):
        return author(phone.channel)
    if hung_up(phone.channel) or path.went_on(phone.end):
        return "agent"
    if customer.end is not None and customer.end - phone.end <= 2.0:
        return customer_ended_by
    return "system"


def _outside_leg(far_end: Party, customer: Channel, call: Call) -> Leg:
    channel = far_end.channel
    leg = Leg(
        key=f"outside-{channel.uniqueid}",
        role="outside",
        party=channel.dial.event.data.get("number", ""),
        start=far_end.start,
        answer=far_end.answer,
        end=far_end.end,
        via=channel.dial.event.data.get("via") or "overflow",
        channel="" if far_end.end is not None else channel.name,
    )
    if far_end.end is not None:
        if channel.fault:
            leg.ended_by = "fault"
        elif hung_up(channel) and far_end.answer is not None:
            leg.ended_by = "outside"
        elif customer.end is not None and customer.end - far_end.end <= 2.0:
            leg.ended_by = call.ended_by
        else:
            leg.ended_by = results.ENDED_BY_CAUSE.get(channel.cause, "no_answer")
    return leg


def _sum_up(view, call: Call, customer: Channel, phones: list[Party], path: Path) -> None:
    talked = sorted((phone.answer, phone.channel.offer.event.data.get("agent", "")) for phone in phones if phone.answer)
    if talked:
        call.agent = talked[0][1]
        call.last_handler = talked[-1][1] if talked[-1][1] != call.agent else ""
    call.queue, call.rating, call.survey_offered = path.first_queue, path.rating, path.survey_offered
    rule = view.rule(call.queue)
    if customer.end is not None:
        claims = results.claims(call.legs)
        for owner, seconds in share(customer.start, customer.end, claims, "ivr").items():
            setattr(call, f"{owner}_s", seconds)
        call.result = results.inbound(call, path, rule)
    call.service_level = results.service_level(call, path, rule)
