from odoo import api, fields, models

from .callcenter_agent_skill import LEVELS


class CallcenterQueueSkill(models.Model):
    """A skill that a queue asks of its agents, with the least level."""

    _name = "callcenter.queue.skill"
    _description = "Skill of a Queue"
    _order = "queue_id, id"

    queue_id = fields.Many2one("callcenter.queue", required=True, ondelete="cascade", index=True)
    skill_id = fields.Many2one("callcenter.skill", required=True, ondelete="restrict", index=True)
    level = fields.Integer("Least level", default=1)

    _skill_uniq = models.Constraint("UNIQUE (queue_id, skill_id)", "The queue asks for this skill already.")
    _level_range = models.Constraint(LEVELS, "Level: 1 to 10.")

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.queue_id._find_agents()
        return rows

    def write(self, vals):
        result = super().write(vals)
        self.queue_id._find_agents()
        return result

    def unlink(self):
        queues = self.queue_id
        result = super().unlink()
        queues.exists()._find_agents()
        return result
