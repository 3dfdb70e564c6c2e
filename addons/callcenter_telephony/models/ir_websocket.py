from odoo import models


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Only admins may listen to how nodes' configurations stand."""
        allowed = self.env.user.has_group("callcenter_crm.group_admin")
        channels = [channel for channel in channels if channel != "callcenter_config" or allowed]
        return super()._build_bus_channel_list(channels)
