from odoo import fields, models

FLAGS = {
    "abandoned": "task_abandoned",
    "short_abandoned": "task_short",
    "unanswered": "task_unanswered",
    "lost": "task_lost",
}


class CallcenterQueueTasks(models.Model):
    """Which calls that nobody answered are to be called back, by whom and when."""

    _inherit = "callcenter.queue"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    task_abandoned = fields.Boolean("Given up", default=True)
    task_short = fields.Boolean("Given up at once")
    task_unanswered = fields.Boolean("Not served", default=True)
    task_lost = fields.Boolean("Cut off by a fault", default=True)
    task_user_ids = fields.Many2many("res.users", string="Who calls back", domain="[('share', '=', False)]")
    task_after_min = fields.Integer("Due after (min)", default=0)

    def _is_task(self, call):
        """Tell whether a missed call of this queue goes on the list; a customer's salesperson is reminded anyway."""
        flag = FLAGS.get(call.result)
        return bool(flag and self[flag]) and not call.partner_id.user_id.active
