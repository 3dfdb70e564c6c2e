from odoo import api, fields, models


class CallcenterCallCallback(models.Model):
    """Ended calls keep the list of call-backs up."""

    _inherit = "callcenter.call"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    callback_ids = fields.Many2many("callcenter.callback", string="Call-backs", readonly=True)

    @api.model
    def _ledger_written(self, calls):
        result = super()._ledger_written(calls)
        if ended := calls.filtered("end"):
            self.env["callcenter.callback"]._follow(ended)
        return result
