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
    next_at = fields.Datetime("Next Date")
    custom = fields.Json(help="Custom fields of the wrap-up: name and value as the browser sends them.")

    _draft_uniq = models.UniqueIndex("(call_key, agent_id)", "One draft a call.")

    def _keep(self):
        """Make the drafts the notes and outcomes of their calls, as their agents had no time to save them."""
        calls = self.env["callcenter.call"].search([("key", "in", self.mapped("call_key"))])
        by_key = {call.key: call for call in calls}
        for draft in self.filtered(lambda draft: draft.call_key in by_key):
            typed = self.env["callcenter.field"]._callcenter_written(draft.custom or {})
            vals = {"note": draft.note, "disposition_id": draft.disposition_id.id, **typed}
            by_key[draft.call_key].write({name: value for name, value in vals.items() if value})
            draft.unlink()

    @api.autovacuum
    def _gc_drafts(self):
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        self.search([("write_date", "<", limit)], limit=100_000).unlink()
