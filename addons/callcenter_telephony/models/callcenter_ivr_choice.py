from odoo import api, fields, models

from .callcenter_ivr_flow import SAVING

KEYS = [(key, key) for key in "1234567890*#"]


class CallcenterIvrChoice(models.Model):
    """A key of a menu and where it leads."""

    _name = "callcenter.ivr.choice"
    _inherit = "callcenter.config.mixin"
    _description = "Choice of a menu"
    _order = "step_id, key"
    _rec_name = "key"

    step_id = fields.Many2one("callcenter.ivr.step", required=True, ondelete="cascade", index=True)
    node_id = fields.Many2one(related="step_id.node_id")
    key = fields.Selection(KEYS, required=True)
    target_code = fields.Char("Leads to", required=True, help="Code of the step.")

    _key_uniq = models.Constraint("UNIQUE (step_id, key)", "A key can be used only once in a menu.")

    @api.depends("key", "target_code")
    def _compute_display_name(self):
        for choice in self:
            choice.display_name = f"{choice.key} → {choice.target_code}"

    @api.constrains("key", "target_code")
    def _constrain_flow(self):
        if not self.env.context.get(SAVING):
            self.step_id.flow_id._check_steps()

    def unlink(self):
        flows = self.step_id.flow_id
        result = super().unlink()
        if not self.env.context.get(SAVING):
            flows.exists()._check_steps()
        return result
