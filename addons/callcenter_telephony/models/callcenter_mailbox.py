from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..render import model as render


class CallcenterMailbox(models.Model):
    """Where callers leave a message, for the people of a queue or for one agent."""

    _name = "callcenter.mailbox"
    _inherit = "callcenter.node.part"
    _description = "Mailbox"
    _order = "name"
    _not_configured = frozenset({"name", "queue_id", "agent_id", "user_ids"})

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    greeting_id = fields.Many2one("callcenter.prompt", ondelete="restrict")
    thanks_id = fields.Many2one("callcenter.prompt", ondelete="restrict")
    max_s = fields.Integer("Longest message (s)", default=120)
    beep = fields.Boolean(default=True)
    queue_id = fields.Many2one(
        "callcenter.queue",
        "For the agents of",
        domain="[('node_id', '=', node_id)]",
        ondelete="set null",
        help="Whose agents see new messages in their list.",
    )
    agent_id = fields.Many2one("callcenter.agent", "For the agent", ondelete="set null")
    user_ids = fields.Many2many("res.users", string="And for", domain="[('share', '=', False)]")

    _code_uniq = models.Constraint("UNIQUE (node_id, code)", "Another mailbox of this server has this code already.")

    @api.constrains("code", "max_s")
    def _constrain_box(self):
        self._check_code()
        for box in self:
            if not 5 <= box.max_s <= 600:
                raise ValidationError(self.env._("Longest message: 5 to 600 seconds."))

    @api.constrains("active")
    def _constrain_archive(self):
        for box in self.filtered(lambda box: not box.active):
            rules = self.env["callcenter.queue.rule"].search([("mailbox_id", "=", box.id)])
            if rules:
                names = ", ".join(rules.queue_id.mapped("name"))
                raise ValidationError(self.env._("Calls are still sent to this mailbox by: %(names)s.", names=names))

    def _people(self):
        """Return the users who are told of new messages."""
        return (self.user_ids | self.agent_id.user_id | self.queue_id.member_ids.agent_id.user_id).filtered("active")

    def _as_mailbox(self):
        return render.Mailbox(
            code=self.code,
            greeting=self.greeting_id.code or "",
            thanks=self.thanks_id.code or "",
            max_s=self.max_s,
            beep=self.beep,
        )
