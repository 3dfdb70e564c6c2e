from odoo import fields, models

from .levels import Level


class CallcenterFactQueue(models.Model):
    """Sums by queue and half-hour of the company's calendar."""

    _name = "callcenter.fact.queue"
    _inherit = ("callcenter.fact.mixin", "callcenter.figures.queue")
    _description = "Calls by Queue"
    _auto = False
    _detail = "callcenter.report.queue"
    _grain = "half_hour"
    _keys = ("queue_id",)
    _levels = (Level("day"), Level("month", half_hour=True))

    # no sums are kept by agent: nothing to group by
    agent_id = fields.Many2one(store=False)
