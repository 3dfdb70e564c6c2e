from odoo import models
from odoo.tools import SQL

from ..tools import allocating
from .callcenter_allocation import LIVE, ON_A_CALL, ORDERS


class CallcenterAllocationUnits(models.Model):
    """Contacts that stay together, or that may not go to everybody: they are dealt in units.

    A household is contacts with the same address (blanks and capital letters do not count), or of which a number of
    the one is a number of the other, and whoever hangs together over these. An address or number that more contacts
    have than the system parameter ``callcenter_crm.household_max`` says is an office or a switchboard, no household.
    """

    _inherit = "callcenter.allocation"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _deal_units(self, domain, targets, order="priority", household=False, not_again=False):
        """Move contacts of ``domain`` to ``targets`` as :meth:`_deal` does, but in units.

        :param household: contacts of one household, as far as they are among those to be moved, go to one target
        :param not_again: a contact goes to no agent who had it before; it stays where all targets had it
        :returns: how many moved
        """
        self.ensure_one()
        targets = [target for target in targets if target["gets"] > 0]
        self.env.flush_all()
        ids = self._lock(domain, order, sum(target["gets"] for target in targets))
        units = self._households(ids) if household else [[contact] for contact in ids]
        place = {target["user_id"]: place for place, target in enumerate(targets) if target["user_id"]}
        had = self._had(ids, place) if not_again else {}
        barred = [{place[user] for contact in unit for user in had.get(contact, ())} for unit in units]
        sizes = [(len(unit), targets_barred) for unit, targets_barred in zip(units, barred, strict=True)]
        goes_to = allocating.place(sizes, [target["gets"] for target in targets])
        moves = [
            (contact, targets[at])
            for unit, at in zip(units, goes_to, strict=True)
            if at is not None
            for contact in unit
        ]
        return self._done(self._move(moves), len(targets))

    def _lock(self, domain, order, limit):
        """Return the ids of the first ``limit`` contacts in ``order`` that can move now; they are locked."""
        self.env.cr.execute(
            SQL(
                """SELECT callcenter_contact.id FROM %s AND callcenter_contact.state IN %s AND NOT %s
                    ORDER BY %s LIMIT %s FOR UPDATE OF callcenter_contact SKIP LOCKED""",
                self._from(domain),
                LIVE,
                ON_A_CALL,
                ORDERS[order],
                limit,
            )
        )
        return [row[0] for row in self.env.cr.fetchall()]

    def _households(self, ids):
        """Return ``ids`` in units: a household is one, everybody else is one alone; in the order of their first."""
        # sudo: ir.config_parameter - how large a household may be is no secret
        most = int(self.env["ir.config_parameter"].sudo().get_param("callcenter_crm.household_max", 10))
        self.env.cr.execute(
            SQL(
                """
                WITH keys AS (
                    SELECT c.id, k.key FROM callcenter_contact c,
                           LATERAL (VALUES (c.number), (c.number_2),
                                    ('a' || lower(regexp_replace(c.address, '\\s', '', 'g')))) AS k(key)
                     WHERE c.id = ANY(%s) AND k.key NOT IN ('', 'a')
                )
                SELECT array_agg(DISTINCT id) FROM keys GROUP BY key HAVING count(DISTINCT id) BETWEEN 2 AND %s
                """,
                ids,
                most,
            )
        )
        kin = {}
        for unit in allocating.bundles(row[0] for row in self.env.cr.fetchall()):
            kin.update(dict.fromkeys(unit, unit))
        units = {kin[contact][0] if contact in kin else contact: kin.get(contact, [contact]) for contact in ids}
        return list(units.values())

    def _had(self, ids, users):
        """Return which of ``users`` had each contact before: contact id -> user ids; an undone move does not count."""
        self.env.cr.execute(
            SQL(
                """
                SELECT contact_id, array_agg(DISTINCT user_id) FROM (
                    SELECT id AS contact_id, user_id FROM callcenter_contact WHERE id = ANY(%(ids)s)
                     UNION ALL
                    SELECT contact_id, from_user_id FROM callcenter_contact_move
                     WHERE contact_id = ANY(%(ids)s) AND kind NOT IN ('undo', 'share')
                     UNION ALL
                    SELECT contact_id, to_user_id FROM callcenter_contact_move m
                     WHERE contact_id = ANY(%(ids)s) AND kind NOT IN ('undo', 'share')
                       AND NOT EXISTS (SELECT FROM callcenter_contact_move u
                                        WHERE u.contact_id = m.contact_id AND u.id > m.id AND u.kind = 'undo'
                                          AND u.from_user_id = m.to_user_id)
                ) AS had WHERE user_id = ANY(%(users)s) GROUP BY contact_id
                """,
                ids=ids,
                users=list(users),
            )
        )
        return dict(self.env.cr.fetchall())

    def _move(self, moves):
        """Write the moves, pairs (contact id, target), of contacts that are locked; returns how many there were."""
        self.env.cr.execute(
            SQL(
                """
                WITH dealt AS (
                    SELECT c.id, c.state, c.department_id AS from_department_id, c.user_id AS from_user_id,
                           t.department_id AS to_department_id, t.user_id AS to_user_id
                      FROM unnest(%(ids)s::int[], %(departments)s::int[], %(users)s::int[])
                           AS t(id, department_id, user_id)
                      JOIN callcenter_contact c ON c.id = t.id
                ) %(moving)s
                """,
                ids=[contact for contact, _target in moves],
                departments=[target["department_id"] for _contact, target in moves],
                users=[target["user_id"] for _contact, target in moves],
                moving=self._moving(),
            )
        )
        return self.env.cr.rowcount
