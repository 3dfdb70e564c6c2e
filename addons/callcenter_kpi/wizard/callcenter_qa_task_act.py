from odoo import fields, models


class CallcenterQaTaskAct(models.TransientModel):
    """What is done with calls to score: another inspector gets them, or nobody scores them."""

    _name = "callcenter.qa.task.act"
    _description = "Hand Over or Drop Calls to Score"

    task_ids = fields.Many2many("callcenter.qa.task", string="Calls", required=True)
    inspector_id = fields.Many2one("res.users")
    reason = fields.Char("Why Not", size=200)

    def action_hand_over(self):
        self.ensure_one()
        self.task_ids.hand_over(self.inspector_id)
        return {"type": "ir.actions.act_window_close"}

    def action_drop(self):
        self.ensure_one()
        self.task_ids.drop(self.reason)
        return {"type": "ir.actions.act_window_close"}
