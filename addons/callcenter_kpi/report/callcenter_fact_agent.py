from odoo import fields, models

from .levels import Level


class CallcenterFactAgent(models.Model):
    """Sums by agent, queue and day of the company's calendar."""

    _name = "callcenter.fact.agent"
    _inherit = ("callcenter.fact.mixin", "callcenter.figures.agent")
    _description = "Calls by Agent"
    _auto = False
    _detail = "callcenter.report.agent"
    _grain = "day"
    _keys = ("agent_id", "queue_id")
    _levels = (Level("month"),)

    # no sums are kept by half-hour: nothing to group by
    half_hour = fields.Char(store=False)
