from psycopg2.errors import LockNotAvailable, SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

_GROUP = "callcenter_crm.group_callcenter"
DICTIONARIES = {
    "callcenter_lifecycle_id": "lifecycle",
    "callcenter_level_id": "customer_level",
    "callcenter_category_ids": "customer_category",
}
KINDS = {"callcenter_lifecycle_id": "lifecycle", "callcenter_level_id": "level"}


class ResPartner(models.Model):
    """Where a customer stands, what he means to the business, and how that came."""

    _name = "res.partner"
    _inherit = ("res.partner",)

    callcenter_lifecycle_id = fields.Many2one(
        "callcenter.dictionary.item",
        "Lifecycle",
        domain=[("dictionary_id.code", "=", "lifecycle")],
        ondelete="restrict",
        index="btree_not_null",
        copy=False,
        groups=_GROUP,
    )
    callcenter_lifecycle_locked = fields.Boolean(
        "Lifecycle Set by Hand", copy=False, groups=_GROUP, help="Rules leave the lifecycle as it is."
    )
    callcenter_level_id = fields.Many2one(
        "callcenter.dictionary.item",
        "Level",
        domain=[("dictionary_id.code", "=", "customer_level")],
        ondelete="restrict",
        index="btree_not_null",
        groups=_GROUP,
    )
    callcenter_level_locked = fields.Boolean(
        "Level Set by Hand", copy=False, groups=_GROUP, help="Rules leave the level as it is."
    )
    callcenter_category_ids = fields.Many2many(
        "callcenter.dictionary.item",
        "callcenter_partner_category_rel",
        "partner_id",
        "item_id",
        "Categories",
        domain=[("dictionary_id.code", "=", "customer_category")],
        groups=_GROUP,
    )
    callcenter_last_contact_at = fields.Datetime(
        "Last Contact",
        readonly=True,
        copy=False,
        groups=_GROUP,
        help="The last call that was answered, or the last follow-up.",
    )
    callcenter_change_ids = fields.One2many(
        "callcenter.customer.change", "partner_id", "Changes", readonly=True, copy=False, groups=_GROUP
    )

    @api.constrains(*DICTIONARIES)
    def _check_callcenter_items(self):
        # sudo: res.partner - the dictionary only
        for partner in self.sudo():
            for name, code in DICTIONARIES.items():
                if any(item.dictionary_id.code != code for item in partner[name]):
                    raise ValidationError(
                        self.env._("“%(items)s” is of another dictionary.", items=partner[name].display_name)
                    )

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        # sudo: res.partner - the history is the server's
        partners.sudo()._callcenter_note_changes({})
        return partners

    def write(self, vals):
        names = KINDS.keys() & vals.keys()
        if not names:
            return super().write(vals)
        # sudo: res.partner - the history is the server's
        before = {(partner.id, name): partner[name].id for partner in self.sudo() for name in names}
        result = super().write(vals)
        # sudo: res.partner - the history is the server's
        self.sudo()._callcenter_note_changes(before)
        return result

    def _callcenter_note_changes(self, before):
        """Write down what of lifecycle and level is not as in ``before``: ``{(id, field): item id}``."""
        rows = [
            {
                "partner_id": partner.id,
                "by_id": self.env.uid,
                "kind": kind,
                "from_id": before.get((partner.id, name)),
                "to_id": partner[name].id,
            }
            for partner in self
            for name, kind in KINDS.items()
            if before.get((partner.id, name), partner[name].id if before else False) != partner[name].id
        ]
        if rows:
            self.env["callcenter.customer.change"].create(rows)

    @api.model
    def _callcenter_touched(self, moments):
        """Keep the last contact of customers: ``moments`` is a dict of naive UTC datetime by partner id.

        A customer that somebody is saving at this moment is left to the nightly :meth:`_callcenter_catch_up`.
        """
        if not moments:
            return
        self.flush_model(["callcenter_last_contact_at"])
        query = SQL(
            """
            UPDATE res_partner p SET callcenter_last_contact_at = t.at
              FROM unnest(%s::int[], %s::timestamp[]) AS t (id, at)
             WHERE p.id IN (SELECT id FROM res_partner WHERE id = ANY(%s) FOR NO KEY UPDATE SKIP LOCKED)
               AND p.id = t.id AND (p.callcenter_last_contact_at IS NULL OR p.callcenter_last_contact_at < t.at)
            """,
            list(moments),
            list(moments.values()),
            list(moments),
        )
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(query, log_exceptions=False)
        except (SerializationFailure, LockNotAvailable):
            return
        self.browse(moments).invalidate_recordset(["callcenter_last_contact_at"])

    @api.model
    def _callcenter_catch_up(self, since=None):
        """Take the last contacts from calls and follow-ups since ``since`` (naive UTC; None: ever); one statement."""
        self.env.flush_all()
        since = since or fields.Datetime.to_datetime("1900-01-01")
        self.env.cr.execute(
            SQL(
                """
                WITH told AS (
                    SELECT partner_id, start AS at FROM callcenter_call
                     WHERE partner_id IS NOT NULL AND result = 'answered' AND start >= %(since)s
                     UNION ALL
                    SELECT partner_id, at FROM callcenter_followup WHERE partner_id IS NOT NULL AND at >= %(since)s
                ), last AS (SELECT partner_id, max(at) AS at FROM told GROUP BY partner_id)
                UPDATE res_partner p SET callcenter_last_contact_at = last.at FROM last
                 WHERE p.id = last.partner_id
                   AND (p.callcenter_last_contact_at IS NULL OR p.callcenter_last_contact_at < last.at)
                """,
                since=since,
            )
        )
        self.invalidate_model(["callcenter_last_contact_at"])
        return self.env.cr.rowcount
