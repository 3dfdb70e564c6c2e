from datetime import timedelta

from odoo import api, fields, models

STATES = [
    ("taken", "On Screen"),
    ("dialled", "Dialled"),
    ("done", "Done"),
    ("skipped", "Skipped"),
    ("released", "Let Go"),
]
OPEN = ("taken", "dialled")
KEEP_DAYS = 90


class CallcenterPreview(models.Model):
    """A contact that an agent has on the screen, reserved: whoever it is for, nobody else gets it meanwhile.

    The node keeps the reservation as well, by the id of this row: that is where the agent's state comes from.
    """

    _name = "callcenter.preview"
    _description = "Previewed Contact"
    _order = "id desc"
    _rec_name = "contact_id"
    _log_access = False

    agent_id = fields.Many2one("callcenter.agent", required=True, readonly=True, ondelete="cascade")
    contact_id = fields.Many2one("callcenter.contact", required=True, readonly=True, ondelete="cascade", index=True)
    campaign_id = fields.Many2one("callcenter.campaign", required=True, readonly=True, ondelete="cascade", index=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="taken")
    at = fields.Datetime("Taken", required=True, readonly=True, default=fields.Datetime.now)
    until = fields.Datetime(required=True, readonly=True)
    ended_at = fields.Datetime("Ended", readonly=True)
    reason_id = fields.Many2one(
        "callcenter.dictionary.item", "Why Skipped", readonly=True, ondelete="restrict", index="btree_not_null"
    )

    _agent_index = models.Index("(agent_id, id DESC)")
    _contact_uniq = models.UniqueIndex(
        "(contact_id) WHERE state IN ('taken', 'dialled')", "Somebody else has this contact on the screen."
    )
    _agent_uniq = models.UniqueIndex(
        "(agent_id) WHERE state IN ('taken', 'dialled')", "You have a contact on the screen already."
    )

    def _is_over(self):
        """Tell whether a contact that was not dialled has been kept for too long."""
        self.ensure_one()
        return self.state == "taken" and self.until <= fields.Datetime.now()

    def _end(self, state, **vals):
        self.filtered(lambda row: row.state in OPEN).write({"state": state, "ended_at": fields.Datetime.now(), **vals})

    @api.model
    def _over(self, call):
        """What came of the contact of ``call`` is written down."""
        self.search([("contact_id", "=", call.contact_id.id), ("state", "in", OPEN)])._end("done")

    @api.autovacuum
    def _gc_previews(self):
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        self.search([("at", "<", limit), ("state", "not in", OPEN)], limit=100_000).unlink()
