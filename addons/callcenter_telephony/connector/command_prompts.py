"""Commands of who draws flows: hear the draft on the own phone, speak a prompt into it."""

import asyncio
import logging

from .ami_session import AmiError
from .command_base import INTERFACE, SAFE, Node, check
from .refusals import not_reached

RING_S = 30
LOOK_EVERY_S = 5.0
LONGEST_S = 3600.0
_logger = logging.getLogger(__name__)
_running: set[asyncio.Task] = set()


async def try_flow(node: Node, agent: str, interface: str, flow: int, command: str) -> None:
    """Ring the phone and lead it through the flow's draft, in a context of its own that goes when the call is over."""
    channel = f"try-{check(SAFE, command)}-{node.code}"
    context = await node.trials.begin(int(flow), check(SAFE, command))
    try:
        await _ring(node, check(INTERFACE, interface), channel, Context=context, Variable=["CC_TRIAL=1"])
    except BaseException:
        await node.trials.end(context)
        raise
    task = asyncio.ensure_future(_clean_up(node, channel, context))
    _running.add(task)
    task.add_done_callback(_running.discard)


async def record_prompt(node: Node, agent: str, interface: str, prompt: int, command: str) -> None:
    """Ring the phone; the dialplan records, plays back, and has the connector keep what was said."""
    channel = f"prompt-{check(SAFE, command)}-{node.code}"
    variables = [f"CC_PROMPT={int(prompt)}", f"CC_TAKE={int(command)}"]
    await _ring(node, check(INTERFACE, interface), channel, Context="cc-prompt-record", Variable=variables)


async def _ring(node: Node, interface: str, channel: str, **values) -> None:
    answer = await node.link.originate(
        RING_S + 10,
        Channel=interface,
        ChannelId=channel,
        Exten="s",
        Priority=1,
        Timeout=RING_S * 1000,
        CallerID='"IVR" <IVR>',
        **values,
    )
    if answer.get("Response") != "Success":
        raise not_reached(interface, answer)


async def _clean_up(node: Node, channel: str, context: str) -> None:
    """Remove the trial's context once its channel is gone, or cannot be there any more."""
    try:
        async with asyncio.timeout(LONGEST_S):
            while channel in await node.link.command("core show channels concise"):
                await asyncio.sleep(LOOK_EVERY_S)
        await node.trials.end(context)
    except (AmiError, TimeoutError) as error:
        _logger.info("trial %s is left to the next cleaning: %s", context, error or type(error).__name__)
