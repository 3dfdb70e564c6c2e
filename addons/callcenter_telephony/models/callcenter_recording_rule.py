from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..render import model as render


class CallcenterRecordingRule(models.Model):
    """Which calls are recorded: the first rule that fits decides, on the node and without Odoo.

    Without a rule that fits, the queue's own switch decides, and outbound calls are recorded. A server that is not to
    record at all records nothing, whatever the rules say.
    """

    _name = "callcenter.recording.rule"
    _inherit = "callcenter.config.mixin"
    _description = "Recording Rule"
    _order = "sequence, id"
    _not_configured = frozenset({"name", "company_id"})

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    record = fields.Selection([("yes", "Record"), ("no", "Do Not Record")], "Then", required=True, default="yes")
    direction = fields.Selection([("inbound", "Inbound"), ("outbound", "Outbound")], help="Empty: both.")
    queue_ids = fields.Many2many("callcenter.queue", string="Queues", help="Empty: any, and calls without a queue.")
    campaign_ids = fields.Many2many("callcenter.campaign", string="Campaigns", help="Empty: any.")
    agent_ids = fields.Many2many(
        "callcenter.agent",
        string="Agents",
        help="Who answers or dials. What such a rule forbids is thrown away unheard.",
    )
    department_ids = fields.Many2many(
        "callcenter.department", string="Departments", help="Of the agent, with those below them."
    )
    percent = fields.Integer("Share of Calls (%)", required=True, default=100, help="By chance, call by call.")
    recording_ids = fields.One2many("callcenter.recording", "rule_id", readonly=True)

    @api.constrains("percent")
    def _constrain_percent(self):
        for rule in self:
            if not 1 <= rule.percent <= 100:
                raise ValidationError(
                    self.env._("Share of calls: 1 to 100 percent. Archive a rule that is not to hold.")
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo: callcenter.recording - whoever may delete rules, recordings go on telling why they are there
        if self.env["callcenter.recording"].sudo().search_count([("rule_id", "in", self.ids)], limit=1):
            raise ValidationError(self.env._("Calls were recorded by this rule: archive it instead."))

    def _configured_nodes(self):
        # sudo: callcenter.node - who may save a rule need not have a right on the server's record
        return self.env["callcenter.node"].sudo().search([("company_id", "in", self.company_id.ids)])

    def _people(self):
        """Return the agents that the rule is about."""
        users = self.env["res.users"].search([("callcenter_department_id", "child_of", self.department_ids.ids)])
        by_department = self.env["callcenter.agent"].search([("user_id", "in", users.ids)])
        return self.agent_ids | (by_department if self.department_ids else self.agent_ids)

    def _as_rule(self, node):
        """Return the rule as ``node`` keeps it, None where it cannot fit there."""
        self.ensure_one()
        queues = self.queue_ids.filtered(lambda queue: queue.node_id == node and queue.active)
        if self.queue_ids and not queues:
            return None
        about_people = bool(self.agent_ids or self.department_ids)
        people = self._people().filtered(lambda agent: agent.node_id == node and agent.extension)
        return render.RecordingRule(
            code=str(self.id),
            record=self.record == "yes",
            direction=self.direction or "",
            queues=tuple(queues.mapped("code")),
            campaigns=tuple(str(campaign) for campaign in self.campaign_ids.ids),
            agents=tuple(people.mapped("extension")) if about_people else None,
            percent=self.percent,
        )
