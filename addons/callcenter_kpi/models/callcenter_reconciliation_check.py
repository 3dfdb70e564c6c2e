from odoo import api, models
from odoo.tools import SQL

from .. import metrics, reconcile_sql
from ..recount import MICRO, Recount

# of float seconds: what adding up may lose
EXACT = 0.001
# seconds; what is not named here has to be equal
TOLERANCES = {"leg_state": 1.0, "recorded": 1.0}
# what a call is counted for: figures of the reports that are whole numbers by leg
COUNTED = {"callcenter.report.queue": "offered", "callcenter.report.agent": "offers + dials + handled"}
_KEYS = {
    "callcenter.fact.queue": ("half_hour", "direction", "queue_id"),
    "callcenter.fact.agent": ("direction", "agent_id", "queue_id"),
}
_SUBJECTS = ("call_id", "call_key", "agent_id", "queue_id", "at", "direction", "half_hour", "figure", "reason")


class CallcenterReconciliationCheck(models.AbstractModel):
    """What is compared of a day, both sides by set. The definitions are in ``METRICS`` of the product, section 3.

    Each comparison gives ``(kind, pairs compared, (sum, sum), differences)``, a difference as values of
    ``callcenter.reconciliation.difference``. The figures are counted anew by ``recount.py``, which is not the SQL that
    adds them up.
    """

    _name = "callcenter.reconciliation.check"
    _description = "Comparisons of a Day"

    @api.model
    def _compare(self, day, start, stop):
        """Give the comparisons of ``day``, which lasts from ``start`` to ``stop`` (naive UTC)."""
        yield self._pairs("calls", self._calls(start, stop))
        recount = self._recount(start, stop)
        yield self._figures("facts_queue", "callcenter.fact.queue", day, recount.queue, "offered")
        yield self._figures("facts_agent", "callcenter.fact.agent", day, recount.agent, "handled")
        moments = {"start": start, "stop": stop}
        for kind, query in reconcile_sql.QUERIES.items():
            yield self._pairs(kind, SQL(query, **moments))

    @api.model
    def _calls_of(self, start, stop):
        """Return how many calls began, how many of them the figures count, and how many they have no reason to."""
        query = SQL(
            """SELECT count(*) AS calls_ledger, count(*) FILTER (WHERE right_value > 0) AS calls_facts,
                      count(*) FILTER (WHERE left_value = 0 AND right_value = 0) AS calls_apart
                 FROM (%s) pairs""",
            self._calls(start, stop),
        )
        self.env.cr.execute(query)
        return self.env.cr.dictfetchone()

    def _pairs(self, kind, query):
        """Compare the ``left_value`` and ``right_value`` of the rows of ``query``."""
        self.env.cr.execute(
            SQL("SELECT count(*), COALESCE(sum(left_value), 0), COALESCE(sum(right_value), 0) FROM (%s) pairs", query)
        )
        compared, *totals = self.env.cr.fetchone()
        self.env.cr.execute(SQL("SELECT * FROM (%s) pairs WHERE abs(left_value - right_value) > %s", query, EXACT))
        return kind, compared, totals, [self._difference(kind, row) for row in self.env.cr.dictfetchall()]

    def _difference(self, kind, row):
        left, right = float(row["left_value"]), float(row["right_value"])
        verdict = "explained" if row.get("reason") else "unexplained"
        if abs(left - right) <= TOLERANCES.get(kind, 0.0):
            verdict = "tolerance"
        known = {name: row[name] for name in _SUBJECTS if row.get(name)}
        if verdict != "explained":
            known.pop("reason", None)
        return {"left_value": left, "right_value": right, "verdict": verdict, **known}

    # calls

    def _calls(self, start, stop):
        """Return a SELECT of the calls of the day: what the ledger has to be counted of each, and what is counted."""
        # a call may be answered after midnight
        slots = [(start, stop), (stop, stop + (stop - start))]
        counted = [
            SQL(
                "SELECT call_id, %s AS times FROM (%s) fact",
                SQL(figures),
                SQL(" UNION ALL ").join(self.env[model].with_context(callcenter_slots=slots)._facts()),
            )
            for model, figures in COUNTED.items()
        ]
        return SQL(
            reconcile_sql.CALLS,
            start=start,
            stop=stop,
            last=slots[1][1],
            offers=list(metrics.OFFER_VIAS),
            dials=list(metrics.DIAL_VIAS),
            counted=SQL(" UNION ALL ").join(counted),
        )

    # figures

    def _recount(self, start, stop):
        """Return the Recount of the calls with an anchor in the day."""
        self.env.cr.execute(SQL(reconcile_sql.TOUCHED, start=start, stop=stop))
        calls = self.env.cr.dictfetchall()
        self.env.cr.execute(
            SQL(
                reconcile_sql.LEGS,
                calls=[call["id"] for call in calls],
                service_level_s=metrics.SERVICE_LEVEL_S,
                short_abandon_s=metrics.SHORT_ABANDON_S,
            )
        )
        return Recount(calls, self.env.cr.dictfetchall(), self.env.company._callcenter_tz())

    def _figures(self, kind, model, day, recounted, shown):
        """Compare the figures of a report with those counted anew, key by key and figure by figure."""
        names = _KEYS[model]
        want = {tuple(key): sums for (of_day, *key), sums in recounted.items() if of_day == day and sums}
        got = self._kept(model, day)
        pairs = [
            (key, figure, want.get(key, {}).get(figure, 0), got.get(key, {}).get(figure, 0))
            for key in want.keys() | got.keys()
            for figure in want.get(key, {}).keys() | got.get(key, {}).keys()
        ]
        differences = [
            self._difference(
                kind,
                {**dict(zip(names, key, strict=True)), "figure": figure, **self._shown(model, figure, left, right)},
            )
            for key, figure, left, right in sorted(pairs, key=str)
            if left != right
        ]
        totals = [sum(sums.get(shown, 0) for sums in side.values()) for side in (want, got)]
        return kind, len(pairs), totals, differences

    def _kept(self, model, day):
        """Return the sums of the day as a report shows them: ``{key: {figure: sum}}``, seconds in microseconds."""
        fact = self.env[model].with_context(callcenter_days=(day, day))
        self.env.cr.execute(SQL("SELECT * FROM (%s) fact WHERE day = %s", fact._table_query, day))
        kept = {}
        for row in self.env.cr.dictfetchall():
            sums = kept.setdefault(tuple(row[name] for name in _KEYS[model]), {})
            for name in fact._columns():
                value = row[name] if fact._fields[name].type == "integer" else round(row[name] * MICRO)
                if value:
                    # a key that is there twice shows as a sum that is too great
                    sums[name] = sums.get(name, 0) + value
        return {key: sums for key, sums in kept.items() if sums}

    def _shown(self, model, figure, left, right):
        unit = 1 if self.env[model]._fields[figure].type == "integer" else MICRO
        return {"left_value": left / unit, "right_value": right / unit}
