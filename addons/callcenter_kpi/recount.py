"""The figures counted leg by leg, in plain Python: what any report or aggregate has to agree with.

Legs are objects like ``callcenter_telephony.connector.ledger.Leg`` (epoch seconds, holds and wrap-up as pairs
of moments); their calls are given as pairs ``(call key, leg)``. Internal calls are left out by the caller.
:class:`Recount` does the same for rows as they are in the database, by half-hour and day.
"""

from collections import defaultdict
from dataclasses import asdict
from datetime import UTC
from zoneinfo import ZoneInfo

from .metrics import (
    DIAL_VIAS,
    SERVICE_LEVEL_S,
    SHORT_ABANDON_S,
    CallFigures,
    HandlingFigures,
    OfferFigures,
    QueueFigures,
)

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


MICRO = 1_000_000


class Recount:
    """Every sum of the reports, counted row by row of the ledger.

    ``queue`` is ``{(day, half-hour, direction, queue id): {figure: sum}}``, ``agent`` is ``{(day, direction, agent id,
    queue id): {figure: sum}}``, ``call`` is ``{(day, half-hour, direction, id of the number called, campaign id):
    {figure: sum}}``; a figure that is 0 is left out, seconds are whole microseconds.
    """

    def __init__(self, calls, legs, zone):
        """Count.

        :param calls: rows of ``callcenter_call`` as dicts
        :param legs: rows of ``callcenter_call_leg`` as dicts; moments are naive UTC datetimes
        :param zone: name of the company's time zone
        """
        self.zone = ZoneInfo(zone)
        self.queue, self.agent, self.call = defaultdict(dict), defaultdict(dict), defaultdict(dict)
        of_call = defaultdict(list)
        for leg in legs:
            of_call[leg["call_id"]].append(leg)
        for call in calls:
            if call["direction"] != "internal":
                self._count(call, sorted(of_call[call["id"]], key=lambda leg: (leg["start"], leg["id"])))

    def _count(self, call, legs):
        queued = any(leg["role"] == "queue" for leg in legs)
        figures = CallFigures.of_call(call["direction"], call["result"], queued, call["right_party"])
        self._to_call(call, call["start"], asdict(figures))
        for leg in legs:
            if leg["role"] == "queue":
                self._wait(call, leg)
            if leg["role"] in HANDLERS and leg["agent_id"]:
                self._offer(call, leg)
        on_call = defaultdict(list)
        for leg in legs:
            if leg["role"] in WITH_TIME and leg["answer"] and leg["agent_id"]:
                on_call[leg["agent_id"]].append(leg)
        for mine in on_call.values():
            if all(leg["end"] and (not leg["wrap_start"] or leg["wrap_end"]) for leg in mine):
                self._handled(call, sorted(mine, key=lambda leg: (leg["answer"], leg["id"])))
        if call["survey_offered"]:
            self._survey(call, [leg for leg in legs if leg["role"] == "queue"])

    def _wait(self, call, leg):
        waited = _micro((leg["end"] - leg["start"]).total_seconds()) if leg["end"] else 0
        limits = leg["service_level_s"], leg["short_abandon_s"]
        figures = QueueFigures.of_wait(leg["outcome"], waited / MICRO, leg["reason"], *limits)
        sums = {name: getattr(figures, name) for name in _COUNTS}
        sums |= {"left_queue": figures.left, "net": figures.net}
        sums |= {f"wait_{name}_s": waited * getattr(figures, name) for name in ("answered", "abandoned")}
        self._to_queue(call, leg["start"], leg["queue_id"], sums, longest=waited)

    def _offer(self, call, leg):
        answered = leg["answer"] is not None
        figures = OfferFigures.of_leg(leg["via"], answered, leg["ended_by"])
        sums = {name: getattr(figures, name) for name in ("offers", "offers_answered", "missed")}
        if call["direction"] == "outbound" and leg["role"] == "agent" and leg["via"] in DIAL_VIAS:
            sums |= {"dials": 1, "dials_answered": int(answered)}
        self._to_agent(call, leg["start"], leg, sums)

    def _handled(self, call, mine):
        anchor, counted = min(leg["answer"] for leg in mine), False
        for leg in mine:
            talk, hold, consult, wrap = (leg[f"{name}_s"] or 0.0 for name in ("talk", "hold", "consult", "wrap"))
            if leg["role"] == "consult":
                talk, consult = 0.0, talk
            first = leg["role"] in HANDLERS and not counted
            counted |= first
            sums = {"handled": int(first), "talk_s": _micro(talk), "hold_s": _micro(hold)}
            sums |= {"consult_s": _micro(consult), "wrap_s": _micro(wrap)}
            self._to_queue(call, anchor, leg["queue_id"], sums)
            self._to_call(call, anchor, sums)
            way = "in" if call["direction"] == "inbound" else "out"
            sums |= {f"handled_{way}": int(first), f"time_{way}_s": _micro(talk + hold + consult + wrap)}
            self._to_agent(call, anchor, leg, sums)

    def _survey(self, call, waits):
        rated = call["rating_level_id"] is not None
        sums = {"surveys": 1, "ratings": int(rated), "satisfied": int(bool(call["rating_satisfied"]))}
        sums["score_sum"] = _micro(call["rating_score"]) if rated else 0
        last = waits[-1]["queue_id"] if waits else None
        self._to_queue(call, call["start"], last, sums)
        self._to_call(call, call["start"], sums)
        agent = call["last_agent_id"] or call["agent_id"]
        self._to_agent(call, call["start"], {"agent_id": agent, "queue_id": last}, sums)

    def _to_queue(self, call, anchor, queue, sums, longest=0):
        if queue:
            row = self.queue[*self._slot(anchor), call["direction"], queue]
            _add(row, sums)
            if longest:
                row["longest_wait_s"] = max(row.get("longest_wait_s", 0), longest)

    def _to_call(self, call, anchor, sums):
        _add(self.call[*self._slot(anchor), call["direction"], call["did_id"], call["campaign_id"]], sums)

    def _to_agent(self, call, anchor, leg, sums):
        if any(sums.values()):
            day, _half_hour = self._slot(anchor)
            _add(self.agent[day, call["direction"], leg["agent_id"], leg["queue_id"]], sums)

    def _slot(self, anchor):
        """Return (day, half-hour) of the company; of the hour that comes twice in autumn the first one says so."""
        local = anchor.replace(tzinfo=UTC).astimezone(self.zone)
        twice = local.fold == 0 and local.utcoffset() != local.replace(fold=1).utcoffset()
        return local.date(), f"{local:%H}:{'00' if local.minute < 30 else '30'}{' +' if twice else ''}"


_COUNTS = ("offered", "answered", "abandoned", "short_abandoned", "lost", "open", "sl_yes", "sl_no", "sl_out")


def _micro(seconds):
    return round(seconds * MICRO)


def _add(row, sums):
    for name, value in sums.items():
        if value:
            row[name] = row.get(name, 0) + value
