from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CallcenterAppraisalModel(models.Model):
    """By which figures, weights and targets the people of a role are appraised each month."""

    _name = "callcenter.appraisal.model"
    _description = "Appraisal Model"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    role_id = fields.Many2one("res.users.role", required=True, ondelete="restrict")
    cap = fields.Integer(
        "Highest Score", required=True, default=120, help="More than the target counts up to this; 100 is the target."
    )
    line_ids = fields.One2many("callcenter.appraisal.indicator", "model_id", "Indicators", copy=True)
    weight = fields.Integer("Weights", compute="_compute_weight", help="Have to add up to 100.")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    _cap_high_enough = models.Constraint("CHECK (cap BETWEEN 100 AND 1000)", "The highest score is from 100 to 1000.")
    _role_unique = models.UniqueIndex(
        "(role_id, company_id) WHERE active", "This role has an appraisal model already: change it or archive it."
    )

    @api.depends("line_ids.weight")
    def _compute_weight(self):
        for model in self:
            model.weight = sum(model.line_ids.mapped("weight"))

    @api.constrains("line_ids", "active")
    def _check_weights(self):
        for model in self.filtered("active"):
            if not model.line_ids:
                raise ValidationError(self.env._("%(model)s has no indicators yet.", model=model.name))
            if model.weight != 100:
                raise ValidationError(
                    self.env._(
                        "The weights of %(model)s add up to %(weight)s; they have to add up to 100.",
                        model=model.name,
                        weight=model.weight,
                    )
                )

    @api.constrains("company_id", "role_id")
    def _check_company(self):
        if any(not model.company_id for model in self):
            raise ValidationError(self.env._("Choose a company."))

    def action_results(self):
        """Open the results by this model."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_kpi.callcenter_appraisal_result_action")
        return action | {"domain": [("model_id", "=", self.id)], "context": {}}

    def action_compute(self):
        """Work out the running month now."""
        self.check_access("write")
        # sudo: callcenter.appraisal.result - the server alone writes results, for all people of the role
        self.env["callcenter.appraisal.result"].sudo()._work_out(self.sudo())
        return self.action_results()

    def _people(self):
        """Return {user: agent} of those who have the role."""
        # sudo: res.users.role, callcenter.agent - who has a role and a telephone; managers set these up
        users = self.sudo().role_id.user_ids.filtered(lambda user: user.company_id == self.company_id)
        agents = self.env["callcenter.agent"].sudo().search([("user_id", "in", users.ids)])
        return {agent.user_id: agent for agent in agents}
