from odoo import api, fields, models
from odoo.tools import SQL

from .. import metrics


class CallcenterReportAgent(models.Model):
    """What agents were offered, dialled, handled and rated for; the definitions are in ``metrics.py``."""

    _name = "callcenter.report.agent"
    _inherit = "callcenter.report.mixin"
    _description = "Calls by Agent"
    _auto = False

    offers = fields.Integer(readonly=True, help="Calls that rang at the agent.")
    offers_answered = fields.Integer(readonly=True)
    missed = fields.Integer(readonly=True, help="Not answered in time or refused; callers who hung up are not charged.")
    dials = fields.Integer("Dialled", readonly=True, help="Outbound calls, each number dialled is one.")
    dials_answered = fields.Integer("Reached", readonly=True, help="Outbound calls that the customer answered.")
    handled_in = fields.Integer("Handled Inbound", readonly=True)
    handled_out = fields.Integer("Handled Outbound", readonly=True)
    time_in_s = fields.Float("Time Inbound", readonly=True, help="Talk, hold, consult and wrap-up of inbound calls.")
    time_out_s = fields.Float("Time Outbound", readonly=True, help="Talk, hold, consult and wrap-up of outbound calls.")
    agent_answer_rate = fields.Float(
        "Answer Rate", readonly=True, aggregator="avg", help="Answered offers / (answered offers + missed)."
    )
    aht_in = fields.Float(
        "Handle Time Inbound", readonly=True, aggregator="avg", help="(Talk + hold + consult + wrap-up) / handled."
    )
    aht_out = fields.Float(
        "Handle Time Outbound",
        readonly=True,
        aggregator="avg",
        help="(Talk + hold + consult + wrap-up) / handled; without dialling.",
    )

    @api.model
    def _report_ratios(self):
        return super()._report_ratios() | {
            "agent_answer_rate": (["offers_answered"], ["offers_answered", "missed"]),
            "aht_in": (["time_in_s"], ["handled_in"]),
            "aht_out": (["time_out_s"], ["handled_out"]),
        }

    def _figures(self):
        return super()._figures() + [
            "offers",
            "offers_answered",
            "missed",
            "dials",
            "dials_answered",
            "handled_in",
            "handled_out",
            "time_in_s",
            "time_out_s",
        ]

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
              FROM callcenter_call_leg leg
              JOIN callcenter_call call ON call.id = leg.call_id AND %s
             WHERE leg.role IN ('agent', 'target') AND leg.via = ANY(%s) AND leg.agent_id IS NOT NULL
            """,
            list(metrics.MISSES),
            self._calls(),
            list(metrics.OFFER_VIAS),
        )
        return select, {"offers", "offers_answered", "missed"}

    def _dials(self):
        """One row per number that an agent dialled, or that was dialled for the agent."""
        select = SQL(
            """
            SELECT leg.id, leg.call_id, call.direction, leg.queue_id, leg.agent_id, leg.start AS date,
                   1 AS dials, (leg.answer IS NOT NULL)::int AS dials_answered
              FROM callcenter_call_leg leg
              JOIN callcenter_call call ON call.id = leg.call_id AND %s
             WHERE call.direction = 'outbound' AND leg.role = 'agent' AND leg.via = ANY(%s) AND leg.agent_id IS NOT NULL
            """,
            self._calls(),
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
