from odoo import fields, models

from .levels import Level


class CallcenterFactCall(models.Model):
    """Sums by number called, campaign and half-hour of the company's calendar."""

    _name = "callcenter.fact.call"
    _inherit = ("callcenter.fact.mixin", "callcenter.figures.call")
    _description = "Calls by Number and Campaign"
    _auto = False
    _detail = "callcenter.report.call"
    _grain = "half_hour"
    _keys = ("did_id", "campaign_id")
    _levels = (Level("day"), Level("month", half_hour=True))

    # no sums are kept by them: nothing to group by
    queue_id = fields.Many2one(store=False)
    agent_id = fields.Many2one(store=False)
