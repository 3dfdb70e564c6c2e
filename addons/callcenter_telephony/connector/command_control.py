"""Commands about a running call with more than two parties: what the dialplan's ``control.conf`` does is begun here.

Channels are named by the ledger's open legs of the call (``Node.call``), never by what the browser or Odoo says.
"""

from dataclasses import dataclass

from .command_base import NUMBER, SAFE, CommandRefused, Node, check
from .ledger import Leg
from .live import customer_of, move, open_legs, tell, value

KINDS = {"agent": SAFE, "queue": SAFE, "outside": NUMBER}
HANDLING = ("agent", "target")
ASKED = ("consult", "conference")


@dataclass(slots=True)
class Parties:
    """The channels of a call that one agent handles."""

    customer: str
    agent: str
    asked: Leg | None  # whom the agent asks, or who is the third one
    queue: str


def parties(node: Node, agent: str, call: str) -> Parties:
    """Raises CommandRefused when the agent does not talk to the customer of this call."""
    row = node.call(check(SAFE, call))
    if row is None or row.end is not None:
        raise CommandRefused("call_over")
    mine = [leg for leg in open_legs(row, HANDLING) if leg.party == agent and leg.answer is not None]
    customer = customer_of(row)
    if not mine or not customer:
        raise CommandRefused("not_handled")
    asked = [leg for leg in open_legs(row, ASKED) if leg.party != agent]
    return Parties(customer, mine[-1].channel, asked[-1] if asked else None, row.queue)


async def transfer(node: Node, agent: str, call: str, to: str, kind: str) -> None:
    """Send the customer on to a colleague (extension), a queue (code) or a number; nobody there: back to the agent."""
    here = _alone(node, agent, call)
    await tell(node, here.customer, CC_BY=agent, CC_TO=_target(to, kind), CC_KIND=kind)
    await move(node, here.customer, "cc-transfer")


async def consult(node: Node, agent: str, call: str, to: str, kind: str) -> None:
    """The customer hears music, and the agent asks a colleague, somebody of a queue, or a number."""
    here, to = _alone(node, agent, call), _target(to, kind)
    await tell(node, here.customer, CC_BY=agent, CC_TO=to, CC_KIND=kind, CC_HOLDER=here.agent)
    await tell(node, here.agent, CC_TO=to, CC_KIND=kind, __CC_HELD=here.customer)
    await move(node, here.customer, "cc-held", here.agent, "cc-consult")


async def consult_complete(node: Node, agent: str, call: str) -> None:
    """Leave the customer to the one asked; while that phone still rings, it rings on for the customer."""
    here = parties(node, agent, call)
    if here.asked is None or here.asked.role != "consult":
        raise CommandRefused("nobody_asked")
    await move(node, here.agent, "cc-quit")


async def consult_cancel(node: Node, agent: str, call: str) -> None:
    """Back to the customer; the one asked is let go."""
    here = parties(node, agent, call)
    await _away(node, here, "consult", "nobody_asked")
    if here.asked is not None and here.asked.answer is not None:
        await move(node, here.asked.channel, "cc-quit")
    else:
        await move(node, here.agent, "cc-back")


async def three_way(node: Node, agent: str, call: str) -> None:
    """Customer, agent and the one asked talk together."""
    here = parties(node, agent, call)
    if here.asked is None or here.asked.role != "consult" or here.asked.answer is None:
        raise CommandRefused("nobody_answered")
    await move(node, here.customer, "cc-room")


async def leave(node: Node, agent: str, call: str) -> None:
    """Leave a three-way; the others go on."""
    here = parties(node, agent, call)
    if here.asked is None or here.asked.role != "conference":
        raise CommandRefused("no_three_way")
    await move(node, here.agent, "cc-quit")


async def hold(node: Node, agent: str, call: str) -> None:
    """The customer hears music."""
    here = _alone(node, agent, call)
    if await value(node, here.agent, "CC_AWAY"):
        return
    await tell(node, here.customer, CC_BY=agent, CC_HOLDER=here.agent)
    await tell(node, here.agent, __CC_HELD=here.customer)
    await move(node, here.customer, "cc-held", here.agent, "cc-holding")


async def resume(node: Node, agent: str, call: str) -> None:
    """Back to the customer who is held by command."""
    here = parties(node, agent, call)
    await _away(node, here, "hold", "not_held")
    await move(node, here.agent, "cc-back")


def _alone(node: Node, agent: str, call: str) -> Parties:
    here = parties(node, agent, call)
    if here.asked is not None:
        raise CommandRefused("others")
    return here


def _target(to: str, kind: str) -> str:
    if kind not in KINDS:
        raise CommandRefused("target")
    return check(KINDS[kind], to)


async def _away(node: Node, here: Parties, why: str, refusal: str) -> None:
    """Where the agent is with the customer, going back would cut them off."""
    if await value(node, here.agent, "CC_AWAY") != why:
        raise CommandRefused(refusal)


_ALL = (transfer, consult, consult_complete, consult_cancel, three_way, leave, hold, resume)
HANDLERS = {handler.__name__: handler for handler in _ALL}
