from odoo import models
from odoo.tools import SQL

from .callcenter_allocation import ON_A_CALL, ORDERS

# what starts anew with a contact that is recycled; everything else, custom fields too, is taken along
RESTARTED = {
    "id", "campaign_id", "list_id", "department_id", "user_id", "state", "disposition_id", "intent_id", "attempts",
    "first_at", "last_at", "next_at", "created", "origin_id", "share_user_id", "share_department_id",
}  # fmt: skip


class CallcenterAllocationRecycle(models.Model):
    """Old contacts into a new campaign, as new contacts that know what they were made of."""

    _inherit = "callcenter.allocation"

    def _recycle(self, domain, order="priority", limit=None):
        """Make new contacts of campaign ``to_campaign_id`` out of those of ``domain``; returns how many.

        A number comes once, and only if the campaign does not have it yet and it is not blacklisted.
        """
        self.ensure_one()
        copied = [
            SQL.identifier(name)
            for name, field in self.env["callcenter.contact"]._fields.items()
            if field.store and field.column_type and name not in RESTARTED
        ]
        self.env.flush_all()
        self._one_at_a_time(self.to_campaign_id)
        self.env.cr.execute(
            SQL(
                """
                WITH once AS (
                    SELECT DISTINCT ON (callcenter_contact.number) callcenter_contact.id
                      FROM %(contacts)s AND %(fit)s
                     ORDER BY callcenter_contact.number, callcenter_contact.id DESC
                ), chosen AS MATERIALIZED (
                    SELECT * FROM callcenter_contact WHERE id IN (SELECT id FROM once)
                     ORDER BY %(order)s LIMIT %(limit)s
                       FOR UPDATE OF callcenter_contact SKIP LOCKED
                ), made AS (
                    INSERT INTO callcenter_contact (campaign_id, state, attempts, created, origin_id, %(copied)s)
                    SELECT %(campaign)s, 'new', 0, %(at)s, id, %(copied)s FROM chosen
                 RETURNING id, origin_id
                )
                INSERT INTO callcenter_contact_move (contact_id, at, by_id, kind, state, act_id,
                       from_department_id, from_user_id)
                SELECT made.id, %(at)s, %(by)s, 'recycle', 'new', %(act)s, chosen.department_id, chosen.user_id
                  FROM made JOIN chosen ON chosen.id = made.origin_id
                """,
                contacts=self._from(domain),
                fit=self._fit_for(self.to_campaign_id),
                order=ORDERS[order],
                limit=limit,
                copied=SQL(", ").join(copied),
                campaign=self.to_campaign_id.id,
                at=self.at,
                by=self.env.user.id,
                act=self.id,
            )
        )
        count = self.env.cr.rowcount
        self._take_choices_along()
        return self._done(count, 1)

    def _one_at_a_time(self, campaign):
        """Let two who recycle into one campaign at once follow each other: the second sees the numbers of the first."""
        self.env.cr.execute(SQL("UPDATE callcenter_campaign SET id = id WHERE id = %s", campaign.id))

    def _fit_for(self, campaign):
        """Return the SQL condition for contacts whose number may be called in ``campaign``.

        Of the contacts of one number the newest goes. The number that is on a call now does not, nor does a contact one
        of whose numbers is blacklisted.
        """
        conditions = [
            SQL("callcenter_contact.number <> '' AND callcenter_contact.campaign_id <> %s", campaign.id),
            SQL("NOT %s", ON_A_CALL),
            SQL(
                "NOT EXISTS (SELECT FROM callcenter_contact o"
                " WHERE o.number = callcenter_contact.number AND o.campaign_id = %s)",
                campaign.id,
            ),
            self.env["callcenter.blacklist"]._free(
                campaign.company_id or self.env.company,
                SQL("callcenter_contact.number"),
                SQL("callcenter_contact.number_2"),
            ),
        ]
        return SQL(" AND ").join(conditions)

    def _take_choices_along(self):
        """Copy what custom fields with several choices hold: rows of relation tables."""
        for field in self.env["callcenter.contact"]._fields.values():
            if field.type == "many2many" and field.store and field.manual:
                self.env.cr.execute(
                    SQL(
                        """
                        INSERT INTO %(table)s (%(contact)s, %(item)s)
                        SELECT c.id, r.%(item)s FROM callcenter_contact_move m
                          JOIN callcenter_contact c ON c.id = m.contact_id
                          JOIN %(table)s r ON r.%(contact)s = c.origin_id
                         WHERE m.act_id = %(act)s
                        """,
                        table=SQL.identifier(field.relation),
                        contact=SQL.identifier(field.column1),
                        item=SQL.identifier(field.column2),
                        act=self.id,
                    )
                )

    def _undo(self):
        """Contacts made by recycling go again, unless somebody has touched or moved them."""
        if self.kind != "recycle":
            return super()._undo()
        self.env.cr.execute(
            SQL(
                """
                WITH back AS MATERIALIZED (
                    SELECT callcenter_contact.id FROM %s AND coalesce(callcenter_contact.attempts, 0) = 0
                       FOR UPDATE OF callcenter_contact SKIP LOCKED
                ), gone AS (
                    DELETE FROM callcenter_contact c USING back WHERE c.id = back.id RETURNING c.id
                ), forgotten AS (
                    DELETE FROM callcenter_contact_move m USING gone WHERE m.contact_id = gone.id
                )
                SELECT count(*) FROM gone
                """,
                self._untouched(),
            )
        )
        return self.env.cr.fetchone()[0]
