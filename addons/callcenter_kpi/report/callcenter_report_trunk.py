from odoo import api, fields, models
from odoo.tools import SQL

# one who was asked for advice and stays on is no second use of the line
GOES_ON = ("transfer_attended", "three_way")


class CallcenterReportTrunk(models.Model):
    """Calls over trunks: a row for each party that came or was dialled over one, at the moment when it began."""

    _name = "callcenter.report.trunk"
    _inherit = ("callcenter.rows.mixin",)
    _description = "Trunk Figures"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "call_id"
    _depends = {  # noqa: RUF012
        "callcenter.call": ["direction", "number", "result", "cause"],
        "callcenter.call.leg": ["call_id", "key", "role", "via", "start", "answer", "end", "ended_by"]
        + ["trunk_code", "trunk_id"],
    }

    call_id = fields.Many2one("callcenter.call", readonly=True)
    trunk_id = fields.Many2one("callcenter.trunk", readonly=True)
    trunk_code = fields.Char("Code of the Trunk", readonly=True, help="As the server named it.")
    way = fields.Selection([("in", "Inbound"), ("out", "Outbound"), ("on", "Sent On")], readonly=True)
    ended_by = fields.Char(readonly=True, help="Who hung up, or why nobody answered.")
    cause = fields.Integer(
        "Cause Code", readonly=True, aggregator=None, help="Why the call's line was cleared (Q.850); 0: unknown."
    )
    line_in = fields.Integer("Came In", readonly=True, help="Calls that came in over the trunk.")
    line_out = fields.Integer("Dialled", readonly=True, help="Parties dialled over the trunk, customers and others.")
    line_answered = fields.Integer("Dialled, Answered", readonly=True)
    line_failed = fields.Integer("Dialled, Failed", readonly=True, help="Dialled, ended and not answered.")
    line_fault = fields.Integer("Network Faults", readonly=True, help="Not put through: by the network or by us.")
    line_s = fields.Float("Time on Lines", readonly=True, help="Seconds, ringing included; of what has ended.")
    line_talk_s = fields.Float("Connected Time", readonly=True, help="Seconds from the answer; of what was dialled.")
    line_answer_rate = fields.Float(
        "Answered Share", readonly=True, aggregator="avg", help="Answered / (answered + failed)."
    )
    line_fault_rate = fields.Float(
        "Fault Share", readonly=True, aggregator="avg", help="Network faults / (answered + failed)."
    )

    @api.model
    def _report_ratios(self):
        return super()._report_ratios() | {
            "line_answer_rate": (["line_answered"], ["line_answered", "line_failed"]),
            "line_fault_rate": (["line_fault"], ["line_answered", "line_failed"]),
        }

    def _figures(self):
        return ["line_in", "line_out", "line_answered", "line_failed", "line_fault", "line_s", "line_talk_s"]

    def _parts(self):
        keys = SQL(
            """row.call_id, row.trunk_id, row.trunk_code, way, row.ended_by,
               CASE WHEN own THEN COALESCE(call.cause, 0) ELSE 0 END AS cause"""
        )
        source = SQL(
            """callcenter_call_leg row
               JOIN callcenter_call call ON call.id = row.call_id,
               LATERAL (SELECT row.key IN ('caller', 'outside') AS own,
                               CASE WHEN row.role = 'caller' THEN 'in'
                                    WHEN row.via = ANY(%s) THEN 'on' ELSE 'out' END AS way) w""",
            list(GOES_ON),
        )
        failed = SQL("""way = 'out' AND row.answer IS NULL AND row."end" IS NOT NULL""")
        fault = SQL("row.ended_by IN ('system', 'fault') OR own AND call.result IN ('congestion', 'lost')")
        figures = {
            "line_in": SQL("(way = 'in')::int"),
            "line_out": SQL("(way = 'out')::int"),
            "line_answered": SQL("(way = 'out' AND row.answer IS NOT NULL)::int"),
            "line_failed": SQL("(%s)::int", failed),
            "line_fault": SQL("(%s AND (%s))::int", failed, fault),
            "line_s": SQL("""COALESCE(extract(epoch FROM row."end" - row.start), 0)::float"""),
            "line_talk_s": SQL(
                """CASE WHEN way = 'in' THEN 0
                        ELSE COALESCE(extract(epoch FROM row."end" - row.answer), 0) END::float"""
            ),
        }
        return [self._part(0, SQL.identifier("row", "start"), keys, source, SQL("row.trunk_code IS NOT NULL"), figures)]
