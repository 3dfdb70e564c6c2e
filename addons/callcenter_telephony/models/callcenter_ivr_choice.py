from odoo import api, fields, models


class CallcenterIvrChoice(models.Model):
    """An exit of a step and where it leads: a key of a menu, a value of a branch, or a name such as ``failed``."""

    _name = "callcenter.ivr.choice"
    _inherit = "callcenter.config.mixin"
    _description = "Exit of a Step"
    _order = "step_id, id"
    _rec_name = "key"

    step_id = fields.Many2one("callcenter.ivr.step", required=True, ondelete="cascade", index=True)
    node_id = fields.Many2one(related="step_id.node_id")
    key = fields.Char("Exit", required=True, help="Key of a menu, value of a branch, or name of the exit.")
    target_code = fields.Char("Leads to", help="Code of the step.")

    _key_uniq = models.Constraint("UNIQUE (step_id, key)", "A key can be used only once in a menu.")

    @api.depends("key", "target_code")
    def _compute_display_name(self):
        for choice in self:
            choice.display_name = f"{choice.key} → {choice.target_code or '?'}"

    def _configured_nodes(self):
        return self.env["callcenter.node"]  # a draft: the node has what is published
