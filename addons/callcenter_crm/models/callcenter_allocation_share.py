from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .callcenter_allocation import LIVE, ON_A_CALL, ORDERS


class CallcenterAllocationShare(models.Model):
    """Contacts that somebody else may work besides their holder; and the end of that. One statement each."""

    _inherit = "callcenter.allocation"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    sharing = fields.Boolean(readonly=True, help="Changed with whom contacts are shared, not who holds them.")

    def _share(self, domain, target, order="priority"):
        """Share contacts of ``domain`` with ``target``; returns how many.

        Left alone are those that the target holds, that are shared with it already, or that are on a call.

        :param target: dict: ``user_id`` or else ``department_id``, ``gets`` (how many)
        """
        self.ensure_one()
        department = None if target["user_id"] else target["department_id"]
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH locked AS MATERIALIZED (
                    SELECT callcenter_contact.id, callcenter_contact.department_id, callcenter_contact.user_id,
                           callcenter_contact.state
                      FROM %(contacts)s AND callcenter_contact.state IN %(live)s AND NOT %(busy)s
                           AND callcenter_contact.user_id IS DISTINCT FROM %(user)s
                           AND (callcenter_contact.share_user_id, callcenter_contact.share_department_id)
                               IS DISTINCT FROM (%(user)s::int, %(department)s::int)
                     ORDER BY %(order)s LIMIT %(limit)s
                       FOR UPDATE OF callcenter_contact SKIP LOCKED
                ), moved AS (
                    UPDATE callcenter_contact c
                       SET share_user_id = %(user)s, share_department_id = %(department)s
                      FROM locked WHERE c.id = locked.id
                 RETURNING locked.*
                )
                INSERT INTO callcenter_contact_move (contact_id, at, by_id, kind, state, act_id,
                       from_department_id, from_user_id, to_department_id, to_user_id)
                SELECT id, %(at)s, %(by)s, 'share', state, %(act)s,
                       department_id, user_id, %(department)s::int, %(user)s::int
                  FROM moved
                """,
                contacts=self._from(domain),
                live=LIVE,
                busy=ON_A_CALL,
                user=target["user_id"],
                department=department,
                order=ORDERS[order],
                limit=target["gets"],
                at=self.at,
                by=self.env.user.id,
                act=self.id,
            )
        )
        return self._done(self.env.cr.rowcount, 1)

    def _unshare(self, domain):
        """End the sharing of contacts of ``domain``; returns of how many."""
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH locked AS MATERIALIZED (
                    SELECT callcenter_contact.id, callcenter_contact.department_id, callcenter_contact.user_id,
                           callcenter_contact.state, callcenter_contact.share_user_id,
                           callcenter_contact.share_department_id
                      FROM %(contacts)s AND (callcenter_contact.share_user_id IS NOT NULL
                                             OR callcenter_contact.share_department_id IS NOT NULL)
                       FOR UPDATE OF callcenter_contact SKIP LOCKED
                ), moved AS (
                    UPDATE callcenter_contact c SET share_user_id = NULL, share_department_id = NULL
                      FROM locked WHERE c.id = locked.id
                 RETURNING locked.*
                )
                INSERT INTO callcenter_contact_move (contact_id, at, by_id, kind, state, act_id,
                       from_department_id, from_user_id, to_department_id, to_user_id)
                SELECT id, %(at)s, %(by)s, 'recall', state, %(act)s,
                       share_department_id, share_user_id, department_id, user_id
                  FROM moved
                """,
                contacts=self._from(domain),
                at=self.at,
                by=self.env.user.id,
                act=self.id,
            )
        )
        return self._done(self.env.cr.rowcount, 1)

    def _undo(self):
        """A share that nobody has taken ends; one that was ended is there again, if the holder is still the same."""
        if not self.sharing:
            return super()._undo()
        nobody = SQL("NULL::int")
        if self.kind == "recall":
            holder, is_with, goes_to = SQL("m.to_user_id"), (nobody, nobody), ("from_user_id", "from_department_id")
            goes_to = [SQL.identifier("back", name) for name in goes_to]
        else:
            holder, goes_to = SQL("m.from_user_id"), (nobody, nobody)
            is_with = (SQL("m.to_user_id"), SQL("m.to_department_id"))
        moves = SQL(
            """SELECT m.* FROM callcenter_contact_move m, %(contacts)s
                      AND callcenter_contact.id = m.contact_id AND m.act_id = %(act)s
                      AND callcenter_contact.user_id IS NOT DISTINCT FROM %(holder)s
                      AND callcenter_contact.share_user_id IS NOT DISTINCT FROM %(is_user)s
                      AND callcenter_contact.share_department_id IS NOT DISTINCT FROM %(is_department)s""",
            contacts=self._from(Domain.TRUE),
            act=self.id,
            holder=holder,
            is_user=is_with[0],
            is_department=is_with[1],
        )
        return self._put_back(moves, SQL("share_user_id = %s, share_department_id = %s", *goes_to))
