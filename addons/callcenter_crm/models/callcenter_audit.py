import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError
from odoo.tools import SQL

from ..tools import auditing

ACTS = [
    ("see", "Saw"),
    ("create", "Created"),
    ("change", "Changed"),
    ("delete", "Deleted"),
    ("export", "Exported"),
    ("play", "Played"),
    ("download", "Downloaded"),
    ("refuse", "Was Refused"),
    ("unmask", "Unmasked"),
    ("login", "Signed In"),
]
# so many records are named one by one; of more the ids stand in the detail
NAMED = 5
FORGOTTEN = 10_000  # rows that are removed in one transaction
PENDING = "callcenter.audit"  # key of the transaction's rows that are not in the database yet


class CallcenterAudit(models.Model):
    """Who did what and when. Rows come by :meth:`_note` and stay as they are: nobody writes or deletes them.

    Which acts upon which models come here by themselves, and for how long, ``callcenter.audit.rule`` says; see
    ``base_audit.py``. OCA's auditlog was weighed: its manager may delete rows, it writes one row a record and one a
    field, so that an act upon 100,000 contacts costs more than the act, and it knows nothing of playing, unmasking
    and signing in.

    ``detail`` is text, or JSON with some of: ``changed`` {field: [old, new]}, ``each`` {id: such}, ``set``
    {field: value}, ``fields`` [field], ``ids`` [id].
    """

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
    summary = fields.Text("Details", compute="_compute_summary", help="What changed, from → to.")
    record_numbers = fields.Text(compute="_compute_summary", help="Which records it was, where it was several.")
    object_name = fields.Char("Object's Name", compute="_compute_object_name")
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

    @api.depends("detail", "model")
    def _compute_summary(self):
        for row in self:
            try:
                detail = json.loads(row.detail or "{}")
            except ValueError:
                detail = None
            ids = detail.get("ids", []) if isinstance(detail, dict) else []
            row.record_numbers = ", ".join(map(str, ids))
            said = isinstance(detail, dict) and auditing.said(detail, row._field_label)
            row.summary = "\n".join(said) if said is not False else row.detail

    def _field_label(self, name):
        """Return the user's word for the field ``name`` of what the row is about; ``name`` where there is none."""
        Model = self.env.get(self.model)
        known = Model is not None and name in Model._fields
        return Model._fields[name]._description_string(self.env) if known else name

    @api.depends("model")
    def _compute_object_name(self):
        # sudo: ir.model - the names of models are no secret of the settings
        known = self.env["ir.model"].sudo().search([("model", "in", list(set(self.mapped("model")) - {False}))])
        names = {row.model: row.name for row in known}
        for row in self:
            row.object_name = names.get(row.model, row.model)

    @api.model
    def _noted_since(self, act, records, minutes, detail=None):
        """Return whether the user's ``act`` upon one record has been written down in the last ``minutes``; upon several
        with just this ``detail``."""
        self._write_pending()
        since = fields.Datetime.now() - timedelta(minutes=minutes)
        one = len(records) == 1
        return bool(
            self.env.execute_query(
                SQL(
                    """SELECT FROM callcenter_audit WHERE model = %s AND %s AND at >= %s
                          AND user_id = %s AND act = %s LIMIT 1""",
                    records._name,
                    SQL("res_id = %s", records.id) if one else SQL("res_id IS NULL AND detail = %s", detail),
                    since,
                    self.env.uid,
                    act,
                )
            )
        )

    @api.model
    def _note_act(self, act, record, detail=None):
        """Write down ``act`` upon one record if a rule asks for it, and not again within the rule's minutes."""
        limits = self.env["callcenter.audit.rule"]._limits(act, record._name)
        if limits and not (limits[0] and self._noted_since(act, record, limits[0])):
            self._note(act, record, detail=detail)

    @api.model
    def _note_looks(self, records, names):
        """Write down that the user looked at ``records``, one or a page of a list, if a rule asks for it: a row a page.

        :param names: fields with numbers that the user got whole
        """
        limits = self.env["callcenter.audit.rule"]._limits("see", records._name)
        detail = {"fields": sorted(names)} if names else {}
        if len(records) == 1:
            self._note_act("see", records, detail or None)
        elif limits and len(records) >= limits[1]:
            text = json.dumps({**detail, "ids": records.ids[: auditing.NAMED]})
            if not (limits[0] and self._noted_since("see", records, limits[0], text)):
                self._note("see", records, detail=text)

    @api.model
    def _note_shown(self, pairs):
        """Write down looks that nobody asked for, as a rule asks for them, in one query: pages put before people.

        :param pairs: users, each with one record of the same model
        """
        pairs = dict.fromkeys(pairs)
        limits = pairs and self.env["callcenter.audit.rule"]._limits("see", next(iter(pairs))[1]._name)
        if not limits:
            return
        self._write_pending()
        now = fields.Datetime.now()
        rows = [
            SQL(
                "(%s, %s, %s, %s, %s, %s)",
                user.id,
                user.company_id.id,
                record._name,
                record.id,
                record.display_name,
                json.dumps({"fields": ["phone"]}) if user._callcenter_sees_numbers() else None,
            )
            for user, record in pairs
        ]
        self.env.cr.execute(
            SQL(
                """INSERT INTO callcenter_audit (at, user_id, company_id, act, model, res_id, name, detail, count)
                   SELECT %(now)s, v.user_id, v.company_id, 'see', v.model, v.res_id, v.name, v.detail, 1
                     FROM (VALUES %(rows)s) AS v(user_id, company_id, model, res_id, name, detail)
                    WHERE NOT EXISTS (SELECT FROM callcenter_audit a WHERE a.model = v.model AND a.res_id = v.res_id
                                         AND a.at > %(since)s AND a.user_id = v.user_id AND a.act = 'see')""",
                now=now,
                since=now - timedelta(minutes=limits[0]),
                rows=SQL(", ").join(rows),
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _cron_forget(self):
        """Remove what is older than its rule says: the rule of its model, else the one of all; without any, never."""
        self.env["callcenter.audit.rule"].flush_model()
        least = self.env["callcenter.audit.rule"]._min_days()
        while True:
            self.env.cr.execute(
                SQL(
                    """
                    DELETE FROM callcenter_audit WHERE id IN (
                        SELECT a.id FROM callcenter_audit a
                          JOIN LATERAL (
                               SELECT r.keep_days FROM callcenter_audit_rule r
                                WHERE r.act = a.act AND (r.model IS NULL OR r.model = a.model)
                                ORDER BY r.model LIMIT 1
                          ) rule ON rule.keep_days > 0
                         WHERE a.at < %(now)s - make_interval(days => greatest(rule.keep_days, %(least)s))
                         LIMIT %(some)s
                    )
                    """,
                    now=fields.Datetime.now(),
                    least=least,
                    some=FORGOTTEN,
                )
            )
            if self.env.cr.rowcount < FORGOTTEN or not self.env["ir.cron"]._commit_progress(self.env.cr.rowcount):
                break
        self.invalidate_model(flush=False)

    @api.model
    def _note(self, act, records=None, model=None, count=None, detail=None, name=None):
        """Write down that the current user did ``act``, in the user's own transaction: one row, whatever the number.

        :param str act: one of ``ACTS``
        :param records: what it was done to; they need not exist any more
        :param str model: technical name, where there are no records to give
        :param int count: how many records; that of ``records`` when not given
        :param str name: what the records are called, where they are gone already
        :param detail: text, or what ``json.dumps`` takes; the ids of ``records`` when not given and there are several
        """
        # sudo: records - the log names what was touched, whoever may read its name
        records = records.sudo() if records is not None else None
        ids = records.ids if records is not None else []
        if detail is None and len(ids) > 1:
            detail = {"ids": ids[: auditing.NAMED]}
        if detail is not None and not isinstance(detail, str):
            detail = json.dumps(detail, ensure_ascii=False, default=str)
        row = (
            fields.Datetime.now(),
            self.env.uid,
            self.env.company.id,
            act,
            records._name if records is not None else model,
            ids[0] if len(ids) == 1 else None,
            name or self._names(records),
            detail,
            len(ids) if count is None else count,
        )
        precommit = self.env.cr.precommit
        if PENDING not in precommit.data:
            precommit.add(self._write_pending)
        precommit.data.setdefault(PENDING, []).append(row)

    @api.model
    def _write_pending(self):
        """Insert the rows of this transaction, all at once, before it commits or somebody asks for them."""
        if rows := self.env.cr.precommit.data.pop(PENDING, None):
            self.env.cr.execute_values(
                """INSERT INTO callcenter_audit (at, user_id, company_id, act, model, res_id, name, detail, count)
                   VALUES %s""",
                rows,
                page_size=len(rows),
            )
            self.invalidate_model(flush=False)

    def _search(self, domain, *args, **kwargs):
        self._write_pending()
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _names(self, records):
        """Return what the first of ``records`` are called, None where there are none."""
        if not records:
            return None
        try:
            names = [record.display_name or "" for record in records[:NAMED]]
        except MissingError:
            return None
        return ", ".join(names) + (" …" if len(records) > NAMED else "")

    @api.model
    def _untouchable(self):
        return self.env._("The audit log is neither written nor deleted by anybody.")
