from odoo import models

from .callcenter_monitor import NAME as MONITOR

ADMINS_ONLY = "callcenter_config"


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        return super()._build_bus_channel_list(self._callcenter_channels(channels))

    def _callcenter_channels(self, channels):
        """Return those of ``channels`` that the user may hear: how configurations stand is for admins only, and the
        monitor's name stands for the channels of what the user may watch."""
        allowed = self.env.user.has_group("callcenter_crm.group_admin")
        kept = [channel for channel in channels if channel != ADMINS_ONLY or allowed]
        return self._callcenter_monitored(kept)

    def _callcenter_monitored(self, channels):
        asked = [channel for channel in channels if isinstance(channel, str) and channel.startswith(MONITOR)]
        if not asked:
            return channels
        allowed = self.env["callcenter.monitor"]._channels()
        refused = [channel for channel in asked if channel != MONITOR or not allowed]
        if refused:
            self.env["callcenter.audit"]._note(
                "refuse", model="callcenter.agent", detail=f"monitor: {', '.join(refused)}"[:200]
            )
        return [channel for channel in channels if channel not in asked] + (allowed if MONITOR in asked else [])
