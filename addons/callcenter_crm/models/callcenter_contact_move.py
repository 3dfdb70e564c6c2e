from odoo import api, fields, models
from odoo.tools import SQL

KINDS = [
    ("import", "Import"),
    ("allocate", "Allocate"),
    ("recall", "Recall"),
    ("reassign", "Reassign"),
    ("recycle", "Recycle"),
    ("share", "Share"),
    ("take", "Taken Over"),
    ("convert", "Convert"),
    ("undo", "Undo"),
]


class Told(fields.Many2one):
    """A many2one of a fact, without a foreign key: of 100,000 moves at once the checks would take most of the time.

    What is written comes from rows that have the key; whoever is named in the history is archived, not deleted, or
    whoever deletes it sees to what names it.
    """

    def update_db_foreign_key(self, model, column):
        """Make none."""


class CallcenterContactMove(models.Model):
    """One move of one contact: who had it, who has it now. Written by the server only, never changed."""

    _name = "callcenter.contact.move"
    _description = "Move of a Contact"
    _order = "at desc, id desc"
    _log_access = False

    contact_id = Told("callcenter.contact", "Campaign Contact", required=True, readonly=True, ondelete="cascade")
    at = fields.Datetime("Moved On", required=True, readonly=True, default=fields.Datetime.now)
    by_id = Told("res.users", "Moved By", required=True, readonly=True, ondelete="restrict")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    from_department_id = Told("callcenter.department", readonly=True)
    to_department_id = Told("callcenter.department", readonly=True)
    from_user_id = Told("res.users", "From Agent", readonly=True)
    to_user_id = Told("res.users", "To Agent", readonly=True)
    state = fields.Char("Contact's State", readonly=True, help="The state in which the contact was moved.")
    act_id = Told("callcenter.allocation", "Allocation", readonly=True)

    _contact_index = models.Index("(contact_id, id)")
    _act_index = models.Index("(act_id) WHERE act_id IS NOT NULL")

    @api.model
    def _forget(self, contacts):
        """Delete the history of contacts that go; ``contacts``: SQL of their ids."""
        self.env.cr.execute(SQL("DELETE FROM callcenter_contact_move WHERE contact_id IN (%s)", contacts))
        self.invalidate_model(flush=False)

    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for move in self:
            move.display_name = kinds.get(move.kind)
