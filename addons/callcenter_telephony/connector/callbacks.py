"""The fold of a call-back: a stand-in waited in the queue, an agent answered, and the agent's phone dials the customer.

The call begins when the first agent's phone rings; the wait before is the wish's, which the first call tells of.
"""

from . import outbound
from .agent_legs import offer
from .cast import Cast
from .channels import Channel, Channels
from .ledger import Call, Leg
from .owners import share
from .parties import Party, party, why_unanswered
from .results import claims
from .talk import Duty


def asked(channels: Channels) -> bool:
    """An agent's phone was to ring; before, there is no call yet."""
    return any(_rung(one) for one in channels.by_id.values())


def fold(view, standin: Channel, folded) -> None:
    """Fill ``folded`` (see calls.Folded)."""
    phones = [party(one, one.offer.at, None) for one in view.channels.by_id.values() if _rung(one)]
    phones.sort(key=lambda phone: (phone.start, phone.channel.uniqueid))
    dialler = next((phone for phone in phones if phone.channel.out is not None), None)
    offers = {phone.channel.uniqueid: phone.channel.offer.event.data for phone in phones}
    if dialler is not None:
        _dialled(view, folded, dialler, phones, offers)
    else:
        folded.call = Call(key=view.key, direction="outbound")
    call = folded.call
    data = standin.standin.event.data
    call.kind, call.number, call.start = "callback", data.get("number", ""), phones[0].start
    call.callback_of = f"{view.key.partition(':')[0]}:{data['of']}" if data.get("of") else ""
    if dialler is None:
        _not_dialled(call, standin, phones)
    for phone in phones:
        if phone is not dialler:
            _offered(folded, phone, phones, standin, offers[phone.channel.uniqueid])
    if call.end is not None:
        for owner, seconds in share(call.start, call.end, claims(call.legs), "ring").items():
            setattr(call, f"{owner}_s", seconds)


def _rung(channel: Channel) -> bool:
    return channel.offer is not None and channel.offer.event.data.get("via") == "callback"


def _dialled(view, folded, phone: Party, phones: list[Party], offers: dict) -> None:
    """The agent took it: ringing, then all that an agent's own dialling may become."""
    for one in phones:  # offers of the stand-in, not of the customer
        one.channel.offer = None
    outbound.fold(view, phone.channel, folded)
    leg = next(leg for leg in folded.call.legs if leg.key == "agent")
    duty = next(duty for duty in folded.duties if duty.leg == leg.key)
    dialled = leg.start
    leg.start = duty.start = min(phone.start, dialled)
    leg.via, leg.queue = "callback", offers[phone.channel.uniqueid].get("queue", "")
    if dialled > leg.start:
        duty.parts.insert(0, (leg.start, dialled, "ringing", ""))
    if duty.handled:
        duty.wrap_s = view.rule(leg.queue).wrap_s


def _offered(folded, phone: Party, phones: list[Party], standin: Channel, data: dict) -> None:
    """A phone that rang and did not answer, or has answered and is about to dial."""
    call = folded.call
    key = f"agent-{phone.channel.uniqueid}"
    leg = Leg(key, "agent", data.get("agent", ""), phone.start, via="callback", queue=data.get("queue", ""))
    if phone.end is not None or call.end is not None:
        ends = [end for end in (phone.end, call.end) if end is not None]
        leg.end = max(min(ends), leg.start)
        leg.ended_by = why_unanswered(phone, standin, phones, False) if phone.end is not None else "system"
    else:
        leg.channel = phone.channel.name
        folded.offers[phone.channel.uniqueid] = offer(call, leg, Cast(standin))
    duty = Duty(leg.party, call.key, leg.key, leg.start, leg.end, [(leg.start, leg.end, "ringing", "")])
    duty.missed = leg.ended_by in ("timeout", "refused")
    call.legs.append(leg)
    folded.duties.append(duty)


def _not_dialled(call: Call, standin: Channel, phones: list[Party]) -> None:
    """No agent took it: it is over when the stand-in has gone."""
    if standin.end is None:
        return
    call.end = max([standin.end, call.start, *(phone.end for phone in phones if phone.end is not None)])
    call.result, call.ended_by = ("lost", "fault") if standin.fault else ("cancelled", "system")
    if standin.fault:
        call.marks.append("fault")
