from odoo import api, models


class CallcenterRecording(models.Model):
    _inherit = "callcenter.recording"

    @api.model
    def _taken(self, call_key):
        """Remarks made while the call ran go to their places in the recording; who scores it hears of it."""
        result = super()._taken(call_key)
        call = self.env["callcenter.call"].search([("key", "=", call_key)], limit=1)
        if call:
            # sudo: callcenter.qa.score - whoever made the remarks
            scores = self.env["callcenter.qa.score"].sudo().search([("call_id", "=", call.id)])
            scores._settle()
            scores._tell(call)
        return result
