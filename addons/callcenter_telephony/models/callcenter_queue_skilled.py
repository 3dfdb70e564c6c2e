from odoo import fields, models

from .callcenter_agent_skill import BEST


class CallcenterQueue(models.Model):
    """Queues that ask for skills find their agents themselves."""

    _inherit = "callcenter.queue"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    skill_ids = fields.One2many("callcenter.queue.skill", "queue_id", "Skills asked for", copy=True)

    def _find_agents(self):
        """Make those members who have all skills asked for, the best first; people put in by hand stay as they are."""
        # sudo: callcenter.queue.member - who sets levels need not set members
        for queue in self.sudo():
            wanted = queue._skilled() if queue.skill_ids else {}
            by_skill = queue.member_ids.filtered("by_skill")
            by_skill.filtered(lambda member, wanted=wanted: member.agent_id not in wanted).unlink()
            for member in by_skill.exists():
                if member.penalty != wanted[member.agent_id]:
                    member.penalty = wanted[member.agent_id]
            missing = wanted.keys() - set(queue.member_ids.agent_id)
            # sudo: callcenter.queue.member - as above
            self.env["callcenter.queue.member"].sudo().create(
                [
                    {"queue_id": queue.id, "agent_id": agent.id, "penalty": wanted[agent], "by_skill": True}
                    for agent in sorted(missing, key=lambda agent: agent.id)
                ]
            )

    def _skilled(self):
        """Return ``{agent: penalty}``: by the lowest of the agent's levels in what is asked for, the best 0."""
        found = {}
        for need in self.skill_ids:
            rows = need.skill_id.agent_skill_ids.filtered(
                lambda row, need=need: row.level >= need.level and row.agent_id.node_id == self.node_id
            )
            found[need] = {row.agent_id: row.level for row in rows if row.agent_id.active}
        common = set.intersection(*(set(levels) for levels in found.values()))
        return {agent: BEST - min(levels[agent] for levels in found.values()) for agent in common}
