from odoo import fields, models

from ..tools.masked_fields import MaskedName

ACTS = [
    ("made", "Made"),
    ("routed", "Routed by Rule"),
    ("taken", "Taken"),
    ("handed", "Handed On"),
    ("sent_back", "Sent Back"),
    ("escalated", "Escalated"),
    ("urged", "Urged"),
    ("merged", "Merged"),
    ("unmerged", "Merge Undone"),
    ("linked", "Linked"),
    ("unlinked", "Link Removed"),
    ("typed", "Type Changed"),
    ("rated_low", "Rated Low"),
    ("closed", "Closed"),
    ("reopened", "Reopened"),
]


class CallcenterWorkorderStep(models.Model):
    """What was done with a work order: who, when, from whom to whom, why. Rows are never changed."""

    _name = "callcenter.workorder.step"
    _description = "Step of a Work Order"
    _order = "at desc, id desc"
    _rec_name = "act"
    _log_access = False

    ticket_id = fields.Many2one("helpdesk.ticket", "Work Order", required=True, readonly=True, ondelete="cascade")
    at = fields.Datetime("When", required=True, readonly=True, default=fields.Datetime.now)
    act = fields.Selection(ACTS, required=True, readonly=True)
    user_id = fields.Many2one("res.users", "By", readonly=True)
    from_user_id = fields.Many2one("res.users", "From Owner", readonly=True)
    to_user_id = fields.Many2one("res.users", "To Owner", readonly=True)
    from_department_id = fields.Many2one("callcenter.department", readonly=True)
    to_department_id = fields.Many2one("callcenter.department", readonly=True)
    note = MaskedName(readonly=True)
    call_id = fields.Many2one("callcenter.call", readonly=True, ondelete="set null", index="btree_not_null")
    visit_id = fields.Many2one("callcenter.visit", "Return Visit", readonly=True, ondelete="set null")
    # what a merge has moved, to undo it by
    moved = fields.Json(readonly=True, groups="base.group_system")

    _ticket_idx = models.Index("(ticket_id, at)")
