"""Every second of a call has exactly one owner: metrics 1.2. Whole microseconds, so that the parts add up."""

from itertools import pairwise

from .channels import Span

OWNERS = ("talk", "outside", "hold", "voicemail", "survey", "wait", "ivr", "ring")  # the first that applies
_RANK = {owner: rank for rank, owner in enumerate(OWNERS)}


def us(at: float) -> int:
    """Microseconds."""
    return round(at * 1_000_000)


def share(start: float, end: float, claims: list[tuple[str, Span]], rest: str) -> dict[str, float]:
    """Seconds of each owner between start and end. ``rest`` owns what nobody claims.

    A claim that is still open lasts to the end. The seconds add up to ``end - start`` to the microsecond.
    """
    first, last = us(start), us(end)
    cuts = {first, last}
    spans = []
    for owner, (begin, stop) in claims:
        low = max(first, us(begin))
        high = last if stop is None else min(last, us(stop))
        if high > low:
            spans.append((_RANK[owner], low, high))
            cuts.add(low)
            cuts.add(high)
    totals = dict.fromkeys(OWNERS, 0)
    ordered = sorted(cuts)
    lowest = _RANK[rest]
    for low, high in pairwise(ordered):
        ranks = [rank for rank, begin, stop in spans if begin <= low and stop >= high]
        totals[OWNERS[min(ranks, default=lowest)]] += high - low
    return {owner: total / 1_000_000 for owner, total in totals.items()}
