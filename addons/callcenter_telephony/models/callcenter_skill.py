from odoo import fields, models


class CallcenterSkill(models.Model):
    """What agents can do and queues ask for, such as a language or a product."""

    _name = "callcenter.skill"
    _description = "Skill"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    agent_skill_ids = fields.One2many("callcenter.agent.skill", "skill_id", "Agents")

    _name_uniq = models.Constraint("UNIQUE (company_id, name)", "There is such a skill already.")
