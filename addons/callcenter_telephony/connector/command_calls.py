"""Commands about calls: dial and hang up."""

import time

from .ami_session import ActionFailed
from .command_base import CHANNEL, INTERFACE, NUMBER, RECORD, SAFE, Node, check
from .events import ChannelEvent, ChannelKind, Source
from .refusals import not_reached

DIAL_SECONDS = 30


async def dial(
    node: Node,
    agent: str,
    interface: str,
    number: str,
    kind: str,
    command,
    shown: str = "",
    campaign: str = "",
    contact: str = "",
) -> None:
    """Ring the agent's phone, which is told ``shown`` (the number itself when empty, else the masked one); when it
    answers, the dialplan's ``cc-out`` dials the number, ``cc-internal`` the colleague."""
    shown = check(NUMBER, shown or number)
    channel_id = f"cmd-{check(SAFE, str(command))}-{node.code}"
    values = {"AGENT": check(SAFE, agent), "KIND": check(SAFE, kind), "COMMAND": check(SAFE, str(command))}
    if kind == "internal":
        values |= {"EXT": agent, "TO": check(NUMBER, number)}
    about = {"CAMPAIGN": campaign, "CONTACT": contact}
    values |= {name: check(RECORD, value) for name, value in about.items() if value}
    answer = await node.link.originate(
        DIAL_SECONDS + 10,
        Channel=check(INTERFACE, interface),
        ChannelId=channel_id,
        Context="cc-internal" if kind == "internal" else "cc-out",
        Exten="s" if kind == "internal" else check(NUMBER, number),
        Priority=1,
        Timeout=DIAL_SECONDS * 1000,
        CallerID=f'"{shown}" <{shown}>',
        Variable=[f"CC_{name}={value}" for name, value in values.items()]
        + ["PJSIP_HEADER(add,Call-Info)=<sip:auto>;answer-after=0", f"PJSIP_HEADER(add,X-Call-Id)={channel_id}"],
    )
    if answer.get("Response") != "Success":
        raise not_reached(interface, answer)


async def hang_up(node: Node, channel: str, agent: str = "", by: str = "agent") -> None:
    """End one channel, in somebody's name; a channel that is gone is what was wanted."""
    _bye(node, check(CHANNEL, channel), agent, by)
    try:
        await node.link.action("Hangup", Channel=channel, Cause=16)
    except ActionFailed as error:
        if "no such channel" not in str(error).lower():
            raise


def _bye(node, channel, agent, by) -> None:
    """Asterisk names the wrong side for a hang-up of ours, so the ledger is told who it was."""
    for uniqueid, (linkedid, name, _start) in node.channels().items():
        if name == channel:
            who = {"by": by, "agent": agent}
            node.feed([ChannelEvent(ChannelKind.BYE, time.time(), linkedid, uniqueid, name, Source.AMI, data=who)])
