"""Commands about the recording of a running call: pause, go on, begin; and what the connector does by itself."""

import asyncio
import time
from dataclasses import replace

from .ami_session import ActionFailed
from .command_base import SAFE, CommandRefused, Node, check
from .ledger import Call, Leg
from .live import open_legs
from .recorded import Live

BY_TIME = "time"
GONE_S = 0.1  # what a recording leaves on its channel is gone after the next frame
SWAPPED = ("transfer_attended", "takeover")


async def pause_recording(node: Node, agent: str, call: str, limit: int = 0) -> None:
    """Write nothing from now on; it goes on by itself after ``limit`` seconds (0: never)."""
    check(SAFE, agent)
    live = _find(node, call)
    if live.recording is None:
        raise CommandRefused("not_recorded")
    if live.recording.state == "paused":
        return
    await _act(node, live, "StopMixMonitor")
    await node.link.action("Setvar", Channel=live.channel, Variable="CC_PAUSED", Value="1")
    await _mark(node, live, "CC_RECORDING_PAUSE", by=agent, limit=int(limit))


async def resume_recording(node: Node, agent: str, call: str) -> None:
    """Go on in the same file."""
    live = _find(node, call)
    if live.recording is None:
        raise CommandRefused("not_recorded")
    if live.recording.state == "paused":
        await _resume(node, live, check(SAFE, agent))


async def start_recording(node: Node, agent: str, call: str) -> None:
    """Record a call that no rule wanted; who may ask for that is decided before."""
    live = _find(node, call)
    if live.recording is not None:
        return await resume_recording(node, agent, call)
    day = time.strftime("%Y/%m/%d", time.gmtime())
    file = f"{day}/{live.linkedid}-{live.uniqueid.rpartition('.')[2]}a{int(time.time())}.raw"
    await _act(node, live, "MixMonitor", File=file, Options="Db")
    await node.link.action("Setvar", Channel=live.channel, Variable="CC_RECORDING", Value=file)
    await _mark(node, live, "CC_RECORDING", file=file, rule="agent")
    return None


async def keep_rules(node: Node, now: float, stopped: set[str]) -> None:
    """End pauses that last too long, and stop what a rule about the agent forbids; ``stopped``: files, remembered."""
    for live in node.recordings():
        recording = live.recording
        if recording is None:
            continue
        if not recording.wanted and recording.file not in stopped:
            stopped.add(recording.file)
            await _act(node, live, "StopMixMonitor")
            await node.link.action("Setvar", Channel=live.channel, Variable="CC_RECORDING", Value="")
        elif recording.state == "paused" and 0 < recording.limit <= now - recording.paused[-1][0]:
            await _resume(node, live, BY_TIME)


async def keep_whole(node: Node, talkers: dict[str, Leg]) -> None:
    """Begin recordings anew that would miss another phone in the customer's bridge, see ``cc-record-anew``;
    ``talkers``: who talked last by file, remembered."""
    for live in node.recordings():
        recording, row = live.recording, node.call(live.call)
        if recording is None or recording.state != "on" or row is None or (talker := _talker(row)) is None:
            continue
        last = talkers.get(recording.file)
        talkers[recording.file] = replace(talker)
        if last is not None and last.channel != talker.channel and (last.key == talker.key or talker.via in SWAPPED):
            await _act(node, live, "StopMixMonitor")
            await asyncio.sleep(GONE_S)
            await _act(node, live, "MixMonitor", File=recording.file, Options="aDb")
    for file in talkers.keys() - {live.recording.file for live in node.recordings() if live.recording}:
        del talkers[file]


def _talker(row: Call) -> Leg | None:
    """Who has the customer."""
    legs = [leg for leg in open_legs(row, ("agent", "target")) if leg.answer is not None]
    return legs[-1] if legs else None


async def _resume(node: Node, live: Live, by: str) -> None:
    await _act(node, live, "MixMonitor", File=live.recording.file, Options="aDb")
    await node.link.action("Setvar", Channel=live.channel, Variable="CC_PAUSED", Value="")
    await _mark(node, live, "CC_RECORDING_RESUME", by=by)


def _find(node: Node, call: str) -> Live:
    """The call's customer; a call is named by its key or by the node's id alone."""
    for live in node.recordings():
        if check(SAFE, call) in (live.call, live.linkedid):
            if live.recording is not None and not live.recording.wanted:
                return Live(live.call, live.linkedid, live.uniqueid, live.channel, None)
            return live
    raise CommandRefused("call_over")


async def _act(node: Node, live: Live, action: str, **more) -> None:
    try:
        await node.link.action(action, Channel=live.channel, **more)
    except ActionFailed as error:
        if "no such channel" not in str(error).lower():
            raise
        raise CommandRefused("call_over") from None


async def _mark(node: Node, live: Live, name: str, **data) -> None:
    """A line of the journal about a channel that is in a bridge."""
    told = {"call": live.linkedid, "channel": live.uniqueid, **data}
    await node.link.action(
        "Originate",
        Channel="Local/s@cc-record-mark/n",
        Application="NoOp",
        Async="true",
        Variable=[f"CC_MARK={name}", "CC_MARK_DATA=" + "&".join(f"{key}={value}" for key, value in told.items())],
    )
