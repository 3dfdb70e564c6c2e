"""The figures counted leg by leg, in plain Python: what any report or aggregate has to agree with.

Legs are objects like ``callcenter_telephony.connector.ledger.Leg`` (epoch seconds, holds and wrap-up as pairs
of moments); their calls are given as pairs ``(call key, leg)``. Internal calls are left out by the caller.
"""

from collections import defaultdict

from .metrics import SERVICE_LEVEL_S, SHORT_ABANDON_S, HandlingFigures, OfferFigures, QueueFigures

HANDLERS = ("agent", "target")
# those with time on a call; who is only asked or joins a three-way has not handled it
WITH_TIME = (*HANDLERS, "consult", "conference")


def by_queue(legs, limits=None):
    """Return QueueFigures by queue code.

    :param legs: iterable of (call key, leg)
    :param limits: ``{queue code: (T, S)}`` in seconds, the defaults for others
    """
    figures = defaultdict(QueueFigures)
    for _call, leg in legs:
        if leg.role == "queue":
            wait_s = leg.end - leg.start if leg.end is not None else 0.0
            limit_s, short_s = (limits or {}).get(leg.queue, (SERVICE_LEVEL_S, SHORT_ABANDON_S))
            figures[leg.queue] += QueueFigures.of_wait(leg.outcome, wait_s, leg.reason, limit_s, short_s)
    return dict(figures)


def by_agent(legs):
    """Return (OfferFigures, HandlingFigures) by agent's extension, for an iterable of (call key, leg)."""
    offers, handling, on_call = defaultdict(OfferFigures), {}, defaultdict(list)
    for call, leg in legs:
        if leg.role in HANDLERS:
            offers[leg.party] += OfferFigures.of_leg(leg.via, leg.answer is not None, leg.ended_by)
        if leg.role in WITH_TIME and leg.answer is not None:
            on_call[call, leg.party].append(leg)
    for (_call, party), mine in on_call.items():
        if all(map(_closed, mine)):
            handling[party] = handling.get(party, HandlingFigures()) + _handled(mine)
    return {party: (offers[party], handling.get(party, HandlingFigures())) for party in offers.keys() | handling.keys()}


def _closed(leg):
    return leg.end is not None and (leg.wrap is None or leg.wrap[1] is not None)


def _handled(legs):
    sums = HandlingFigures(handled=int(any(leg.role in HANDLERS for leg in legs)))
    for leg in legs:
        sums += _times(leg)
    return sums


def _times(leg):
    hold_s, consult_s = _seconds(leg.hold), _seconds(leg.consult)
    talk_s = leg.end - leg.answer - hold_s - consult_s
    if leg.role == "consult":
        talk_s, consult_s = 0.0, talk_s + consult_s
    return HandlingFigures(0, talk_s, hold_s, consult_s, _seconds([leg.wrap] if leg.wrap else []))


def _seconds(pairs):
    return float(sum(stop - start for start, stop in pairs))
