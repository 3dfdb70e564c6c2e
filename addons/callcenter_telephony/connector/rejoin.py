"""A phone that was lost in a call and came back to it: two channels of the node, one of the ledger.

The phone calls ``rejoin`` with a Replaces header (RFC 3891) that names its lost call; the node puts the new channel
into the lost one's bridge in its place.
"""

from itertools import dropwhile

from .channels import Channel, Channels

EXTEN = "rejoin"
SWAP_S = 0.5  # the lost channel leaves and the new one enters within this


def merge(channels: Channels) -> bool:
    """Let every phone that came back go on as the channel that it replaced; True when there was one whose absence
    nobody has seen, as hold is told by AMI only."""
    unseen = False
    for again in sorted((one for one in channels.by_id.values() if one.exten == EXTEN), key=lambda one: one.start):
        lost = _replaced(channels, again)
        if lost is None:
            continue
        unseen |= not _is_held(lost)
        _go_on(lost, again)
        del channels.by_id[lost.uniqueid]
        channels.by_id[again.uniqueid] = lost  # the node knows it by this one now
        channels.rejoined = True
    return unseen


def _replaced(channels: Channels, again: Channel) -> Channel | None:
    """The channel of the same phone that left the bridge as the new one entered it."""
    if not again.bridges:
        return None
    bridge, entered, _left = again.bridges[0]
    for one in channels.by_id.values():
        if one is again or _phone(one) != _phone(again):
            continue
        if any(span[0] == bridge and abs((span[2] or one.last) - entered) <= SWAP_S for span in one.bridges):
            return one
    return None


def _phone(channel: Channel) -> str:
    """``PJSIP/1001-web`` of ``PJSIP/1001-web-0000001a``."""
    return channel.name.rpartition("-")[0]


def _is_held(channel: Channel) -> bool:
    return bool(channel.holds) and channel.holds[-1][1]


def _go_on(lost: Channel, again: Channel) -> None:
    """``lost`` with all that ``again`` did: the customer was held until it was back."""
    entered = again.bridges[0][1]
    for span in lost.bridges:
        if span[0] == again.bridges[0][0] and span[2] is not None and abs(span[2] - entered) <= SWAP_S:
            span[2] = entered
    if _is_held(lost):
        lost.holds.append((entered, False))
    lost.holds += dropwhile(lambda hold: not hold[1], again.holds)  # it begins with an unhold
    lost.bridges += again.bridges
    lost.name, lost.last, lost.end, lost.ended_live = again.name, again.last, again.end, again.ended_live
    lost.fault, lost.cause, lost.source = again.fault, again.cause, again.source
    lost.dialstatus, lost.bye = again.dialstatus, again.bye or lost.bye
    lost.marks += again.marks
