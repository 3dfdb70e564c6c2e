"""Attacks on allocation by every role, by the methods that a browser can call, in both directions."""

from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .allocating import AllocationCase


@tagged("post_install", "-at_install")
class TestAllocationAccess(AllocationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.northern = cls.new_contacts(2, department_id=cls.north.id)
        cls.southern = cls.new_contacts(2, department_id=cls.south.id)
        cls.unallocated = cls.new_contacts(2)

    def rpc_wizard(self, user, **vals):
        [wizard_id] = self.rpc(user, "callcenter.allocate", "create", [{"campaign_id": self.campaign.id, **vals}])
        return wizard_id

    def rpc_move(self, user, **vals):
        wizard_id = self.rpc_wizard(user, **vals)
        self.rpc(user, "callcenter.allocate", "action_move", [wizard_id])
        return self.env["callcenter.allocate"].browse(wizard_id).last_act_id

    def to_one(self, user, target, **vals):
        name = "to_user_id" if target._name == "res.users" else "to_department_id"
        return self.rpc_move(user, way="hand", holder=False, **{name: target.id}, **vals)

    # agents, inspectors, people without a role

    def test_agents_and_inspectors_allocate_nothing(self):
        for user in (self.agent, self.users["qa"], self.outsider):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.rpc_wizard(user)
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.contact", "action_allocate", self.northern.ids)

    def test_agents_see_no_act_and_undo_none(self):
        act = self.to_one(self.leader, self.agent)
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.allocation", "read", [act.id])
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.allocation", "action_undo", [act.id])
        self.assertEqual(self.northern.user_id, self.agent)

    # leaders: contacts

    def test_a_leader_counts_and_moves_contacts_of_the_own_scope_only(self):
        wizard_id = self.rpc_wizard(self.leader, holder=False)
        [row] = self.rpc(self.leader, "callcenter.allocate", "read", [wizard_id], ["count"])
        self.assertEqual(row["count"], 2)
        self.to_one(self.leader, self.agent)
        self.assertEqual(self.northern.user_id, self.agent)
        self.assertFalse((self.southern | self.unallocated).user_id)

    def test_a_domain_of_foreign_contacts_moves_none_of_them(self):
        with self.assertRaises(Exception) as error:
            self.to_one(self.leader, self.agent, domain=str([("id", "in", self.southern.ids)]))
        self.assertIn(type(error.exception).__name__, ("UserError", "AccessError"))
        self.assertFalse(self.southern.user_id)

    def test_rules_move_no_foreign_contact_either(self):
        rules = [(0, 0, {"domain": "[('id', '!=', 0)]", "user_id": self.agent.id})]
        self.rpc_move(self.leader, way="rule", holder=False, rule_ids=rules)
        self.assertEqual(self.northern.user_id, self.agent)
        self.assertFalse((self.southern | self.unallocated).user_id)

    # leaders: targets

    def test_a_leader_gives_to_nobody_outside_the_own_scope(self):
        for target in (self.southerner, self.other_leader, self.south, self.sales):
            with self.subTest(target=target.display_name), self.assertRaises(AccessError):
                self.to_one(self.leader, target)
        self.assertFalse(self.northern.user_id)
        self.assertEqual(self.northern.department_id, self.north)

    def test_a_forged_tree_or_rule_gives_to_nobody_outside_either(self):
        key = self.key(self.southerner)
        row = {"key": key, "parent": None, "level": 0, "name": "forged", "target": True, "note": ""}
        row |= {"department_id": self.south.id, "user_id": self.southerner.id, "holds": 0}
        forged = {"tree": [row], "choice": {"ticked": [key]}, "plan": {key: 2}, "count": 2, "planned": 2}
        with self.assertRaises(UserError):
            self.rpc_move(self.leader, holder=False, **forged)
        with self.assertRaises(AccessError):
            self.rpc_move(self.leader, way="rule", holder=False, rule_ids=[(0, 0, {"user_id": self.southerner.id})])
        self.assertFalse(self.northern.user_id)

    def test_a_leader_s_targets_are_the_own_people(self):
        wizard = self.new_wizard(self.leader, targets="agent")
        users = {row["user_id"] for row in wizard.tree if row["user_id"]}
        self.assertEqual(users, set((self.agent | self.colleague | self.leader).ids))
        wizard.targets = "department"
        departments = {row["department_id"] for row in wizard.tree}
        self.assertIn(self.north.id, departments)
        self.assertFalse(departments & {self.south.id, self.sales.id})

    def test_a_leader_neither_empties_the_department_nor_recycles(self):
        self.northern.user_id = self.agent
        with self.assertRaises(AccessError):
            self.rpc_move(self.leader, kind="recall", recall_to="campaign")
        with self.assertRaises(AccessError):
            self.rpc_move(self.leader, kind="recycle", to_campaign_id=self.next_campaign.id)
        self.rpc_move(self.leader, kind="recall")
        self.assertFalse(self.northern.user_id)
        self.assertEqual(self.northern.department_id, self.north)

    # undo

    def test_undo_is_for_who_did_it_and_for_who_has_all(self):
        act = self.to_one(self.leader, self.agent)
        with self.assertRaises(AccessError):
            self.rpc(self.other_leader, "callcenter.allocation", "action_undo", [act.id])
        self.assertEqual(self.northern.user_id, self.agent)
        self.rpc(self.leader, "callcenter.allocation", "action_undo", [act.id])
        self.assertFalse(self.northern.user_id)
        act = self.to_one(self.leader, self.agent)
        self.rpc(self.manager, "callcenter.allocation", "action_undo", [act.id])
        self.assertFalse(self.northern.user_id)

    def test_a_leader_does_not_undo_what_the_manager_did(self):
        act = self.to_one(self.manager, self.agent, domain=str([("id", "in", self.northern.ids)]))
        with self.assertRaises(AccessError):
            self.rpc(self.leader, "callcenter.allocation", "action_undo", [act.id])
        self.assertEqual(self.northern.user_id, self.agent)

    # history

    def test_nobody_writes_the_history(self):
        act = self.to_one(self.manager, self.agent, domain=str([("id", "in", self.northern.ids)]))
        move = self.northern[0].move_ids[0]
        for role in ("agent", "leader", "qa", "manager", "admin"):
            user = self.users[role]
            forged = {"contact_id": self.southern[0].id, "by_id": user.id, "kind": "allocate"}
            for model, method, args in (
                ("callcenter.contact.move", "create", [[forged]]),
                ("callcenter.contact.move", "write", [[move.id], {"to_user_id": user.id}]),
                ("callcenter.contact.move", "unlink", [[move.id]]),
                ("callcenter.allocation", "create", [[{"kind": "allocate", "user_id": user.id}]]),
                ("callcenter.allocation", "write", [[act.id], {"undone": True}]),
                ("callcenter.allocation", "unlink", [[act.id]]),
            ):
                with self.subTest(role=role, model=model, method=method), self.assertRaises(AccessError):
                    self.rpc(user, model, method, *args)

    def test_the_history_is_seen_with_the_contact(self):
        self.to_one(self.manager, self.agent, domain=str([("id", "=", self.northern[0].id)]))
        self.to_one(self.manager, self.southerner, domain=str([("id", "=", self.southern[0].id)]))
        mine, foreign = self.northern[0].move_ids, self.southern[0].move_ids
        for user in (self.agent, self.leader):
            found = self.rpc(user, "callcenter.contact.move", "search", [("id", "in", (mine | foreign).ids)])
            self.assertEqual(found, mine.ids, user.login)
            with self.assertRaises(AccessError):
                self.rpc(user, "callcenter.contact.move", "read", foreign.ids, ["to_user_id"])
        both = [("id", "in", (mine | foreign).ids)]
        self.assertEqual(self.rpc(self.manager, "callcenter.contact.move", "search_count", both), 2)
