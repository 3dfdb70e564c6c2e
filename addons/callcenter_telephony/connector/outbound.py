"""The fold of a call that an agent made: to a customer over a trunk, or to a colleague."""

from . import talk
from .channels import Channel
from .ledger import Call, Leg
from .owners import share
from .parties import Party, author, hung_up, party
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
    answer, end = _span(far_end, dialler, start)
    call = folded.call = Call(
        key=view.key,
        direction="outbound",
        kind=kind,
        number=data.get("number", ""),
        command=data.get("command", ""),
        campaign=data.get("campaign", ""),
        contact=data.get("contact", ""),
        start=start,
        end=end,
    )
    leg = Leg("agent", "agent", data.get("agent", ""), start, answer, end, via=kind, dial=(start, answer or end))
    outside = Leg("outside", "outside", call.number, start, answer, end, via=kind)
    call.legs = [leg, outside]
    customer_channel = far_end.channel if far_end else None
    if end is None:
        leg.channel, outside.channel = dialler.name, customer_channel.name if customer_channel else ""
    else:
        _end_out(call, leg, outside, dialler, customer_channel)
    folded.duties.append(_duty(view, call, leg, dialler, far_end))


def _far_end(view, dialler: Channel) -> Party | None:
    """The dialled party; where a second trunk was tried, the one that answered or else the last."""
    tried = [party(one, one.dial.at, dialler) for one in view.channels.by_id.values() if one.dial is not None]
    return max(tried, key=lambda one: (one.answer is not None, one.start), default=None)


def _span(far_end: Party | None, dialler: Channel, start: float) -> tuple[float | None, float | None]:
    if far_end is None:
        return None, None if dialler.end is None else max(dialler.end, start)
    answer, end = far_end.answer, far_end.channel.end
    if answer is not None and end is not None and far_end.end is not None:
        end = far_end.end
    return answer, None if end is None else max(end, start)


def _end_out(call: Call, leg: Leg, outside: Leg, dialler: Channel, customer: Channel | None) -> None:
    cut = dialler.fault or (customer is not None and customer.fault)
    if cut:
        call.marks.append("fault")
        call.ended_by, call.result = "fault", "answered" if leg.answer is not None else "lost"
    elif leg.answer is not None:
        call.result, call.cause = "answered", customer.cause
        call.ended_by = _who_ended_talk(dialler, customer)
    else:
        call.result, call.cause, call.ended_by = _unanswered(dialler, customer)
    leg.ended_by = outside.ended_by = call.ended_by
    if leg.answer is not None:
        call.agent = leg.party
    for owner, seconds in share(call.start, call.end, claims([leg, outside]), "ring").items():
        setattr(call, f"{owner}_s", seconds)


def _who_ended_talk(dialler: Channel, customer: Channel) -> str:
    for channel in (dialler, customer):
        if author(channel):
            return author(channel)
    if hung_up(customer):
        return "outside"
    return "agent" if hung_up(dialler) or customer.source == dialler.name else "system"


def _unanswered(dialler: Channel, customer: Channel | None) -> tuple[str, int, str]:
    """(result, cause, ended_by): by the network's cause, else whether the agent gave up or the time ran out."""
    cause = customer.cause if customer is not None else dialler.cause
    if customer is not None and (hung_up(customer) or cause in RESULT_BY_CAUSE):
        return RESULT_BY_CAUSE.get(cause, "no_answer"), cause, ENDED_BY_CAUSE.get(cause, "no_answer")
    gave_up = hung_up(dialler) and (customer is None or dialler.end - customer.end < 1.0)
    if gave_up or author(dialler) == "agent":
        return "cancelled", cause, "agent"
    if customer is None:
        return RESULT_BY_CAUSE.get(cause, "congestion"), cause, ENDED_BY_CAUSE.get(cause, "system")
    return "no_answer", NO_ANSWER, "no_answer"


def _duty(view, call: Call, leg: Leg, dialler: Channel, far_end: Party | None) -> talk.Duty:
    duty = talk.Duty(leg.party, call.key, leg.key, leg.start, leg.end)
    if leg.answer is None:
        duty.parts = [(leg.start, leg.end, "on_call", "dialing")]
        return duty
    holds, unseen = talk.holds_within(dialler, leg.answer, leg.end, view.life.gaps)
    leg.hold = talk.joined(holds + talk.away(far_end.spans, leg.end))
    duty.parts = [(leg.start, leg.answer, "on_call", "dialing")] if leg.answer > leg.start else []
    duty.parts += talk.talk_parts(leg.answer, leg.end, leg.hold)
    duty.handled, duty.wrap_s = True, view.rule("").wrap_s
    if unseen:
        call.marks.append("hold_unknown")
    return duty


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
