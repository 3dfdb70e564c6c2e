import hashlib

from odoo import api, fields, models
from odoo.exceptions import ValidationError

CHANNELS = [("call", "Call"), ("sms", "Text with a link"), ("link", "Link, sent by hand")]


class CallcenterVisitRule(models.Model):
    """Which closed work orders are visited again, when, by whom, and what is asked; the first that fits holds."""

    _name = "callcenter.visit.rule"
    _inherit = ("callcenter.order.rule",)
    _description = "Return Visit Rule"

    share = fields.Float(default=20, help="Percent of the closed orders.")
    all_low = fields.Boolean("All Rated Low", default=True, help="Whatever the share: all whose calls were rated low.")
    low_below = fields.Float(
        "Task Below",
        help="A visit, or a rating of a call of the order, below this score (0 to 100) raises a task for the leader of "
        "the department; so does an answer marked low. 0: only such answers.",
    )
    channel = fields.Selection(CHANNELS, required=True, default="call")
    after_h = fields.Float("Not Before", default=24, help="Hours after the order was closed.")
    within_d = fields.Integer("Within", default=7, help="Days after the order was closed; then it is overdue.")
    department_id = fields.Many2one(
        "callcenter.department", "Done By", help="The service desk. Empty: the department of the order."
    )
    question_ids = fields.One2many("callcenter.visit.question", "rule_id", "Questions", copy=True)

    _share_range = models.Constraint("CHECK (share >= 0 AND share <= 100)", "The share is 0 to 100 percent.")
    _low_range = models.Constraint("CHECK (low_below >= 0 AND low_below <= 100)", "A score is 0 to 100.")
    _times = models.Constraint(
        "CHECK (after_h >= 0 AND within_d > 0 AND within_d * 24 > after_h)",
        "A return visit begins before the days for it are over.",
    )

    @api.constrains("question_ids", "active")
    def _constrain_questions(self):
        for rule in self.filtered("active"):
            if not rule.question_ids:
                raise ValidationError(self.env._("%(name)s: add a question.", name=rule.name))

    def _draws(self, ticket):
        """Tell whether ``ticket`` is in the share: by chance, but always the same for the same order."""
        if self.all_low and ticket._rated_low():
            return True
        digest = hashlib.sha256(f"{self.id}-{ticket.id}".encode()).digest()
        return int.from_bytes(digest[:4], "big") / 2**32 * 100 < self.share
