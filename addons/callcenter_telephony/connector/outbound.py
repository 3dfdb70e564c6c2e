"""The fold of a call that an agent made: to a customer over a trunk, or to a colleague."""

from . import talk
from .agent_legs import DIALING, add_talker, given_away, why_talk_ended
from .cast import Cast, cast_of, sum_up, who_ended
from .channels import Channel
from .inbound import add_parties
from .ledger import Call, Leg
from .owners import share
from .parties import Party, author, hung_up, party, trunk_of
from .results import ENDED_BY_CAUSE, RESULT_BY_CAUSE, claims

KINDS = ("manual", "preview", "progressive", "predictive", "callback", "broadcast")
NO_ANSWER = 19  # Q.850: what our own dial timeout means


def fold(view, dialler: Channel, folded) -> None:
    """Fill ``folded`` (see calls.Folded) with the call, its legs and duties."""
    if dialler.out is not None:
        _fold_out(view, dialler, folded)
    else:
        _fold_internal(view, dialler, folded)


def _fold_out(view, dialler: Channel, folded) -> None:
    data = dialler.out.event.data
    start, kind = dialler.out.at, data.get("kind") if data.get("kind") in KINDS else "manual"
    far_end = _far_end(view, dialler)
    call = folded.call = Call(
        key=view.key,
        direction="outbound",
        kind=kind,
        number=data.get("number", ""),
        command=data.get("command", ""),
        campaign=data.get("campaign", ""),
        contact=data.get("contact", ""),
        start=start,
    )
    if far_end is not None and far_end.answer is not None:
        _fold_answered(view, dialler, far_end.channel, folded)
    else:
        _fold_untaken(view, dialler, far_end, folded)
    if call.end is not None:
        for owner, seconds in share(call.start, call.end, claims(call.legs), "ring").items():
            setattr(call, f"{owner}_s", seconds)


def _far_end(view, dialler: Channel) -> Party | None:
    """The dialled party; where a second trunk was tried, the one that answered or else the last."""
    dialled = [one for one in view.channels.by_id.values() if one.dial is not None and not _for_another(one)]
    tried = [party(one, one.dial.at, dialler) for one in dialled]
    answered = [one for one in tried if one.answer is not None]
    return min(answered or tried[-1:], key=lambda one: one.start, default=None)


def _for_another(channel: Channel) -> bool:
    """Dialled for the customer, or to be asked for advice."""
    via = channel.dial.event.data.get("via", "")
    return via in ("consult", "overflow") or via.startswith("transfer")


def _fold_answered(view, dialler: Channel, customer: Channel, folded) -> None:
    call, cast = folded.call, cast_of(view, customer, dialler)
    mine = cast.phones[0]
    call.end = None if customer.end is None else max(customer.end, mine.answer)
    if call.end is not None:
        call.result, call.cause = "answered", customer.cause
        call.ended_by = _who_ended_talk(dialler, customer) if _plain(cast) else who_ended(cast, "outside")
        if customer.fault or (dialler.fault and _plain(cast)):
            call.marks.append("fault")
            call.ended_by = "fault"
    cast.path.close(call.end, call.ended_by)
    outside = Leg("outside", "outside", call.number, call.start, mine.answer, call.end, call.ended_by, call.kind)
    outside.channel, outside.trunk = customer.name if call.end is None else "", trunk_of(customer)
    leg = Leg("agent", "agent", mine.agent, call.start, mine.answer, mine.end, via=call.kind)
    leg.dial = (leg.start, leg.answer)
    if leg.end is not None:
        leg.ended_by = given_away(cast, leg.party, leg.end) or _who_ended_leg(call, cast, mine)
    call.legs = [outside]
    add_talker(view, folded, cast, leg, mine, DIALING)
    add_parties(view, folded, cast)
    sum_up(call, cast)


def _plain(cast: Cast) -> bool:
    """Nothing but agent and customer."""
    return not (cast.phones[1:] or cast.asked or cast.outside or cast.path.legs)


def _who_ended_leg(call: Call, cast: Cast, mine: Party) -> str:
    return call.ended_by if _plain(cast) and call.ended_by else why_talk_ended(call, cast, mine, "agent")


def _who_ended_talk(dialler: Channel, customer: Channel) -> str:
    for channel in (dialler, customer):
        if author(channel):
            return author(channel)
    if hung_up(customer):
        return "outside"
    return "agent" if hung_up(dialler) or customer.source == dialler.name else "system"


