from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CallcenterQueueMember(models.Model):
    """An agent's place in a queue."""

    _name = "callcenter.queue.member"
    _inherit = "callcenter.config.mixin"
    _description = "Agent of a queue"
    _order = "queue_id, penalty, id"

    queue_id = fields.Many2one("callcenter.queue", required=True, ondelete="cascade", index=True)
    agent_id = fields.Many2one("callcenter.agent", required=True, ondelete="cascade", index=True)
    by_skill = fields.Boolean(readonly=True, help="Put in by the skills that the queue asks for.")
    penalty = fields.Integer(help="Agents with a lower penalty are offered calls first.")
    node_id = fields.Many2one(related="queue_id.node_id")

    _member_uniq = models.Constraint("UNIQUE (queue_id, agent_id)", "This agent is in the queue already.")

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members.agent_id._serve_later()
        return members

    def write(self, vals):
        agents = self.agent_id
        result = super().write(vals)
        (agents | self.agent_id)._serve_later()
        return result

    def unlink(self):
        agents = self.agent_id
        result = super().unlink()
        agents.exists()._serve_later()
        return result

    @api.constrains("penalty")
    def _constrain_penalty(self):
        for member in self:
            if not 0 <= member.penalty <= 100:
                raise ValidationError(self.env._("Penalty: 0 to 100."))

    @api.constrains("queue_id", "agent_id")
    def _constrain_node(self):
        for member in self:
            node = member.agent_id.node_id
            if node and node != member.queue_id.node_id:
                raise ValidationError(
                    self.env._(
                        "%(agent)s has a phone on %(node)s; the queue %(queue)s is on another server.",
                        agent=member.agent_id.name,
                        node=node.name,
                        queue=member.queue_id.name,
                    )
                )

    def _compute_display_name(self):
        for member in self:
            member.display_name = f"{member.queue_id.name}: {member.agent_id.name}"
