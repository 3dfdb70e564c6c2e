from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CallcenterIvrFlow(models.Model):
    """What callers of a DID hear and choose. The steps are the draft; callers hear the version published last."""

    _name = "callcenter.ivr.flow"
    _inherit = ("callcenter.node.part", "callcenter.used.mixin")
    _description = "IVR flow"
    _order = "name"
    _not_configured = frozenset({"name", "step_ids", "start_code"})

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    step_ids = fields.One2many("callcenter.ivr.step", "flow_id", "Steps", copy=True)
    start_code = fields.Char("Start", help="Code of the first step. Empty: the first in the list.")
    did_ids = fields.One2many("callcenter.did", "flow_id", "DIDs")

    _code_uniq = models.Constraint("UNIQUE (node_id, code)", "Another flow of this server has this code already.")

    @api.constrains("code")
    def _constrain_code(self):
        self._check_code()
        for flow in self:
            if flow.code == "survey":
                raise ValidationError(self.env._("The code “survey” is taken by the rating after calls."))

    @api.constrains("active")
    def _constrain_archive(self):
        for flow in self.filtered(lambda flow: not flow.active):
            users = self.env["callcenter.did"].search([("flow_id", "=", flow.id)]).mapped("number")
            users += self.env["callcenter.ivr.version"]._using("target_flow_id", flow)
            if users:
                names = ", ".join(users)
                raise ValidationError(self.env._("This flow still takes the calls of %(names)s.", names=names))

    @api.model
    def _used_by(self):
        return {"callcenter.did": ("flow_id",), "callcenter.ivr.step": ("target_flow_id",)}
