from datetime import timedelta

from odoo import api, fields, models

KEEP_DAYS = 7


class CallcenterCallDraft(models.Model):
    """What an agent has typed for a call and not saved yet, so that a reload loses nothing."""

    _name = "callcenter.call.draft"
    _description = "Draft of a call's note"

    call_key = fields.Char(required=True)
    agent_id = fields.Many2one("callcenter.agent", required=True, ondelete="cascade")
    disposition_id = fields.Many2one("callcenter.disposition", ondelete="set null")
    note = fields.Text()

    _draft_uniq = models.UniqueIndex("(call_key, agent_id)", "One draft a call.")

    @api.autovacuum
    def _gc_drafts(self):
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        self.search([("write_date", "<", limit)], limit=100_000).unlink()
