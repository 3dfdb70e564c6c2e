"""The fold of a call that came in: the customer's way through flows and queues, and the phones that were offered it."""

from . import results
from .agent_legs import add_phone
from .cast import Cast, cast_of, sum_up, who_ended
from .channels import Channel
from .consults import add_asked
from .events import ChannelKind as K
from .ledger import Call, Leg
from .outside import outside_leg
from .owners import share
from .parties import hung_up
from .watchers import add_watcher

NORMAL = 16  # Q.850: normal clearing
NO_CAUSES = (0, 26)  # what Asterisk gives when nobody named a cause: nothing, or "answered elsewhere" left by app_queue


def fold(view, customer: Channel, folded) -> None:
    """Fill ``folded`` (see calls.Folded) with the call, its legs, duties and offers."""
    cast = cast_of(view, customer)
    call = folded.call = _call(view, customer)
    left_by = who_ended(cast, "caller")
    call.ended_by = left_by if customer.end is not None else ""
    if hung_up(customer):
        call.cause = NORMAL  # what Asterisk has may be left from somebody who was dialled for the customer
    cast.path.close(customer.end, call.ended_by)
    call.legs = [_caller_leg(call, customer)]
    add_parties(view, folded, cast)
    sum_up(call, cast)
    _book(view, call, cast)


def add_parties(view, folded, cast: Cast) -> None:
    """The legs of all but the customer, of an outbound call also but the agent who dialled."""
    folded.call.legs += cast.path.legs
    for phone in cast.phones:
        if phone.channel.out is None:
            add_phone(view, folded, cast, phone)
    for one in cast.asked:
        add_asked(view, folded, cast, one)
    for one in cast.watchers:
        add_watcher(view, folded, cast, one)
    for one in cast.outside:
        folded.call.legs.append(outside_leg(folded.call, cast, one))


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


def _caller_leg(call: Call, customer: Channel) -> Leg:
    return Leg(
        key="caller",
        role="caller",
        party=call.number,
        start=customer.start,
        end=customer.end,
        ended_by=call.ended_by,
        channel="" if customer.end is not None else customer.name,
        trunk=next((fact.event.data.get("trunk", "") for fact in customer.marks if fact.event.kind is K.IN), ""),
    )


def _book(view, call: Call, cast: Cast) -> None:
    rule = view.rule(call.queue)
    if call.end is not None:
        for owner, seconds in share(call.start, call.end, results.claims(call.legs), "ivr").items():
            setattr(call, f"{owner}_s", seconds)
        call.result = results.inbound(call, cast.path, rule)
    call.service_level = results.service_level(call, cast.path, rule)
