"""Commands about a call that is not one's own: what the dialplan's ``supervise.conf`` does is begun here.

Who may do what to whom is Odoo's to say; that there is such a call is looked up here.
"""

from .command_base import INTERFACE, SAFE, CommandRefused, Node, check
from .command_calls import hang_up
from .ledger import Call, Leg
from .live import customer_of, move, open_legs, tell, value
from .refusals import not_reached

MODES = ("listen", "whisper", "barge")
RING_S = 20
TALKING = ("agent", "target", "conference")


async def pick_up(node: Node, agent: str, call: str, interface: str, of: str) -> None:
    """Take the call that rings at the colleague ``of``, with the own phone, which answers by itself."""
    row = _running(node, call)
    if not any(leg.party == of and leg.answer is None for leg in open_legs(row, ("agent",))) or _talks(row):
        raise CommandRefused("not_ringing")
    where = {"CC_TO": check(SAFE, agent), "CC_BY": check(SAFE, of), "CC_PHONE": check(INTERFACE, interface)}
    await tell(node, customer_of(row), **where)
    await move(node, customer_of(row), "cc-pickup")


async def give(node: Node, agent: str, call: str, to: str) -> None:
    """Give a waiting caller to the agent ``to``; when nobody answers there the caller waits on, in front."""
    row = _running(node, call)
    if not open_legs(row, ("queue",), live=False) or _talks(row):
        raise CommandRefused("not_waiting")
    await tell(node, customer_of(row), CC_BY=check(SAFE, agent), CC_TO=check(SAFE, to))
    await move(node, customer_of(row), "cc-give")


async def listen(node: Node, agent: str, call: str, interface: str, of: str, mode: str) -> None:
    """Ring the own phone and hear agent ``of`` and the customer; who listens already changes the way of it."""
    if mode not in MODES:
        raise CommandRefused("watch_mode")
    row = _running(node, call)
    watched = next((leg for leg in _talks(row) if leg.party == of), None)
    if watched is None:
        raise CommandRefused("talks_not")
    mine = _watching(row, agent)
    if mine is not None:
        await tell(node, mine.channel, CC_WATCHED=watched.channel)
        await move(node, mine.channel, "cc-watch", exten=mode)
        return
    values = {"CC_WATCHED": watched.channel, "CC_CALL": row.key.partition(":")[2]}
    answer = await node.link.originate(
        RING_S + 10,
        Channel=check(INTERFACE, interface),
        Context="cc-watch",
        Exten=mode,
        Priority=1,
        Timeout=RING_S * 1000,
        CallerID=f"<{check(SAFE, of)}>",
        Variable=[f"{name}={text}" for name, text in values.items()]
        + [
            "PJSIP_HEADER(add,Call-Info)=<sip:auto>;answer-after=0",
            f"PJSIP_HEADER(add,X-Watch-Id)={values['CC_CALL']}",
        ],
    )
    if answer.get("Response") != "Success":
        raise not_reached(interface, answer)


async def take_over(node: Node, agent: str, call: str) -> None:
    """Who watches talks to the customer from now on, and the agent is out of the call."""
    row = _running(node, call)
    mine, customer = _watching(row, agent), customer_of(row)
    if mine is None:
        raise CommandRefused("listen_first")
    if len(_talks(row)) != 1:
        raise CommandRefused("agent_asks")
    wrap = await value(node, customer, "CC_WRAP")
    queue = await value(node, customer, "CC_QUEUE")
    await tell(node, mine.channel, CC_HELD=customer, CC_WRAP=wrap, CC_QUEUE=queue)
    await move(node, mine.channel, "cc-watch", exten="takeover")


async def end_call(node: Node, agent: str, call: str) -> None:
    """End the customer's leg, in the name of the supervisor."""
    row = _running(node, call)
    await hang_up(node, customer_of(row), agent, "supervisor")


def _running(node: Node, call: str) -> Call:
    row = node.call(check(SAFE, call))
    if row is None or row.end is not None or not customer_of(row):
        raise CommandRefused("call_over")
    return row


def _talks(row: Call) -> list[Leg]:
    return [leg for leg in open_legs(row, TALKING) if leg.answer is not None]


def _watching(row: Call, agent: str) -> Leg | None:
    return next((leg for leg in open_legs(row, ("supervisor",)) if leg.party == agent), None)


_ALL = (pick_up, give, listen, take_over, end_call)
HANDLERS = {handler.__name__: handler for handler in _ALL}
