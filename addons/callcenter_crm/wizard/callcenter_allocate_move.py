from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.callcenter_allocation import LIVE
from ..tools import allocating


class CallcenterAllocateMove(models.TransientModel):
    """To whom contacts may go, what those hold already, and the act itself."""

    _inherit = "callcenter.allocate"

    def _shares(self):
        """Return whether targets are to be chosen: not when contacts are recalled or recycled."""
        return self.kind in ("allocate", "reassign", "share")

    def _unshares(self):
        """Return whether a recall takes contacts back from those whom they are shared with, not from their holders."""
        return self.kind == "recall" and self.recall_to == "holder"

    def _line_values(self):
        """Return the values of a line for each department or agent in the user's scope."""
        if not self._shares():
            return []
        load = self._load()
        return [
            {
                "department_id": department.id,
                "user_id": user.id,
                "name": name,
                "amount": self.each,
                **load.get(user.id or department.id, {}),
            }
            for name, department, user in self._possible_targets()
        ]

    def _possible_targets(self):
        departments = self.env["callcenter.department"].search(self._department_domain(), order="complete_name")
        if self.targets == "department":
            nobody = self.env["res.users"]
            return [(department.complete_name, department, nobody) for department in departments]
        users = self.env["res.users"].search(self._agent_domain(departments), order="name")
        return [
            (user.name, department, user)
            for department in departments
            for user in users.filtered(lambda user, own=department: user.callcenter_department_id == own)
        ]

    def _department_domain(self):
        ids = self.env.user._callcenter_scope_department_ids("contact")
        domain = Domain.TRUE if ids is None else Domain("id", "in", ids)
        if self.targets == "agent" and self.target_department_id:
            domain &= Domain("id", "child_of", self.target_department_id.ids)
        return domain

    def _agent_domain(self, departments):
        return Domain("callcenter_department_id", "in", departments.ids) & Domain("share", "=", False)

    def _load(self):
        """Return what each target holds: id of the agent (or department) -> values of its line."""
        by = "user_id" if self.targets == "agent" else "department_id"
        self.env.flush_all()
        domain = Domain("campaign_id", "in", self.campaign_id.ids) if self.campaign_id else Domain.TRUE
        self.env.cr.execute(
            SQL(
                """
                SELECT %(holder)s AS id,
                       count(*) FILTER (WHERE state IN %(live)s) AS holds,
                       count(*) FILTER (WHERE state IN %(live)s AND coalesce(attempts, 0) = 0) AS untouched,
                       count(*) FILTER (WHERE attempts > 0) AS called,
                       count(*) FILTER (WHERE attempts > 0 AND partner_id IS NOT NULL) AS won
                  FROM callcenter_contact WHERE id IN %(contacts)s GROUP BY %(holder)s
                """,
                holder=SQL.identifier(by),
                live=LIVE,
                contacts=self.env["callcenter.allocation"]._query(domain & Domain(by, "!=", False)).subselect(),
            )
        )
        return {row.pop("id"): row for row in self.env.cr.dictfetchall()}

    def _targets(self):
        """Return what :meth:`callcenter.allocation._deal` wants, shares included."""
        self.ensure_one()
        if self.kind == "recall":
            return [{"gets": self._available(), "keep": self.recall_to == "department"}]
        if self.way == "hand" or self.kind == "share":
            return [self._target(self.to_department_id, self.to_user_id, self._available())]
        if self.way == "rule":
            return [
                self._target(rule.department_id, rule.user_id, rule.gets) | {"part": place}
                for place, rule in enumerate(self.rule_ids, 1)
            ]
        return [self._target(line.department_id, line.user_id, line.gets) for line in self.line_ids]

    def _target(self, department, user, gets):
        department = user.callcenter_department_id if user else department
        return {
            "department_id": department.id or None,
            "user_id": user.id or None,
            "gets": gets,
            "keep": not department,
        }

    def action_result_weights(self):
        """Fill the weights from the result rates."""
        lines = self.line_ids.filtered("chosen")
        weights = allocating.weights_of_rates([line.rate if line.called else None for line in lines])
        for line, weight in zip(lines, weights, strict=True):
            line.weight = weight
        self.way = "weight"

    def action_choose_all(self):
        """Choose all targets, or none if all are chosen already."""
        self.line_ids.chosen = not all(self.line_ids.mapped("chosen"))

    # the act

    @api.model
    def _action(self, **values):
        """Return the action that opens a new wizard with ``values``; AccessError for who may not allocate."""
        self.check_access("create")
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_crm.callcenter_allocate_action")
        return action | {"context": {f"default_{name}": value for name, value in values.items()}}

    def action_move(self):
        """Do it. The numbers are taken anew; the preview stays if nobody else moved something meanwhile.

        :raises UserError: nothing to move, or no target chosen
        :raises AccessError: a target outside the user's scope
        """
        self.ensure_one()
        self._check()
        act = self.env["callcenter.allocation"]._open(
            self.kind,
            campaign_id=self.campaign_id.id,
            to_campaign_id=self.to_campaign_id.id if self.kind == "recycle" else False,
            filter_text=str(list(self._domain())),
            sharing=self.kind == "share" or self._unshares(),
        )
        if self.kind == "recycle":
            act._recycle(self._domain(), self.order, self.limit or None)
        elif self.kind == "share":
            act._share(self._domain(), self._targets()[0], self.order)
        elif self._unshares():
            act._unshare(self._domain())
        else:
            parts = [rule._domain() for rule in self.rule_ids] if self.way == "rule" and self._shares() else ()
            act._deal(self._domain(), self._targets(), self.order, parts)
        self.last_act_id = act
        self._compute_line_ids()

    def _check(self):
        if not self.env.user.has_group("callcenter_crm.group_leader"):
            raise AccessError(self.env._("Only team leaders and managers move contacts."))
        if self.kind == "recycle":
            self._check_campaign()
        elif self.kind == "recall":
            self._check_recall()
        else:
            self._check_targets()

    def _check_campaign(self):
        if not self.to_campaign_id:
            raise UserError(self.env._("Choose the campaign that the contacts go into."))
        if self.env.user._callcenter_scope("contact") != "all":
            raise AccessError(self.env._("Only who has all contacts recycles them into another campaign."))
        self.to_campaign_id.check_access("read")

    def _check_recall(self):
        if self.recall_to == "campaign" and self.env.user._callcenter_scope("contact") != "all":
            raise AccessError(self.env._("You can recall contacts to the agents' departments, not from them."))

    def _check_targets(self):
        targets = [target for target in self._targets() if target["gets"] > 0]
        department_ids = {target["department_id"] for target in targets if not target["user_id"]}
        user_ids = {target["user_id"] for target in targets if target["user_id"]}
        if not targets or department_ids == {None}:
            raise UserError(self.env._("Choose who gets the contacts, and filter so that there are some."))
        for ids, scope in (
            (department_ids, self.env.user._callcenter_scope_department_ids("contact")),
            (user_ids, self.env.user._callcenter_scope_user_ids("contact")),
        ):
            if None in ids or (scope is not None and not ids <= set(scope)):
                raise AccessError(self.env._("You can give contacts only to departments and agents of your own scope."))
        departments, users = (
            self.env["callcenter.department"].browse(department_ids),
            self.env["res.users"].browse(user_ids),
        )
        if not all(departments.mapped("active")) or not all(users.mapped("active")) or any(users.mapped("share")):
            raise UserError(self.env._("Contacts go to active departments and agents only."))
        departments.check_access("read")
        users.check_access("read")

    def action_undo(self):
        """Undo what was done last."""
        self.last_act_id.action_undo()
        self._compute_line_ids()

    def action_contacts(self):
        """Open the list of the contacts that match."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Contacts That Match"),
            "res_model": "callcenter.contact",
            "views": [[False, "list"], [False, "form"]],
            "domain": list(self._domain()),
        }
