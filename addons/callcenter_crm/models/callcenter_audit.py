import json

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

ACTS = [
    ("see", "Saw"),
    ("create", "Created"),
    ("change", "Changed"),
    ("delete", "Deleted"),
    ("export", "Exported"),
    ("play", "Played"),
    ("download", "Downloaded"),
    ("unmask", "Unmasked"),
    ("login", "Signed In"),
]
# so many records are named one by one; of more the ids stand in the detail
NAMED = 5


class CallcenterAudit(models.Model):
    """Who did what and when. Rows come by :meth:`_note` and stay as they are: nobody writes or deletes them."""

    _name = "callcenter.audit"
    _description = "Audit Log"
    _order = "at desc, id desc"
    _rec_name = "name"
    _log_access = False

    at = fields.Datetime("When", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Who", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", readonly=True, ondelete="restrict")
    act = fields.Selection(ACTS, "Did", required=True, readonly=True)
    model = fields.Char("Object", readonly=True, help="Technical name of what it was done to.")
    res_id = fields.Many2oneReference("Record", model_field="model", readonly=True, help="Empty where it was several.")
    name = fields.Char("What", readonly=True, help="What the record was called at that moment.")
    detail = fields.Text(readonly=True)
    count = fields.Integer("Records", readonly=True)

    _at_index = models.Index("(at DESC, id DESC)")
    _user_index = models.Index("(user_id, at DESC)")
    _record_index = models.Index("(model, res_id, at DESC) WHERE res_id IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise AccessError(self._untouchable())

    def write(self, vals):
        raise AccessError(self._untouchable())

    def unlink(self):  # pylint: disable=method-required-super
        raise AccessError(self._untouchable())  # pylint: disable=no-raise-unlink

    @api.model
    def _note(self, act, records=None, model=None, count=None, detail=None):
        """Write down that the current user did ``act``, in the user's own transaction: one row, whatever the number.

        :param str act: one of ``ACTS``
        :param records: what it was done to; they need not exist any more
        :param str model: technical name, where there are no records to give
        :param int count: how many records; that of ``records`` when not given
        :param detail: text, or what ``json.dumps`` takes; the ids of ``records`` when not given and there are several
        """
        # sudo: records - the log names what was touched, whoever may read its name
        records = records.sudo() if records is not None else None
        ids = records.ids if records is not None else []
        if detail is None and len(ids) > 1:
            detail = {"ids": ids}
        if detail is not None and not isinstance(detail, str):
            detail = json.dumps(detail, ensure_ascii=False, default=str)
        self.env.cr.execute(
            SQL(
                """INSERT INTO callcenter_audit (at, user_id, company_id, act, model, res_id, name, detail, count)
                   VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)""",
                fields.Datetime.now(),
                self.env.uid,
                self.env.company.id,
                act,
                records._name if records is not None else model,
                ids[0] if len(ids) == 1 else None,
                self._names(records),
                detail,
                len(ids) if count is None else count,
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _names(self, records):
        """Return what the first of ``records`` are called, None where there are none."""
        if not records:
            return None
        names = [record.display_name or "" for record in records[:NAMED].exists()]
        return ", ".join(names) + (" …" if len(records) > NAMED else "") if names else None

    @api.model
    def _untouchable(self):
        return self.env._("The audit log is neither written nor deleted by anybody.")
