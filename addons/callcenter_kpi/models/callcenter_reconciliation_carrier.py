from datetime import datetime, timedelta

from odoo import api, models
from odoo.tools import SQL

from ..carrier_match import Side, match

_EPOCH = datetime(1970, 1, 1)
_LINES = """
    SELECT id, number, extract(epoch FROM start)::float, seconds
      FROM callcenter_carrier_line
     WHERE bill_id = ANY(%(bills)s) AND start >= %(start)s AND start < %(stop)s
"""
# the carrier counts from the customer's answer, which comes after the ringing when we dial
_CALLS = """
    SELECT id, number, extract(epoch FROM begin)::float, seconds
      FROM (SELECT id, number, start + CASE WHEN %(when_answered)s THEN rung.s ELSE 0 END * interval '1 s' AS begin,
                   GREATEST(COALESCE(duration_s, 0) - rung.s, 0)::float AS seconds
              FROM callcenter_call,
                   LATERAL (SELECT CASE WHEN direction = 'outbound' THEN COALESCE(ring_s, 0) ELSE 0 END AS s) rung
             WHERE start >= %(start)s::timestamp - interval '10 min' AND start < %(stop)s
               AND direction = ANY(%(directions)s) AND COALESCE(number, '') <> ''
               AND (direction = 'inbound' OR NOT %(answered_only)s OR result = ANY('{answered,dropped,machine}'))) call
     WHERE begin >= %(start)s AND begin < %(stop)s
"""
# what a line of the bill or a call lacks of the other, as ``figure`` of the difference
LACKS = {"only_billed": "only_billed", "only_booked": "only_booked", "duration": "seconds", "same": "seconds"}


class CallcenterReconciliationCarrier(models.AbstractModel):
    """The carrier's side of a day: its lines beside the calls of the ledger, one by one."""

    _inherit = "callcenter.reconciliation.check"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def _compare(self, day, start, stop):
        yield self._carriers(day, start, stop)
        yield from super()._compare(day, start, stop)

    def _carriers(self, day, start, stop):
        """Compare seconds billed and seconds booked of each call. A pair belongs to the day on which the call began."""
        # sudo: callcenter.carrier.bill - compared at night and by managers, who may read them anyway
        bills = self.env["callcenter.carrier.bill"].sudo()
        bills = bills.search([("first_day", "<=", day), ("last_day", ">=", day)])
        compared, totals, differences = 0, [0.0, 0.0], []
        for layout, of_carrier in bills.grouped("layout_id").items():
            for kind, line, call in self._carrier_pairs(layout, of_carrier, start, stop):
                billed, booked = (side.seconds if side else 0.0 for side in (line, call))
                compared += 1
                totals = [totals[0] + billed, totals[1] + booked]
                if kind != "same" or billed != booked:
                    differences.append(self._carrier_difference(kind, line, call))
        return "carrier", compared, totals, differences

    def _carrier_pairs(self, layout, bills, start, stop):
        """Give ``(kind, line, call)`` of the day; around midnight the other side may be of the day before or after."""
        near = timedelta(seconds=layout.start_tolerance_s)
        moments = {"start": start - near, "stop": stop + near}
        lines = self._sides(SQL(_LINES, bills=bills.ids, **moments))
        calls = self._sides(
            SQL(
                _CALLS,
                directions=layout._billed(),
                answered_only=layout.answered_only,
                when_answered=layout.begins == "answered",
                **moments,
            )
        )
        found = match(lines, calls, layout.start_tolerance_s, layout.duration_tolerance_s)
        edges = [(moment - _EPOCH).total_seconds() for moment in (start, stop)]
        for kind, pairs in found.items():
            for line, call in pairs:
                if edges[0] <= (call or line).start < edges[1]:
                    yield kind, line, call

    def _sides(self, query):
        return [Side(*row) for row in self.env.execute_query(query)]

    def _carrier_difference(self, kind, line, call):
        side = call or line
        return {
            "figure": LACKS[kind],
            "call_id": call.ref if call else False,
            "carrier_line_id": line.ref if line else False,
            "at": _EPOCH + timedelta(seconds=side.start),
            "left_value": line.seconds if line else 0.0,
            "right_value": call.seconds if call else 0.0,
            "verdict": "tolerance" if kind == "same" else "unexplained",
        }
