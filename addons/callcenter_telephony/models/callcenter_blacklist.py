from odoo import api, models


class CallcenterBlacklist(models.Model):
    """Nodes know the do-not-call list themselves, as desk phones dial without us."""

    _inherit = "callcenter.blacklist"

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._configure_nodes()
        return rows

    def write(self, vals):
        forbade = self._forbids()
        result = super().write(vals)
        (forbade | self)._configure_nodes(bool(forbade))
        return result

    def unlink(self):
        forbade = bool(self._forbids())
        result = super().unlink()
        self._configure_nodes(forbade)
        return result

    def _forbids(self):
        # sudo: callcenter.blacklist - only whether the nodes care
        return self.sudo().filtered(lambda row: row.kind == "do_not_call")

    def _configure_nodes(self, anyway=False):
        if anyway or self.exists()._forbids():
            # sudo: callcenter.node - the nodes follow, whoever changes the list
            nodes = self.env["callcenter.node"].sudo().search([])
            nodes._configure_later(nodes)
