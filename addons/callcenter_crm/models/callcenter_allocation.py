from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime
from odoo.tools.misc import formatLang

from .callcenter_contact_move import KINDS

LIVE = ("new", "open", "pending")
# from so many moves on the planner is told of them
MANY = 1000
# the order in which contacts are handed out
ORDERS = {
    "priority": SQL("callcenter_contact.priority DESC, callcenter_contact.id"),
    "newest": SQL("callcenter_contact.created DESC, callcenter_contact.id DESC"),
    "oldest": SQL("callcenter_contact.created, callcenter_contact.id"),
    "random": SQL("random()"),
}
# a number that is on the line this moment: its agent keeps the contact
ON_A_CALL = SQL(
    """callcenter_contact.number IN (
           SELECT k.number FROM callcenter_call k
            WHERE k."end" IS NULL AND k.number <> '' AND k.start > now() AT TIME ZONE 'UTC' - interval '8 h'
       )"""
)


class CallcenterAllocation(models.Model):
    """One act that moved many contacts at once; it can be undone, as far as nobody has touched them since."""

    _name = "callcenter.allocation"
    _description = "Allocation of Contacts"
    _order = "at desc, id desc"
    _log_access = False

    kind = fields.Selection(KINDS, required=True, readonly=True)
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True, index=True, ondelete="restrict")
    at = fields.Datetime("On", required=True, readonly=True, default=fields.Datetime.now)
    campaign_id = fields.Many2one("callcenter.campaign", readonly=True, index="btree_not_null", ondelete="cascade")
    to_campaign_id = fields.Many2one("callcenter.campaign", readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", readonly=True, default=lambda self: self.env.company)
    count = fields.Integer("Contacts", readonly=True)
    target_count = fields.Integer("Targets", readonly=True)
    filter_text = fields.Text("Filter", readonly=True)
    undone = fields.Boolean(readonly=True)
    undone_at = fields.Datetime("Undone On", readonly=True)
    undone_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    undone_count = fields.Integer("Taken Back", readonly=True)
    stayed_count = fields.Integer("Stayed", readonly=True, help="Touched since, so that the undo left them alone.")
    summary = fields.Char(compute="_compute_summary")
    move_ids = fields.One2many("callcenter.contact.move", "act_id", "Moves", readonly=True)

    @api.depends("kind", "at", "campaign_id")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for act in self:
            names = [kinds.get(act.kind), act.campaign_id.name, format_datetime(self.env, act.at, dt_format="short")]
            act.display_name = ", ".join(name for name in names if name)

    @api.depends("count", "target_count", "undone", "undone_count", "stayed_count")
    @api.depends_context("lang", "tz")
    def _compute_summary(self):
        for act in self:
            act.summary = act._undone_text() if act.undone else act._done_text()

    def _done_text(self):
        values = {
            "count": self._number(self.count),
            "targets": self._number(self.target_count),
            "time": format_datetime(self.env, self.at, dt_format="HH:mm"),
            "campaign": self.to_campaign_id.name,
        }
        if self.kind == "recycle":
            return self.env._("%(count)s contacts went into %(campaign)s at %(time)s.", **values)
        if self.kind == "share":
            return self.env._("%(count)s contacts were shared at %(time)s.", **values)
        if self.kind == "recall":
            return self.env._("%(count)s contacts were recalled at %(time)s.", **values)
        return self.env._("%(count)s contacts went to %(targets)s targets at %(time)s.", **values)

    def _undone_text(self):
        return self.env._(
            "Undone: %(back)s contacts taken back, %(stayed)s stayed because they have been touched or moved since.",
            back=self._number(self.undone_count),
            stayed=self._number(self.stayed_count),
        )

    def _number(self, value):
        return formatLang(self.env, value, digits=0)

    def action_moves(self):
        """Open the moves of this act."""
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_crm.callcenter_contact_move_action")
        return action | {"domain": [("act_id", "in", self.ids)], "context": {"search_default_group_to": True}}

    def action_undo(self):
        """Take back those contacts of this act that nobody has touched or moved since; the others stay.

        :raises AccessError: the act is somebody else's and the caller does not have all contacts
        :raises UserError: undone already
        """
        self.ensure_one()
        self._check_undo()
        self.env.flush_all()
        count = self._undo()
        # sudo: callcenter.allocation - who may undo it is settled above; the fields are nobody's to write
        self.sudo().write(
            {
                "undone": True,
                "undone_at": fields.Datetime.now(),
                "undone_by_id": self.env.user.id,
                "undone_count": count,
                "stayed_count": self.count - count,
            }
        )
        self.env.invalidate_all()

    def _check_undo(self):
        self.env["callcenter.contact"].check_access("write")
        self.check_access("read")
        if self.user_id != self.env.user and self.env.user._callcenter_scope("contact") != "all":
            raise AccessError(self.env._("Only who did it, or who has all contacts, undoes an allocation."))
        # two who undo at once: the second waits here, and finds it undone
        self.env.cr.execute(SQL("SELECT undone FROM callcenter_allocation WHERE id = %s FOR UPDATE", self.id))
        if self.env.cr.fetchone()[0]:
            raise UserError(self.env._("This allocation has been undone already."))

    # the moves: one statement each

    @api.model
    def _query(self, domain):
        """Return the query of the contacts of ``domain`` in the user's scope that the user may write.

        Those that are only shared with the user are not the user's to move.
        """
        contacts = self.env["callcenter.contact"]
        contacts.check_access("write")
        domain &= self.env["ir.rule"]._compute_domain("callcenter.contact", "write")
        return contacts._search(
            domain & self.env.user._callcenter_scope_domain("contact", ("user_id",), "department_id")
        )

    @api.model
    def _from(self, domain):
        """Return the SQL "table WHERE condition" of the contacts of ``domain`` that the user may see and may write."""
        query = self._query(domain)
        if query.is_empty():
            return SQL("callcenter_contact WHERE FALSE")
        return SQL("%s WHERE %s", query.from_clause, query.where_clause or SQL("TRUE"))

    @api.model
    def _open(self, kind, **vals):
        self._count_contacts()
        # sudo: callcenter.allocation - an act is written by the server only
        act = self.sudo().create({"kind": kind, "user_id": self.env.user.id, **vals})
        return act.sudo(False)

    @api.model
    def _count_contacts(self):
        """Tell the planner of contacts if it believes that there are none: it would compare each with each.

        So it does when a list was taken back and another one was loaded a moment ago.
        """
        self.env.cr.execute("SELECT reltuples <= 0 FROM pg_class WHERE oid = 'callcenter_contact'::regclass")
        if self.env.cr.fetchone()[0]:
            self.env.cr.execute("ANALYZE callcenter_contact")

    def _deal(self, domain, targets, order="priority", parts=()):
        """Move contacts of ``domain`` to ``targets``, dealt like cards so that each gets a fair mix of the order.

        Contacts that somebody else holds locked (another leader, an agent who is saving) or that are on a call are
        left alone. Contacts that are with their target already do not move. A card is the place of a target, and the
        deck is looked up by number, not joined: no figures make that slow.

        :param targets: dicts: ``department_id`` (None with ``keep``: stays as it is), ``user_id`` (or None), ``gets``,
            ``keep``, ``part`` (1-based place in ``parts``, 0 without parts)
        :param parts: domains; a contact belongs to the first that it fits, to none if it fits none
        :returns: how many moved
        """
        self.ensure_one()
        targets = [target for target in targets if target["gets"] > 0]
        columns = [[target.get(name) for target in targets] for name in ("department_id", "user_id", "gets")]
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH deck AS MATERIALIZED (
                    SELECT t.part, array_agg(t.place::int ORDER BY (s.n - 0.5::float8) / t.gets, t.place) AS cards
                      FROM unnest(%(gets)s::int[], %(part_of)s::int[]) WITH ORDINALITY AS t(gets, part, place),
                           generate_series(1, t.gets) AS s(n)
                     GROUP BY t.part
                ), locked AS MATERIALIZED (
                    SELECT callcenter_contact.id, callcenter_contact.department_id, callcenter_contact.user_id,
                           callcenter_contact.state, %(part)s AS part
                      FROM %(contacts)s AND callcenter_contact.state IN %(live)s AND NOT %(busy)s
                     ORDER BY %(order)s LIMIT %(limit)s
                       FOR UPDATE OF callcenter_contact SKIP LOCKED
                ), placed AS (
                    SELECT *, row_number() OVER () AS place FROM locked
                ), numbered AS (
                    SELECT *, row_number() OVER (PARTITION BY part ORDER BY place)::int AS n FROM placed
                ), drawn AS (
                    SELECT numbered.*, deck.cards[n] AS card FROM numbered JOIN deck USING (part)
                ), dealt AS (
                    SELECT id, state, department_id AS from_department_id, user_id AS from_user_id,
                           CASE WHEN (%(keep)s::bool[])[card] THEN department_id
                                ELSE (%(departments)s::int[])[card] END AS to_department_id,
                           (%(users)s::int[])[card] AS to_user_id
                      FROM drawn WHERE card IS NOT NULL
                ) %(moving)s
                """,
                departments=columns[0],
                users=columns[1],
                gets=columns[2],
                keep=[bool(target.get("keep")) for target in targets],
                part_of=[target.get("part", 0) for target in targets],
                part=self._part_of(parts),
                contacts=self._from(domain),
                live=LIVE,
                busy=ON_A_CALL,
                order=ORDERS[order],
                limit=None if parts else sum(columns[2]),
                moving=self._moving(),
            )
        )
        return self._done(self.env.cr.rowcount, len(targets))

    def _moving(self):
        """Return the SQL behind a last CTE ``dealt`` (id, state, from_ and to_department_id and _user_id of contacts).

        It moves those that are not with their target already, and writes the moves down.
        """
        return SQL(
            """, moved AS (
                UPDATE callcenter_contact c
                   SET department_id = dealt.to_department_id, user_id = dealt.to_user_id,
                       share_user_id = NULL, share_department_id = NULL
                  FROM dealt
                 WHERE c.id = dealt.id AND (dealt.to_department_id, dealt.to_user_id)
                       IS DISTINCT FROM (dealt.from_department_id, dealt.from_user_id)
             RETURNING dealt.*
            )
            INSERT INTO callcenter_contact_move (contact_id, at, by_id, kind, state, act_id,
                   from_department_id, from_user_id, to_department_id, to_user_id)
            SELECT id, %s, %s, %s, state, %s, from_department_id, from_user_id, to_department_id, to_user_id
              FROM moved""",
            self.at,
            self.env.user.id,
            self.kind,
            self.id,
        )

    def _part_of(self, parts):
        """Return the SQL of a contact's part: the place of the first of ``parts`` that it fits, NULL for none."""
        if not parts:
            return SQL("0")
        cases = [
            SQL("WHEN callcenter_contact.id IN %s THEN %s", self._query(domain).subselect(), place)
            for place, domain in enumerate(parts, 1)
        ]
        return SQL("CASE %s END", SQL(" ").join(cases))

    def _done(self, count, targets):
        if not count:
            raise UserError(
                self.env._(
                    "Nothing has moved: no contact fits any more. Others may have taken them, or are working on them."
                )
            )
        # sudo: callcenter.allocation - the server's own book-keeping
        self.sudo().write({"count": count, "target_count": targets})
        self.env.invalidate_all()
        if count >= MANY:
            # these rows are read at once: without figures of them a query may be planned as if there were a handful
            self.env.cr.execute("ANALYZE callcenter_contact_move (act_id, contact_id)")
        return count

    def _untouched(self):
        """Return the SQL "tables WHERE condition" of contacts not touched or moved since their move ``m``.

        Each table is joined by an index, so that it does not matter how many rows the planner believes in.
        """
        return SQL(
            """callcenter_contact_move m, %s AND callcenter_contact.id = m.contact_id
               AND m.act_id = %s AND callcenter_contact.state = m.state
               AND (callcenter_contact.last_at IS NULL OR callcenter_contact.last_at < %s)
               AND callcenter_contact.department_id IS NOT DISTINCT FROM m.to_department_id
               AND callcenter_contact.user_id IS NOT DISTINCT FROM m.to_user_id AND NOT %s
               AND NOT EXISTS (SELECT FROM callcenter_contact_move l WHERE l.contact_id = m.contact_id AND l.id > m.id)
            """,
            self._from(Domain.TRUE),
            self.id,
            self.at,
            ON_A_CALL,
        )

    def _undo(self):
        """Give back what nobody has touched or moved since; returns of how many contacts."""
        holder = SQL("department_id = back.from_department_id, user_id = back.from_user_id")
        return self._put_back(SQL("SELECT m.* FROM %s", self._untouched()), holder)

    def _put_back(self, moves, values):
        """Undo ``moves``, with history; returns of how many contacts.

        :param moves: SQL of rows ``m.*`` of callcenter_contact_move, joined with callcenter_contact
        :param values: SQL of what contacts are set to; ``back`` is the move that is undone
        """
        self.env.cr.execute(
            SQL(
                """
                WITH back AS MATERIALIZED (
                    %(moves)s FOR UPDATE OF callcenter_contact SKIP LOCKED
                ), moved AS (
                    UPDATE callcenter_contact c SET %(values)s
                      FROM back WHERE c.id = back.contact_id
                 RETURNING back.*
                )
                INSERT INTO callcenter_contact_move (contact_id, at, by_id, kind, state,
                       from_department_id, from_user_id, to_department_id, to_user_id)
                SELECT contact_id, %(at)s, %(by)s, 'undo', state,
                       to_department_id, to_user_id, from_department_id, from_user_id
                  FROM moved
                """,
                moves=moves,
                values=values,
                at=fields.Datetime.now(),
                by=self.env.user.id,
            )
        )
        return self.env.cr.rowcount
