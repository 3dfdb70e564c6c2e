from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..models.callcenter_allocation import LIVE
from ..tools import allocating

LOAD = ("holds", "untouched", "called", "won")


class CallcenterAllocateTree(models.TransientModel):
    """Who may get contacts: departments with their agents, what each holds already and what each would get.

    A row of ``tree`` is a dict: ``key`` (``d12``, ``u34``), ``parent`` (key of the row above, or None), ``level``,
    ``name``, ``department_id``, ``user_id`` (or False), ``target`` (whether it can be ticked), ``note`` (why it is left
    out, or ""), ``holds`` (contacts not finished), ``untouched`` (of these never called), ``called``, ``won``
    (contacts that became customers, of those called). Rows above others come first.
    """

    _inherit = "callcenter.allocate"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    tree = fields.Json(compute="_compute_tree", store=True)
    choice = fields.Json(
        compute="_compute_choice",
        store=True,
        readonly=False,
        help="ticked: keys of rows; weights and amounts: key -> number, where it is not 1 or the number for each.",
    )
    plan = fields.Json(compute="_compute_plan", help="Key -> what the row gets.")

    @api.depends("kind", "targets", "campaign_id")
    def _compute_tree(self):
        for wizard in self:
            wizard.tree = wizard._as_user()._rows() if wizard.kind in ("allocate", "reassign") else []

    @api.depends("kind", "targets", "campaign_id")
    def _compute_choice(self):
        for wizard in self:
            parents = {row["parent"] for row in wizard.tree or []}
            ticked = [
                row["key"]
                for row in wizard.tree or []
                if row["target"] and not row["note"] and (row["user_id"] or row["key"] not in parents)
            ]
            wizard.choice = {"ticked": ticked, "weights": {}, "amounts": {}}

    @api.depends("kind", "tree", "choice", "count", "limit", "way", "each")
    def _compute_plan(self):
        for wizard in self:
            wizard.plan = {row["key"]: gets for row, gets in wizard._shared_out()}

    def _spreads(self):
        """Return whether several targets are ticked in the tree."""
        return self.kind in ("allocate", "reassign") and self.way not in ("rule", "hand")

    def _not_again(self):
        return self.not_again and self.targets == "agent"

    def _renew(self):
        """Count and read anew what others may have changed; what is ticked stays."""
        self._compute_count()
        self._compute_tree()

    # the rows

    def _rows(self):
        departments = self.env["callcenter.department"].search(self._department_domain(), order="complete_name, id")
        below = defaultdict(list)
        for department in departments:
            parent = department.parent_id
            below[parent.id if parent in departments else None].append(department)
        load, people = self._load(), self._people(departments) if self.targets == "agent" else None
        rows = []
        for department in below[None]:
            rows += self._branch(department, None, 0, below, load, people)
        return rows

    def _branch(self, department, parent, level, below, load, people):
        """Return the rows of ``department`` and all below it; none where agents are chosen and there are none."""
        key = f"d{department.id}"
        row = {"key": key, "parent": parent, "level": level, "department_id": department.id, "user_id": False}
        row |= {"name": department.complete_name if parent is None else department.name, "note": ""}
        nothing = dict.fromkeys(LOAD, 0)
        place = {"parent": key, "level": level + 1}
        rows = [agent | place | load.get(agent["user_id"], nothing) for agent in (people or {}).get(department.id, ())]
        rows = [agent for agent in rows if agent["target"] or agent["holds"]]
        for child in below[department.id]:
            rows += self._branch(child, key, level + 1, below, load, people)
        if people is None:
            return [row | {"target": True} | load.get(department.id, nothing), *rows]
        leaves = [leaf for leaf in rows if leaf["user_id"]]
        return leaves and [row | {"target": False} | {name: sum(leaf[name] for leaf in leaves) for name in LOAD}, *rows]

    def _people(self, departments):
        """Return the agents of ``departments``, archived ones too: department id -> rows without place and load."""
        Users = self.env["res.users"].with_context(active_test=False)
        users = Users.search(
            Domain("callcenter_department_id", "in", departments.ids) & Domain("share", "=", False), order="name, id"
        )
        notes = self._absences(users.filtered("active"))
        people = defaultdict(list)
        for user in users:
            department = user.callcenter_department_id
            note = notes.get(user.id, "")
            if not user.active:
                note = self.env._("has left, left out")
            elif department.leader_id == user:
                note = self.env._("leads the department, left out")
            people[department.id].append(
                {
                    "key": f"u{user.id}",
                    "name": user.name,
                    "department_id": department.id,
                    "user_id": user.id,
                    "target": user.active,
                    "note": note,
                }
            )
        return people

    def _absences(self, users):
        """Return why users are left out who have not been seen for long: user id -> text.

        Seen is who signed in or had a page open; who has never been seen is new and gets contacts all the same.
        """
        # sudo: ir.config_parameter - how long is no secret
        days = int(self.env["ir.config_parameter"].sudo().get_param("callcenter_crm.absent_days", 14))
        self.env.cr.execute(
            SQL(
                """SELECT id, max(at) FROM (
                       SELECT create_uid, create_date FROM res_users_log WHERE create_uid = ANY(%(users)s)
                        UNION ALL SELECT user_id, last_presence FROM mail_presence WHERE user_id = ANY(%(users)s)
                   ) AS seen(id, at)
                   GROUP BY id HAVING max(at) < now() AT TIME ZONE 'UTC' - %(days)s * interval '1 day'""",
                users=users.ids,
                days=days,
            )
        )
        return {
            user: self.env._("not signed in since %(date)s, left out", date=format_date(self.env, at.date()))
            for user, at in self.env.cr.fetchall()
        }

    def _department_domain(self):
        ids = self.env.user._callcenter_scope_department_ids("contact")
        domain = Domain.TRUE if ids is None else Domain("id", "in", ids)
        if self.campaign_id.department_ids:
            domain &= Domain("id", "child_of", self.campaign_id.department_ids.ids)
        return domain

    def _load(self):
        """Return what each target holds: id of the agent (or department) -> values of its row."""
        by = "user_id" if self.targets == "agent" else "department_id"
        self.env["callcenter.contact"].flush_model()
        domain = Domain("campaign_id", "in", self.campaign_id.ids) if self.campaign_id else Domain.TRUE
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT %(holder)s AS id,
                       count(*) FILTER (WHERE %(live)s) AS holds,
                       count(*) FILTER (WHERE %(live)s AND NOT %(called)s) AS untouched,
                       count(*) FILTER (WHERE %(called)s) AS called,
                       count(*) FILTER (WHERE %(called)s AND callcenter_contact.partner_id IS NOT NULL) AS won
                  FROM %(contacts)s GROUP BY %(holder)s
                """,
                holder=SQL.identifier("callcenter_contact", by),
                live=SQL("callcenter_contact.state IN %s", LIVE),
                called=SQL("callcenter_contact.attempts > 0"),
                contacts=self.env["callcenter.allocation"]._from(domain & Domain(by, "!=", False)),
            )
        )
        return {row.pop("id"): row for row in rows}

    # what each gets

    def _chosen(self):
        """Return the rows that are ticked; keys that are no target (any more) count for nothing."""
        ticked = set((self.choice or {}).get("ticked") or ())
        return [row for row in self.tree or [] if row["target"] and row["key"] in ticked]

    def _number(self, name, row, default):
        """Return the number typed for ``row`` (``weights`` or ``amounts``), never below 0."""
        value = ((self.choice or {}).get(name) or {}).get(row["key"], default)
        return max(0, value if isinstance(value, int | float) else default)

    def _shared_out(self):
        """Return the chosen rows with what each gets by the way that is set: pairs (row, number)."""
        rows, available = self._chosen() if self._spreads() else [], self._available()
        match self.way:
            case "weight":
                shares = allocating.by_weight(available, [self._number("weights", row, 1.0) for row in rows])
            case "each":
                shares = allocating.each(available, [int(self._number("amounts", row, self.each)) for row in rows])
            case _:
                shares = allocating.evenly(available, len(rows))
        return list(zip(rows, shares, strict=True))

    def action_result_weights(self):
        """Fill the weights of those ticked from their result rates."""
        rows = self._chosen()
        rates = [row["won"] / row["called"] if row["called"] else None for row in rows]
        weights = {row["key"]: weight for row, weight in zip(rows, allocating.weights_of_rates(rates), strict=True)}
        self.choice = dict(self.choice or {}, weights=weights)
        self.way = "weight"
