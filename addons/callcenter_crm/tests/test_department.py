from odoo.exceptions import AccessError, ValidationError
from odoo.tests.common import tagged

from .common import CallcenterCase


@tagged("post_install", "-at_install")
class TestDepartment(CallcenterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.leader_id = False
        Department = cls.env["callcenter.department"]
        cls.leader = cls.users["leader"]
        cls.sales = Department.create({"name": "Sales", "leader_id": cls.leader.id})
        cls.north = Department.create({"name": "North", "parent_id": cls.sales.id})
        cls.north_1 = Department.create({"name": "First", "parent_id": cls.north.id})
        cls.service = Department.create({"name": "Service"})
        cls.agent.callcenter_department_id = cls.north_1
        cls.colleague.callcenter_department_id = cls.service

    def set_scope(self, role, scope, object_name="call"):
        rows = self.env.ref(f"callcenter_crm.role_{role}").scope_ids
        rows.filtered(lambda row: row.object == object_name).scope = scope

    # the tree

    def test_a_department_is_called_by_the_whole_way_down_to_it(self):
        self.assertEqual(self.north_1.display_name, "Sales / North / First")
        self.sales.name = "Telesales"
        self.assertEqual(self.north_1.display_name, "Telesales / North / First")

    def test_a_department_is_not_below_itself(self):
        for above in (self.north_1, self.sales):
            with self.assertRaises(ValidationError):
                self.sales.parent_id = above

    def test_members_are_those_who_belong_to_it(self):
        self.colleague.callcenter_department_ids = self.north_1
        self.assertEqual(self.north_1.member_ids, self.agent)
        self.assertEqual(self.north_1.member_count, 1)

    def test_only_administrators_change_departments_and_everybody_reads_them(self):
        for role in ("agent", "leader", "qa", "manager"):
            user = self.users[role]
            self.assertTrue(self.rpc(user, "callcenter.department", "read", self.sales.ids, ["name"]))
            for method, args in (
                ("write", [self.sales.ids, {"leader_id": user.id}]),
                ("create", [[{"name": "Own", "leader_id": user.id}]]),
                ("unlink", [self.service.ids]),
            ):
                with self.subTest(role=role, method=method), self.assertRaises(AccessError):
                    self.rpc(user, "callcenter.department", method, *args)
        self.rpc(self.users["admin"], "callcenter.department", "write", self.sales.ids, {"name": "Telesales"})

    def test_nobody_puts_himself_into_a_department(self):
        for role in ("agent", "leader", "qa", "manager"):
            for vals in (
                {"callcenter_department_id": self.sales.id},
                {"callcenter_department_ids": [[4, self.sales.id, 0]]},
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    self.rpc(self.users[role], "res.users", "write", self.users[role].ids, vals)

    # what a scope holds

    def test_the_departments_of_a_user_are_those_belonged_to_served_and_led(self):
        departments = self.leader._callcenter_departments
        self.leader.callcenter_department_id = self.service
        self.assertFalse(departments("own"))
        self.assertEqual(departments("department"), self.sales | self.service)
        self.assertEqual(departments("subtree"), self.sales | self.north | self.north_1 | self.service)
        self.assertLessEqual(departments("subtree"), departments("all"))
        self.agent.callcenter_department_ids = self.service
        self.assertEqual(self.agent._callcenter_departments("department"), self.north_1 | self.service)

    def test_the_shipped_roles_have_their_scopes(self):
        scopes = {"agent": "own", "leader": "subtree", "qa": "all", "manager": "all", "admin": "all"}
        for role, scope in scopes.items():
            for object_name in ("customer", "contact", "call", "followup"):
                with self.subTest(role=role, object=object_name):
                    self.assertEqual(self.users[role]._callcenter_scope(object_name), scope)

    def test_users_without_a_role_have_the_scope_of_their_group(self):
        self.assertEqual(self.outsider._callcenter_scope("call"), "own")
        self.outsider.group_ids += self.env.ref("callcenter_crm.group_leader")
        self.assertEqual(self.outsider._callcenter_scope("call"), "subtree")
        self.outsider.group_ids += self.env.ref("callcenter_crm.group_qa")
        self.assertEqual(self.outsider._callcenter_scope("call"), "all")

    def test_the_widest_of_the_roles_counts_for_each_object(self):
        role = self.env["res.users.role"].create(
            {"name": "Junior", "scope_ids": [(0, 0, {"object": "contact", "scope": "department"})]}
        )
        self.agent.role_line_ids = [(0, 0, {"role_id": role.id})]
        self.assertEqual(self.agent._callcenter_scope("contact"), "department")
        self.assertEqual(self.agent._callcenter_scope("call"), "own")
        self.agent.role_line_ids.filtered(lambda line: line.role_id == role).date_to = "2020-01-01"
        self.assertEqual(self.agent._callcenter_scope("contact"), "own")

    def test_an_object_that_a_role_does_not_name_is_own(self):
        self.env.ref("callcenter_crm.role_manager").scope_ids.filtered(lambda row: row.object == "call").unlink()
        self.assertEqual(self.users["manager"]._callcenter_scope("call"), "own")

    def test_the_users_in_scope_follow_departments_at_once(self):
        ids = self.leader._callcenter_scope_user_ids
        self.assertEqual(set(ids("call")), {self.leader.id, self.agent.id})
        self.colleague.callcenter_department_id = self.north
        self.assertEqual(set(ids("call")), {self.leader.id, self.agent.id, self.colleague.id})
        self.north.parent_id = False
        self.assertEqual(set(ids("call")), {self.leader.id})
        self.north.leader_id = self.leader
        self.assertEqual(set(ids("call")), {self.leader.id, self.agent.id, self.colleague.id})
        self.set_scope("leader", "department")
        self.assertEqual(set(ids("call")), {self.leader.id, self.colleague.id})
        self.set_scope("leader", "all")
        self.assertIsNone(ids("call"))
        self.assertIsNone(self.leader._callcenter_scope_department_ids("call"))
        self.set_scope("leader", "own")
        self.assertEqual(ids("call"), (self.leader.id,))

    def test_a_new_member_is_in_scope_and_one_who_left_stays(self):
        ids = self.leader._callcenter_scope_user_ids
        self.assertNotIn(self.colleague.id, ids("call"))
        new = self._new_user("cc_new", "agent")
        new.callcenter_department_id = self.sales
        self.assertIn(new.id, ids("call"))
        new.active = False
        self.assertIn(new.id, ids("call"))
