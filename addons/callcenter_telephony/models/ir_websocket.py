from odoo import models

ADMINS_ONLY = "callcenter_config"


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        return super()._build_bus_channel_list(self._callcenter_channels(channels))

    def _callcenter_channels(self, channels):
        """Return those of ``channels`` that the user may hear: how configurations stand is for admins only."""
        allowed = self.env.user.has_group("callcenter_crm.group_admin")
        return [channel for channel in channels if channel != ADMINS_ONLY or allowed]