def _fold_untaken(view, dialler: Channel, far_end: Party | None, folded) -> None:
    """Nobody was reached, so far."""
    call, customer = folded.call, far_end.channel if far_end is not None else None
    ended = dialler.end if customer is None else customer.end
    call.end = None if ended is None else max(ended, call.start)
    leg = Leg("agent", "agent", dialler.out.event.data.get("agent", ""), call.start, None, call.end, via=call.kind)
    leg.dial = (call.start, call.end)
    outside = Leg("outside", "outside", call.number, call.start, None, call.end, via=call.kind)
    outside.trunk = trunk_of(customer)
    call.legs = [leg, outside]
    if call.end is None:
        leg.channel, outside.channel = dialler.name, customer.name if customer is not None else ""
    elif dialler.fault or (customer is not None and customer.fault):
        call.marks.append("fault")
        call.result, call.ended_by = "lost", "fault"
    else:
        call.result, call.cause, call.ended_by = _unanswered(dialler, customer)
    leg.ended_by = outside.ended_by = call.ended_by
    duty = talk.Duty(leg.party, call.key, leg.key, leg.start, leg.end, [(leg.start, leg.end, *DIALING)])
    folded.duties.append(duty)


def _unanswered(dialler: Channel, customer: Channel | None) -> tuple[str, int, str]:
    """(result, cause, ended_by): by the network's cause, else whether the agent gave up or the time ran out."""
    cause = customer.cause if customer is not None else dialler.cause
    if customer is not None and (hung_up(customer) or cause in RESULT_BY_CAUSE):
        return RESULT_BY_CAUSE.get(cause, "no_answer"), cause, ENDED_BY_CAUSE.get(cause, "no_answer")
    ends = [dialler.end, customer.end if customer is not None else None]
    gave_up = hung_up(dialler) and (None in ends or ends[0] - ends[1] < 1.0)
    if gave_up or author(dialler) == "agent":
        return "cancelled", cause, "agent"
    if customer is None:
        return RESULT_BY_CAUSE.get(cause, "congestion"), cause, ENDED_BY_CAUSE.get(cause, "system")
    return "no_answer", NO_ANSWER, "no_answer"


def _fold_internal(view, dialler: Channel, folded) -> None:
    data = dialler.inside.event.data
    start = dialler.inside.at
    others = [one for one in view.channels.by_id.values() if one is not dialler]
    callee = party(others[0], max(others[0].start, start), dialler) if others else None
    answer = callee.answer if callee else None
    end = callee.end if callee and callee.end is not None else dialler.end
    end = None if end is None else max(end, start)
    call = folded.call = Call(key=view.key, direction="internal", kind="internal", start=start, end=end)
    call.number = data.get("to", "")
    leg = Leg("agent", "agent", data.get("agent", ""), start, answer, end, via="direct", dial=(start, answer or end))
    call.legs = [leg]
    folded.duties.append(_plain_duty(call, leg, "on_call", "dialing"))
    if callee is not None:
        other = Leg("callee", "agent", call.number, callee.start, answer, callee.end, via="direct")
        call.legs.append(other)
        folded.duties.append(_plain_duty(call, other, "ringing", ""))
    if end is not None:
        _end_internal(call, dialler, callee)


def _plain_duty(call: Call, leg: Leg, before: str, sub: str) -> talk.Duty:
    """No wrap-up follows a call between colleagues: they handled no customer."""
    duty = talk.Duty(leg.party, call.key, leg.key, leg.start, leg.end)
    until = leg.answer if leg.answer is not None else leg.end
    if until is None or until > leg.start:
        duty.parts.append((leg.start, until, before, sub))
    if leg.answer is not None:
        duty.parts += talk.talk_parts(leg.answer, leg.end, [])
    return duty


def _end_internal(call: Call, dialler: Channel, callee: Party | None) -> None:
    if dialler.fault:
        call.marks.append("fault")
        call.result, call.ended_by = ("answered" if call.legs[0].answer else "lost"), "fault"
    elif call.legs[0].answer is not None:
        call.result, call.cause = "answered", callee.channel.cause
        call.ended_by = "target" if hung_up(callee.channel) else "agent"
    else:
        call.result, call.cause, call.ended_by = _unanswered(dialler, callee.channel if callee else None)
    for leg in call.legs:
        leg.ended_by = call.ended_by if leg.end is not None else ""
    for owner, seconds in share(call.start, call.end, claims(call.legs[:1]), "ring").items():
        setattr(call, f"{owner}_s", seconds)
