from odoo import api, fields, models

_GROUPS = "callcenter_crm.group_leader,callcenter_crm.group_qa"


class CallcenterCall(models.Model):
    _inherit = "callcenter.call"

    rating_level_id = fields.Many2one("callcenter.rating.level", "Satisfaction", readonly=True, ondelete="restrict")
    # as the level was when the rating was given
    rating_score = fields.Float("Score", readonly=True, aggregator="avg")
    rating_satisfied = fields.Boolean("Satisfied", readonly=True)
    queue_fact_ids = fields.One2many(
        "callcenter.report.queue", "call_id", "Facts by Queue", readonly=True, groups=_GROUPS
    )
    agent_fact_ids = fields.One2many("callcenter.report.agent", "call_id", "Facts by Agent", readonly=True)

    @api.model
    def _ledger_written(self, calls):
        result = super()._ledger_written(calls)
        self.env["callcenter.call.leg"]._freeze_limits(calls.ids)
        calls._rate()
        return result

    def _rate(self):
        """Turn the keys pressed in surveys into ratings; a rating once given stays as it was."""
        unrated = self.filtered(lambda call: call.rating_key and call.rating_level_id.key != call.rating_key)
        if not unrated:
            return
        levels = {level.key: level for level in self.env["callcenter.rating.level"].search([])}
        for call in unrated:
            if level := levels.get(call.rating_key):
                call.write(
                    {
                        "rating_level_id": level.id,
                        "rating_score": level.score,
                        "rating_satisfied": level.satisfied,
                    }
                )
