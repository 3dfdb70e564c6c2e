from odoo import api, fields, models


class CallcenterQaBegin(models.TransientModel):
    """Which agent of a call is scored."""

    _name = "callcenter.qa.begin"
    _description = "Agent to Score"

    call_id = fields.Many2one("callcenter.call", required=True, readonly=True, ondelete="cascade")
    talked_ids = fields.Many2many("res.users", compute="_compute_talked_ids")
    user_id = fields.Many2one(
        "res.users", "Agent", compute="_compute_user_id", store=True, readonly=False, required=True, precompute=True
    )

    @api.depends("call_id")
    def _compute_talked_ids(self):
        for row in self:
            row.talked_ids = self.env["callcenter.qa.score"]._talked(row.call_id)

    @api.depends("call_id")
    def _compute_user_id(self):
        for row in self:
            row.user_id = row.call_id.user_id

    def action_begin(self):
        self.ensure_one()
        scores = self.env["callcenter.qa.score"]
        return scores.browse(scores.begin(self.call_id.id, self.user_id.id))._open()
