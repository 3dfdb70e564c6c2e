from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.callcenter_telephony.models.ivr_kinds import SELECTION


class CallcenterReportIvr(models.Model):
    """The callers' way through the menus: a row for each step that a call passed, written when the call has ended."""

    _name = "callcenter.report.ivr"
    _inherit = ("callcenter.rows.mixin",)
    _description = "Menu Figures"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "call_id"
    _depends = {  # noqa: RUF012
        "callcenter.ivr.passage": ["call_id", "number", "node_id", "flow", "version", "step", "at", "left"],
        "callcenter.ivr.flow": ["node_id", "code"],
        "callcenter.ivr.step": ["flow_id", "code", "name", "kind"],
        "callcenter.call": ["result", "did_id", "ivr_keys"],
    }

    call_id = fields.Many2one("callcenter.call", readonly=True)
    did_id = fields.Many2one("callcenter.did", "Number Called", readonly=True)
    flow_id = fields.Many2one("callcenter.ivr.flow", readonly=True)
    version = fields.Char("Published Version", readonly=True)
    step = fields.Char(readonly=True, help="As it is called today; one that is gone, by its code.")
    step_kind = fields.Selection(SELECTION, "Kind of Step", readonly=True)
    next_step = fields.Char(readonly=True, help="Where the caller came from here; none: the menu ended.")
    keys = fields.Char("Keys in the Call", readonly=True, help="All that the caller pressed in the menus.")
    ivr_begun = fields.Integer("Began Here", readonly=True, help="Calls whose first step it was.")
    ivr_passed = fields.Integer("Came Here", readonly=True, help="How often the step was passed.")
    ivr_went_on = fields.Integer("Went On", readonly=True, help="Came here and did not hang up.")
    ivr_left = fields.Integer("Hung up Here", readonly=True)
    ivr_served = fields.Integer("Served Here", readonly=True, help="Hung up here in a call that is self-service.")
    ivr_given_up = fields.Integer("Given up Here", readonly=True, help="Hung up here, and not served.")
    ivr_left_rate = fields.Float("Share Hung up", readonly=True, aggregator="avg", help="Hung up here / came here.")
    ivr_given_up_rate = fields.Float("Share Given up", readonly=True, aggregator="avg", help="Given up / came here.")

    @api.model
    def _report_ratios(self):
        return super()._report_ratios() | {
            "ivr_left_rate": (["ivr_left"], ["ivr_passed"]),
            "ivr_given_up_rate": (["ivr_given_up"], ["ivr_passed"]),
        }

    def _figures(self):
        return ["ivr_begun", "ivr_passed", "ivr_went_on", "ivr_left", "ivr_served", "ivr_given_up"]

    def _parts(self):
        """One row per step passed. PostgreSQL leaves out the joins of which a request reads nothing."""
        keys = SQL(
            """row.call_id, call.did_id, flow.id AS flow_id, row.version, COALESCE(step.name, row.step) AS step,
               step.kind AS step_kind, COALESCE(next_step.name, next.step) AS next_step, call.ivr_keys AS keys"""
        )
        source = SQL(
            """callcenter_ivr_passage row
               LEFT JOIN callcenter_call call ON call.id = row.call_id
               LEFT JOIN callcenter_ivr_flow flow ON flow.node_id = row.node_id AND flow.code = row.flow
               LEFT JOIN callcenter_ivr_step step ON step.flow_id = flow.id AND step.code = row.step
               LEFT JOIN callcenter_ivr_passage next ON next.call_id = row.call_id AND next.number = row.number + 1
               LEFT JOIN callcenter_ivr_flow next_flow
                 ON next_flow.node_id = next.node_id AND next_flow.code = next.flow
               LEFT JOIN callcenter_ivr_step next_step
                 ON next_step.flow_id = next_flow.id AND next_step.code = next.step"""
        )
        figures = {
            "ivr_begun": SQL("(row.number = 1)::int"),
            "ivr_passed": SQL("1"),
            "ivr_went_on": SQL('(row."left" IS NOT TRUE)::int'),
            "ivr_left": SQL('(row."left" IS TRUE)::int'),
            "ivr_served": SQL("""(row."left" IS TRUE AND call.result IS NOT DISTINCT FROM 'contained')::int"""),
            "ivr_given_up": SQL("""(row."left" IS TRUE AND call.result IS DISTINCT FROM 'contained')::int"""),
        }
        return [self._part(0, SQL.identifier("row", "at"), keys, source, SQL("TRUE"), figures)]
