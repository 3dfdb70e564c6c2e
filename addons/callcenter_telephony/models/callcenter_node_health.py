from odoo import api, fields, models


class CallcenterNodeHealth(models.Model):
    """What the connector last said of the machine and the phones."""

    _inherit = "callcenter.node"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    cpu_percent = fields.Float("Processor (%)", compute="_compute_health", digits=(16, 1))
    memory_percent = fields.Float("Memory (%)", compute="_compute_health", digits=(16, 1))
    live_channels = fields.Integer("Channels now", compute="_compute_health")
    phones_registered = fields.Integer("Phones registered", compute="_compute_health")

    @api.depends("status_ids.status")
    def _compute_health(self):
        for node in self:
            status = node.status_ids[:1].status or {}
            node.cpu_percent = status.get("cpu") or 0.0
            node.memory_percent = status.get("memory") or 0.0
            node.live_channels = status.get("channels") or 0
            node.phones_registered = (status.get("phones") or {}).get("registered") or 0
