from odoo import api, fields, models

BEST = 10
LEVELS = f"CHECK (level BETWEEN 1 AND {BEST})"


class CallcenterAgentSkill(models.Model):
    """How well an agent has a skill: 1 (a little) to 10 (best)."""

    _name = "callcenter.agent.skill"
    _description = "Agent's Skill"
    _order = "agent_id, level desc, id"

    agent_id = fields.Many2one("callcenter.agent", required=True, ondelete="cascade", index=True)
    skill_id = fields.Many2one("callcenter.skill", required=True, ondelete="restrict", index=True)
    level = fields.Integer(default=5)

    _skill_uniq = models.Constraint("UNIQUE (agent_id, skill_id)", "The agent has this skill already.")
    _level_range = models.Constraint(LEVELS, "Level: 1 to 10.")

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._resolve(rows.skill_id)
        return rows

    def write(self, vals):
        skills = self.skill_id
        result = super().write(vals)
        self._resolve(skills | self.skill_id)
        return result

    def unlink(self):
        skills = self.skill_id
        result = super().unlink()
        self._resolve(skills)
        return result

    @api.model
    def _resolve(self, skills):
        """Let the queues that ask for one of ``skills`` find their agents anew."""
        # sudo: callcenter.queue.skill - who sets an agent's level need not see what asks for it
        self.env["callcenter.queue.skill"].sudo().search([("skill_id", "in", skills.ids)]).queue_id._find_agents()
