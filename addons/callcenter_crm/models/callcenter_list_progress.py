from odoo import fields, models


class CallcenterListProgress(models.Model):
    """How far a running import is: a row apart from its batch.

    It is written in transactions of its own while the import itself is not committed yet, and would collide with that
    one in the batch's own row.
    """

    _name = "callcenter.list.progress"
    _description = "Progress of an Import"
    _log_access = False

    list_id = fields.Many2one("callcenter.list", required=True, ondelete="cascade")
    part = fields.Float(default=0.0, required=True)
    rows = fields.Integer(default=0, required=True)
    at = fields.Datetime(help="When it was last heard of.")
    cancel = fields.Boolean(default=False, required=True)
    starts = fields.Integer(default=0, required=True)

    _list_unique = models.Constraint("UNIQUE (list_id)", "A batch has one progress.")
