from odoo import api, fields, models

from ..tools import allocating


class CallcenterAllocateLine(models.TransientModel):
    """A department or an agent who may get contacts, with what each holds already and what it would get."""

    _name = "callcenter.allocate.line"
    _description = "Target of an Allocation"

    wizard_id = fields.Many2one("callcenter.allocate", required=True, ondelete="cascade")
    chosen = fields.Boolean("Gives To")
    name = fields.Char("To", readonly=True)
    department_id = fields.Many2one("callcenter.department", readonly=True)
    user_id = fields.Many2one("res.users", "Agent", readonly=True)
    holds = fields.Integer(readonly=True, help="Contacts held that are not finished.")
    untouched = fields.Integer(readonly=True, help="Of these never called.")
    called = fields.Integer(readonly=True)
    won = fields.Integer(readonly=True)
    rate = fields.Float(
        "Result Rate", compute="_compute_rate", help="Contacts that became customers, of all that were called."
    )
    weight = fields.Float(default=1.0, digits=(6, 1), help="Weight 2 gets twice as many as weight 1.")
    amount = fields.Integer("N")
    gets = fields.Integer(compute="_compute_gets")
    most = fields.Integer(compute="_compute_gets", help="The largest that a target would hold: the bar's full length.")

    _weight_positive = models.Constraint("CHECK (weight >= 0)", "A weight cannot be negative.")
    _amount_positive = models.Constraint("CHECK (amount >= 0)", "A number of contacts cannot be negative.")

    @api.depends("called", "won")
    def _compute_rate(self):
        for line in self:
            line.rate = line.won / line.called if line.called else 0

    @api.depends(
        "wizard_id.count",
        "wizard_id.limit",
        "wizard_id.way",
        "wizard_id.line_ids.chosen",
        "wizard_id.line_ids.weight",
        "wizard_id.line_ids.amount",
    )
    def _compute_gets(self):
        for wizard in self.wizard_id:
            lines = wizard.line_ids
            shares = dict(zip(lines, lines._shares(wizard), strict=True))
            most = max((line.holds + share for line, share in shares.items()), default=0)
            for line in self & lines:
                line.gets, line.most = shares[line], most

    def _shares(self, wizard):
        """Return what each of these lines gets by the wizard's way, in order."""
        available = wizard._available()
        match wizard.way:
            case "even":
                return allocating.by_weight(available, [int(line.chosen) for line in self])
            case "weight":
                return allocating.by_weight(available, [line.weight if line.chosen else 0 for line in self])
            case "each":
                return allocating.each(available, [line.amount if line.chosen else 0 for line in self])
        return [0] * len(self)
