from odoo import models


class CallcenterAgentState(models.Model):
    """Rows are looked up by the time that they cover: the short ones by their begin, the long ones beside them."""

    _inherit = "callcenter.agent.state"

    _kpi_time_idx = models.Index("(start) WHERE state <> 'offline'")
    _kpi_long_idx = models.Index(
        """(start) WHERE state <> 'offline' AND ("end" IS NULL OR "end" > start + interval '1 day')"""
    )
