from odoo import api, fields, models


class CallcenterFiguresAgent(models.AbstractModel):
    """What is counted of what agents were offered, dialled and handled; the definitions are in ``metrics.py``."""

    _name = "callcenter.figures.agent"
    _inherit = "callcenter.figures.mixin"
    _description = "Figures of Calls by Agent"

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
