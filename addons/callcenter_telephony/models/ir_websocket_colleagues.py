from odoo import models

from .callcenter_agent_colleagues import ALL, RINGING


class IrWebsocket(models.AbstractModel):
    """Agents hear of the colleagues of their own departments and queues: the browser asks, the server says whose."""

    _inherit = "ir.websocket"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _callcenter_channels(self, channels):
        asked = {ALL, RINGING} & set(channels)
        kept = [channel for channel in super()._callcenter_channels(channels) if channel not in asked]
        return kept + self._colleague_channels(asked) if asked else kept

    def _colleague_channels(self, asked):
        # sudo: callcenter.agent - the domain says whose row it is
        me = self.env["callcenter.agent"].sudo().search([("user_id", "=", self.env.uid)], limit=1)
        groups = me._colleague_groups(me).get(me.id)
        if not groups:
            return []
        channels = me._colleague_channels(*groups, ALL) if ALL in asked else []
        return channels + (me._team_channels(*groups) if RINGING in asked else [])
