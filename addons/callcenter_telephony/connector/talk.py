"""What one agent did for one call: rang, dialled, talked, held. Legs and states are cut from the same spans."""

from dataclasses import dataclass, field
from itertools import pairwise

from .channels import Channel, Span

NEAR_END_S = 0.5
Part = tuple[float, float | None, str, str]  # from, to, state, sub-state


@dataclass(slots=True)
class Duty:
    """What one leg asks of its agent. ``parts`` follow one another without a gap from ``start`` to ``end``."""

    agent: str
    call: str
    leg: str
    start: float
    end: float | None
    parts: list[Part] = field(default_factory=list)
    handled: bool = False
    wrap_s: float = 0.0
    missed: bool = False
    missed_limit: int = 0


def talk_parts(start: float, end: float | None, holds: list[Span], consults: list[Span] = ()) -> list[Part]:
    """``on_call`` from start to end, cut by holds and consults (without overlap, within start and end)."""
    parts: list[Part] = []
    at = start
    cuts = [(*span, "hold") for span in holds] + [(*span, "consult") for span in consults]
    for begin, stop, sub in sorted(cuts, key=lambda cut: cut[0]):
        if begin > at:
            parts.append((at, begin, "on_call", "talk"))
        parts.append((begin, stop, "on_call", sub))
        if stop is None:
            return parts
        at = stop
    if end is None or end > at:
        parts.append((at, end, "on_call", "talk"))
    return parts


def holds_within(
    channel: Channel, start: float, end: float | None, gaps: list[tuple[float, float | None]]
) -> tuple[list[Span], bool]:
    """The holds of an agent's channel between start and end, and whether one began or ended unseen.

    Hold is told by AMI only. One whose end nobody could see (a gap, or AMI did not tell the end) is talk: metrics 1.6.
    """
    spans: list[Span] = []
    unseen = False
    begun: float | None = None
    for at, on in channel.holds:
        if at < start or (end is not None and at > end):
            continue
        if not on:
            if begun is None:
                unseen |= end is None or at < end - NEAR_END_S  # a phone that transfers is taken off hold at the end
            elif at > begun:
                spans.append((begun, at))
            begun = None
        elif begun is None:
            begun = at
        elif _gap(gaps, begun, at):  # held, and unheld while nobody listened
            unseen, begun = True, at
    if begun is not None:
        if end is None:
            spans.append((begun, None))
        elif not channel.ended_live or _gap(gaps, begun, end):
            unseen = True
        elif end > begun:
            spans.append((begun, end))
    return spans, unseen


def away(spans: list[Span], end: float | None) -> list[Span]:
    """The gaps between the stretches in which agent and customer were together: the customer is held."""
    found: list[Span] = []
    for (_start, left), (again, _end) in pairwise(spans):
        if left is not None and again > left:
            found.append((left, again))
    if spans and spans[-1][1] is not None and (end is None or end > spans[-1][1]):
        found.append((spans[-1][1], end))
    return found


def joined(spans: list[Span]) -> list[Span]:
    """Sorted spans without overlap."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and (found[-1][1] is None or found[-1][1] >= start):
            last = found[-1]
            found[-1] = (last[0], None if None in (last[1], end) else max(last[1], end))
        else:
            found.append((start, end))
    return found


def without(spans: list[Span], cuts: list[Span]) -> list[Span]:
    """What is left of ``spans`` outside of ``cuts`` (sorted, without overlap)."""
    found: list[Span] = []
    for start, end in spans:
        at: float | None = start
        for begin, stop in cuts:
            if at is None or (stop is not None and stop <= at) or (end is not None and begin >= end):
                continue
            if begin > at:
                found.append((at, begin))
            at = stop
        if at is not None and (end is None or end > at):
            found.append((at, end))
    return found


def within(spans: list[Span], start: float, end: float | None) -> list[Span]:
    """``spans`` cut to what lies between start and end."""
    found: list[Span] = []
    for begin, stop in spans:
        last = end if stop is None else stop if end is None else min(stop, end)
        if last is None or last > max(begin, start):
            found.append((max(begin, start), last))
    return found


def _gap(gaps: list[tuple[float, float | None]], start: float, end: float) -> bool:
    return any(lost < end and (linked is None or linked > start) for lost, linked in gaps)
