from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import allocating


class CallcenterAllocateRule(models.TransientModel):
    """Who gets the contacts of a region or of any other condition. The first rule that fits counts."""

    _name = "callcenter.allocate.rule"
    _description = "Rule of an Allocation"
    _order = "sequence, id"

    wizard_id = fields.Many2one("callcenter.allocate", required=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    region = fields.Char("Regions", help="One or several, separated by commas: 广东, 福建.")
    domain = fields.Char("Further Conditions", default="[]")
    department_id = fields.Many2one("callcenter.department", "To Department")
    user_id = fields.Many2one("res.users", "To Agent", domain=[("share", "=", False)])
    gets = fields.Integer(compute="_compute_gets")

    @api.depends(
        "wizard_id.count",
        "wizard_id.way",
        "wizard_id.rule_ids.sequence",
        "wizard_id.rule_ids.region",
        "wizard_id.rule_ids.domain",
    )
    def _compute_gets(self):
        for wizard in self.wizard_id:
            rules = wizard.rule_ids
            before = Domain.FALSE
            for rule in rules:
                domain = rule._domain()
                if rule in self:
                    rule.gets = wizard._count(domain & ~before) if wizard.way == "rule" else 0
                before |= domain

    def _domain(self):
        """Return the domain of this rule's contacts; a rule without a condition takes the rest."""
        words = allocating.words(self.region)
        regions = Domain.OR(Domain("region", "ilike", word) for word in words) if words else Domain.TRUE
        return regions & self.env["callcenter.allocate"]._further(self.domain)
