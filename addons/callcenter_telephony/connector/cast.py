"""Who takes part in a call beside the customer, and who ended the customer's leg."""

from dataclasses import dataclass, field

from .channels import Channel, together
from .events import ChannelEvent
from .events import ChannelKind as K
from .ledger import Call
from .merge import RANK
from .parties import Party, author, hung_up, party
from .path import Path

ASKED_ROLES = ("consult", "internal")  # a colleague called by an agent who has a customer is asked for advice


@dataclass(slots=True)
class Cast:
    """``phones`` were offered the customer or dialled him; ``asked`` are phones and outside parties whom an agent asks
    for advice and who may take over; ``outside`` got the customer over a trunk; ``watchers`` are supervisors, who may
    take over, too. Each is sorted by its start.
    """

    customer: Channel
    phones: list[Party] = field(default_factory=list)
    asked: list[Party] = field(default_factory=list)
    outside: list[Party] = field(default_factory=list)
    watchers: list[Party] = field(default_factory=list)
    second: list[Channel] = field(default_factory=list)  # an agent's other call, to ask somebody
    path: Path = field(default_factory=Path)

    def talkers(self) -> list[Party]:
        """Who ever talked to the customer."""
        everybody = (*self.phones, *self.outside, *self.asked, *self.watchers)
        return [one for one in everybody if one.answer is not None]

    def word(self, one: Party) -> str:
        """Who that is in ``ended_by``."""
        if not one.agent:
            return "outside"
        return "target" if one in (*self.asked, *self.watchers) or one.told("role") == "target" else "agent"


def cast_of(view, customer: Channel, dialler: Channel | None = None) -> Cast:
    """``dialler``: the agent's channel that dialled the customer."""
    cast = Cast(customer)
    channels = list(view.channels.by_id.values())
    cast.second = [one for one in channels if (one.inside or one.out) and one is not dialler]
    if dialler is not None:
        cast.phones.append(party(dialler, dialler.out.at, customer))
    for channel in channels:
        if channel.watch is not None:
            cast.watchers.append(party(channel, channel.watch.at, customer))
        elif channel.offer is not None:
            one = party(channel, channel.offer.at, customer)
            (cast.asked if one.told("role") in ASKED_ROLES else cast.phones).append(one)
        elif channel.dial is not None and channel is not customer:
            one = party(channel, channel.dial.at, customer)
            (cast.asked if _is_asked(one, cast.second) else cast.outside).append(one)
    for parties in (cast.phones, cast.asked, cast.outside, cast.watchers):
        parties.sort(key=lambda one: (one.start, one.channel.uniqueid))
    cast.path = _walk(customer, cast.talkers())
    return cast


def _is_asked(one: Party, second: list[Channel]) -> bool:
    return one.told("via") == "consult" or any(together(one.channel, channel) for channel in second)


def _walk(customer: Channel, talkers: list[Party]) -> Path:
    path = Path()
    steps: list[tuple[float, int, ChannelEvent | None]] = [(fact.at, fact.rank, fact.event) for fact in customer.marks]
    steps += [(one.answer, RANK[K.BRIDGE_ENTER], None) for one in talkers]
    for at, _rank, event in sorted(steps, key=lambda step: step[:2]):
        if event is None:
            path.answered(at)
        else:
            path.step(at, event)
    return path


def who_ended(cast: Cast, himself: str) -> str:
    """Who ended the customer's leg; ``himself`` is the word for the customer.

    The source that Asterisk names is the first one ever set on the channel, so it stays the agent's after the agent has
    left and the customer went on to a survey.
    """
    customer, path = cast.customer, cast.path
    if customer.fault:
        return "fault"
    talked = [one for one in cast.talkers() if not path.went_on(one.end)]
    last = max(talked, key=lambda one: (one.end is None, one.end or 0.0, one.answer), default=None)
    if path.left and last is not None:
        return author(last.channel) or cast.word(last)
    if author(customer):
        return author(customer)
    if hung_up(customer):
        return himself
    for one in talked:
        if hung_up(one.channel):
            return author(one.channel) or cast.word(one)
    return "system" if customer.source.startswith("dialplan") else himself


def sum_up(call: Call, cast: Cast) -> None:
    """Who handled the call, and what the way through the queues and survey brought."""
    handled = sorted(
        (leg.answer, leg.party) for leg in call.legs if leg.role in ("agent", "target") and leg.answer is not None
    )
    if handled:
        call.agent, last = handled[0][1], handled[-1][1]
        call.last_handler = last if last != call.agent else ""
    path = cast.path
    call.queue, call.rating, call.survey_offered = path.first_queue, path.rating, path.survey_offered
    call.wanted, call.wanted_kind, call.callback_number = path.wanted, path.wanted_kind, path.callback_number
