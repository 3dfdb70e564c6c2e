import json

from odoo import models
from odoo.tools import SQL

from .. import metrics
from .callcenter_figures_call import CALL_FIGURES

BY_RESULT = dict.fromkeys([*metrics.WITHOUT_QUEUE.values(), "direct", *metrics.OUTBOUND.values(), "unreached"])


class CallcenterReportCall(models.Model):
    """Calls as customers make and get them, and what was handled and rated of them."""

    _name = "callcenter.report.call"
    _inherit = ("callcenter.report.mixin", "callcenter.figures.call")
    _description = "Calls by Number and Campaign"
    _auto = False

    def _facts(self):
        return [self._fact(3, self._calls()), *super()._facts()]

    def _fact(self, kind, source):
        """Add by which number or for which campaign the call was."""
        return SQL(
            """SELECT fact.*, call.did_id, call.campaign_id
                 FROM (%s) fact JOIN callcenter_call call ON call.id = fact.call_id""",
            super()._fact(kind, source),
        )

    def _calls(self):
        """One row per call with a customer; says what :meth:`metrics.CallFigures.of_call` says."""
        select = SQL(
            """
            SELECT call.id, call.id AS call_id, call.direction, NULL::int AS queue_id, NULL::int AS agent_id,
                   call.start AS date,
                   inbound::int AS received,
                   (inbound AND queued)::int AS offered_calls,
                   (inbound AND queued AND what = 'answered')::int AS answered_calls,
                   (inbound AND queued AND what NOT IN ('', 'short_abandoned'))::int AS net_calls,
                   (NOT inbound)::int AS attempts,
                   (NOT inbound AND COALESCE(call.right_party, FALSE))::int AS right_party,
                   %(counted)s
              FROM %(calls)s,
                   LATERAL (SELECT call.direction = 'inbound' AS inbound, COALESCE(call.result, '') AS what,
                                   EXISTS (SELECT FROM callcenter_call_leg leg
                                            WHERE leg.call_id = call.id AND leg.role = 'queue') AS queued) f,
                   LATERAL (SELECT CASE WHEN NOT inbound THEN COALESCE(%(outbound)s::jsonb ->> what, 'unreached')
                                        WHEN NOT queued THEN COALESCE(%(unqueued)s::jsonb ->> what, 'direct')
                                    END AS counted) g
             WHERE call.direction <> 'internal'
            """,
            counted=SQL(", ").join(
                SQL("(counted IS NOT DISTINCT FROM %s)::int AS %s", name, SQL.identifier(name)) for name in BY_RESULT
            ),
            calls=self._from("callcenter_call", "call", "start"),
            outbound=json.dumps(metrics.OUTBOUND),
            unqueued=json.dumps(metrics.WITHOUT_QUEUE),
        )
        return select, set(CALL_FIGURES)
