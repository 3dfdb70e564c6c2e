from odoo import fields, models

from .callcenter_agent_desktop import DESK

PENDING = "callcenter.serve"


class CallcenterAgentServe(models.Model):
    """Whom a signed-in agent serves changes at once, without signing in again."""

    _inherit = "callcenter.agent"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    skill_ids = fields.One2many("callcenter.agent.skill", "agent_id", "Skills")

    def _serve_later(self):
        """Tell the node, with the commit, which queues these agents serve."""
        data = self.env.cr.precommit.data
        if PENDING not in data:
            data[PENDING] = set()
            env = self.env

            @env.cr.precommit.add
            def send():
                # sudo: callcenter.agent - who changes members need not see the agents
                env["callcenter.agent"].sudo().browse(env.cr.precommit.data.pop(PENDING, ()))._serve()

        data[PENDING].update(self.ids)

    def _serve(self):
        for agent in self.exists().filtered(lambda agent: agent.state != "offline" and agent.endpoint_id):
            agent._command("serve", {"agent": agent.extension, "queues": agent._serves()})

    def _serves(self):
        """Return the agent's queues with his penalties as the node is told of them."""
        return [[member.queue_id.code, member.penalty] for member in self._active_members()] or [[DESK, 0]]
