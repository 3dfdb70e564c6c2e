from odoo import api, models
from odoo.exceptions import AccessError, UserError


class CallcenterAllocateMove(models.TransientModel):
    """To whom contacts may go, what those hold already, and the act itself."""

    _inherit = "callcenter.allocate"

    def _shares(self):
        """Return whether targets are to be chosen: not when contacts are recalled or recycled."""
        return self.kind in ("allocate", "reassign", "share")

    def _unshares(self):
        """Return whether a recall takes contacts back from those whom they are shared with, not from their holders."""
        return self.kind == "recall" and self.recall_to == "holder"

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
        return [
            {"department_id": row["department_id"] or None, "user_id": row["user_id"] or None, "gets": gets}
            for row, gets in self._shared_out()
        ]

    def _target(self, department, user, gets):
        department = user.callcenter_department_id if user else department
        return {
            "department_id": department.id or None,
            "user_id": user.id or None,
            "gets": gets,
            "keep": not department,
        }

    # the act

    @api.model
    def _action(self, **values):
        """Return the action that opens a new wizard with ``values``; AccessError for who may not allocate."""
        self.check_access("create")
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_crm.callcenter_allocate_action")
        return action | {"context": {f"default_{name}": value for name, value in values.items()}}

    def action_move(self, expected=None):
        """Do it. The numbers are taken anew.

        :param expected: how many the user has seen would move; if it is another number now, nothing moves
        :returns: None; or ``{"planned": …, "count": …}`` when it is another number, so that the user is asked
        :raises UserError: nothing to move, or no target chosen
        :raises AccessError: a target outside the user's scope
        """
        self.ensure_one()
        self._renew()
        if expected is not None and self.planned and expected != self.planned:
            return {"planned": self.planned, "count": self.count}
        self._check()
        act = self.env["callcenter.allocation"]._open(
            self.kind,
            campaign_id=self.campaign_id.id,
            to_campaign_id=self.to_campaign_id.id if self.kind == "recycle" else False,
            filter_text=str(list(self._domain())),
            sharing=self.kind == "share" or self._unshares(),
        )
        self._act(act)
        self.last_act_id = act
        self._renew()
        return None

    def _act(self, act):
        if self.kind == "recycle":
            act._recycle(self._domain(), self.order, self.limit or None)
        elif self.kind == "share":
            act._share(self._domain(), self._targets()[0], self.order)
        elif self._unshares():
            act._unshare(self._domain())
        elif self._spreads() and (self.same_household or self._not_again()):
            act._deal_units(self._domain(), self._targets(), self.order, self.same_household, self._not_again())
        else:
            parts = [rule._domain() for rule in self.rule_ids] if self.way == "rule" and self._shares() else ()
            act._deal(self._domain(), self._targets(), self.order, parts)

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
        self._renew()

    def action_renew(self):
        """Count anew and read anew what targets hold."""
        self._renew()

    def action_contacts(self):
        """Open the list of the contacts that match."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Contacts That Match"),
            "res_model": "callcenter.contact",
            "views": [[False, "list"], [False, "form"]],
            "domain": list(self._domain()),
        }
