from odoo import api, models


class CallcenterNumber(models.Model):
    """The nodes know of important customers and their agents by number."""

    _inherit = "callcenter.number"

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._tell_nodes()
        return rows

    def write(self, vals):
        if not vals.keys() & {"number", "partner_id"}:
            return super().write(vals)
        self._tell_nodes()
        result = super().write(vals)
        self._tell_nodes()
        return result

    def unlink(self):
        self._tell_nodes()
        return super().unlink()

    def _tell_nodes(self):
        # sudo: callcenter.number - for the node; it may be masked for the user
        rows = self.sudo().filtered(lambda row: row.partner_id.callcenter_level_id or row.partner_id.user_id)
        if rows:
            self.env["callcenter.node"]._numbers_later(rows.mapped("number"))
