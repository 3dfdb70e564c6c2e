from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..render import model as render


class CallcenterDid(models.Model):
    """A number that customers call, and what takes the call."""

    _name = "callcenter.did"
    _inherit = "callcenter.node.part"
    _description = "DID"
    _order = "number"
    _rec_names_search = ("number", "name")
    _not_configured = frozenset({"name"})

    number = fields.Char(required=True, help="As the carrier sends it: digits only.")
    name = fields.Char(translate=True)
    target = fields.Selection([("flow", "Flow"), ("queue", "Queue")], "Leads to", required=True, default="flow")
    flow_id = fields.Many2one("callcenter.ivr.flow", domain="[('node_id', '=', node_id)]", ondelete="restrict")
    queue_id = fields.Many2one("callcenter.queue", domain="[('node_id', '=', node_id)]", ondelete="restrict")

    _number_uniq = models.Constraint("UNIQUE (node_id, number)", "This DID exists already on the server.")

    @api.depends("number", "name")
    def _compute_display_name(self):
        for did in self:
            did.display_name = " ".join(filter(None, (did.number, did.name)))

    @api.constrains("number")
    def _constrain_number(self):
        self._check_digits("number")
        for did in self:
            taken = self.env["callcenter.endpoint"].search_count(
                [("node_id", "=", did.node_id.id), ("extension", "=", did.number)], limit=1
            )
            if taken:
                raise ValidationError(self.env._("%(number)s is an extension already.", number=did.number))

    @api.constrains("target", "flow_id", "queue_id", "node_id")
    def _constrain_target(self):
        for did in self:
            goal = did._goal()
            if not goal:
                raise ValidationError(self.env._("%(number)s: choose where its calls go.", number=did.number))
            if goal.node_id != did.node_id:
                raise ValidationError(
                    self.env._("%(goal)s is on another server than %(number)s.", goal=goal.name, number=did.number)
                )

    def _goal(self):
        """Return the flow or the queue that takes the calls."""
        self.ensure_one()
        return self.flow_id if self.target == "flow" else self.queue_id

    def _as_did(self):
        goal = self._goal()
        if self.target == "flow":
            return render.Did(number=self.number, flow=goal.code)
        return render.Did(number=self.number, queue=goal.code)
