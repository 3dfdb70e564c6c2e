from odoo import models
from odoo.tools import SQL

from .. import metrics


class CallcenterReportAgent(models.Model):
    """What agents were offered, dialled, handled and rated for; the definitions are in ``metrics.py``."""

    _name = "callcenter.report.agent"
    _inherit = ("callcenter.report.mixin", "callcenter.figures.agent")
    _description = "Calls by Agent"
    _auto = False

    def _facts(self):
        return [self._fact(0, self._offers()), self._fact(1, self._dials()), *super()._facts()]

    def _offers(self):
        """One row per offer; says what :meth:`metrics.OfferFigures.of_leg` says."""
        select = SQL(
            """
            SELECT leg.id, leg.call_id, call.direction, leg.queue_id, leg.agent_id, leg.start AS date,
                   1 AS offers,
                   (leg.answer IS NOT NULL)::int AS offers_answered,
                   (leg.answer IS NULL AND leg.ended_by = ANY(%s))::int AS missed
              FROM %s %s
             WHERE leg.role IN ('agent', 'target') AND leg.via = ANY(%s) AND leg.agent_id IS NOT NULL
            """,
            list(metrics.MISSES),
            self._from("callcenter_call_leg", "leg", "start"),
            self._of_customers(),
            list(metrics.OFFER_VIAS),
        )
        return select, {"offers", "offers_answered", "missed"}

    def _dials(self):
        """One row per number that an agent dialled, or that was dialled for the agent."""
        select = SQL(
            """
            SELECT leg.id, leg.call_id, call.direction, leg.queue_id, leg.agent_id, leg.start AS date,
                   1 AS dials, (leg.answer IS NOT NULL)::int AS dials_answered
              FROM %s %s
             WHERE call.direction = 'outbound' AND leg.role = 'agent' AND leg.via = ANY(%s) AND leg.agent_id IS NOT NULL
            """,
            self._from("callcenter_call_leg", "leg", "start"),
            self._of_customers(),
            list(metrics.DIAL_VIAS),
        )
        return select, {"dials", "dials_answered"}

    def _handled_calls(self):
        select, figures = super()._handled_calls()
        select = SQL(
            """
            SELECT handled.*,
                   CASE direction WHEN 'inbound' THEN handled ELSE 0 END AS handled_in,
                   CASE direction WHEN 'outbound' THEN handled ELSE 0 END AS handled_out,
                   CASE direction WHEN 'inbound' THEN talk_s + hold_s + consult_s + wrap_s ELSE 0 END AS time_in_s,
                   CASE direction WHEN 'outbound' THEN talk_s + hold_s + consult_s + wrap_s ELSE 0 END AS time_out_s
              FROM (%s) handled
            """,
            select,
        )
        return select, {*figures, "handled_in", "handled_out", "time_in_s", "time_out_s"}
