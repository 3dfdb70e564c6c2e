from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CallcenterPauseReason(models.Model):
    """Why an agent is not ready."""

    _name = "callcenter.pause.reason"
    _inherit = "callcenter.config.mixin"
    _description = "Not-ready reason"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    productive = fields.Boolean(help="Counts as work in utilisation: training, back office.")
    max_minutes = fields.Integer("Limit (min)", help="Longer than this is marked; 0: no limit.")
    system = fields.Boolean(readonly=True, help="Set by the system, not chosen by agents.")

    _code_uniq = models.Constraint("UNIQUE (code)", "Another reason has this code already.")

    @api.constrains("code")
    def _constrain_code(self):
        self._check_code()

    @api.constrains("max_minutes")
    def _constrain_max_minutes(self):
        if any(reason.max_minutes < 0 for reason in self):
            raise ValidationError(self.env._("Limit: 0 (none) or more minutes."))

    def _configured_nodes(self):
        return self.env["callcenter.node"]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_system(self):
        if any(reason.system for reason in self):
            raise ValidationError(self.env._("Reasons of the system cannot be deleted."))
