"""Attacks on calls by every role, by the methods that a browser can call, in both directions."""

from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .common import CallcenterCase

SEE_ALL = ("leader", "qa", "manager", "admin")
FACTS = {
    "result": "abandoned",
    "talk_s": 1.0,
    "number": "+8613900000000",
    "user_id": 1,
    "last_user_id": 1,
    "start": "2020-01-01 00:00:00",
    "end": False,
    "key": "forged",
    "caller_name": "forged",
    "cause": 0,
}


@tagged("post_install", "-at_install")
class TestCallAccess(CallcenterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls._new_call(user_id=cls.agent.id, partner_id=cls.customer.id, note="own", talk_s=10)
        cls.taken_over = cls._new_call(user_id=cls.colleague.id, last_user_id=cls.agent.id, note="taken", talk_s=20)
        cls.foreign = cls._new_call(
            user_id=cls.colleague.id,
            last_user_id=cls.colleague.id,
            partner_id=cls.customer.id,
            number="+8613800130077",
            note="secret",
            talk_s=40,
        )
        cls.unanswered = cls._new_call(result="abandoned", partner_id=cls.customer.id, note="missed", talk_s=0)
        cls.mine = cls.own | cls.taken_over
        cls.all_calls = cls.mine | cls.foreign | cls.unanswered
        cls.domain = [("id", "in", cls.all_calls.ids)]

    def call_rpc(self, role, method, *args, **kwargs):
        return self.rpc(self.users[role], "callcenter.call", method, *args, **kwargs)

    # reading

    def test_an_agent_reads_own_calls_by_every_method(self):
        self.assertEqual(set(self.call_rpc("agent", "search", self.domain)), set(self.mine.ids))
        self.assertEqual({row["note"] for row in self.call_rpc("agent", "read", self.mine.ids)}, {"own", "taken"})
        rows = self.call_rpc("agent", "search_read", self.domain, ["note"])
        self.assertEqual({row["note"] for row in rows}, {"own", "taken"})
        self.assertEqual(self.call_rpc("agent", "search_count", self.domain), 2)

    def test_an_agent_reads_no_other_call(self):
        for call in (self.foreign, self.unanswered):
            with self.assertRaises(AccessError):
                self.call_rpc("agent", "read", [call.id], ["note"])
            with self.assertRaises(AccessError):
                self.call_rpc("agent", "web_read", [call.id], {"note": {}})
        self.assertEqual(self.call_rpc("agent", "search", [("note", "=", "secret")]), [])

    def test_an_agent_s_groups_and_sums_have_own_calls_only(self):
        [group] = self.call_rpc("agent", "formatted_read_group", self.domain, [], ["talk_s:sum", "__count"])
        self.assertEqual((group["talk_s:sum"], group["__count"]), (30, 2))
        groups = self.call_rpc("agent", "formatted_read_group", self.domain, ["note"], ["__count"])
        self.assertEqual({row["note"] for row in groups}, {"own", "taken"})

    def test_an_agent_finds_no_other_call_by_name(self):
        names = self.call_rpc("agent", "name_search", "", self.domain)
        self.assertEqual({row[0] for row in names}, set(self.mine.ids))

    def test_an_agent_exports_nothing(self):
        with self.assertRaises(UserError):
            self.call_rpc("agent", "export_data", self.mine.ids, ["note"])

    def test_an_agent_does_not_see_others_calls_through_the_customer(self):
        [customer] = self.rpc(self.agent, "res.partner", "read", [self.customer.id], ["callcenter_call_ids"])
        self.assertEqual(customer["callcenter_call_ids"], self.own.ids)
        [count] = self.rpc(self.agent, "res.partner", "read", [self.customer.id], ["callcenter_call_count"])
        self.assertEqual(count["callcenter_call_count"], 1)
        for domain in (
            [("callcenter_call_ids.note", "=", "secret")],
            [("callcenter_call_ids", "any", [("note", "=", "secret")])],
            [("callcenter_call_ids", "ilike", "8613800130077")],
        ):
            self.assertEqual(self.rpc(self.agent, "res.partner", "search", domain), [], domain)

    def test_the_other_roles_see_all_calls(self):
        for role in SEE_ALL:
            with self.subTest(role=role):
                self.assertEqual(set(self.call_rpc(role, "search", self.domain)), set(self.all_calls.ids))
                [row] = self.call_rpc(role, "read", [self.foreign.id], ["note"])
                self.assertEqual(row["note"], "secret")

    def test_people_without_a_role_see_no_call(self):
        for method, args in (("search", [[]]), ("read", [self.own.ids]), ("name_search", [""])):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc(self.outsider, "callcenter.call", method, *args)

    def test_only_managers_and_administrators_export(self):
        for role in ("leader", "qa"):
            with self.assertRaises(UserError):
                self.call_rpc(role, "export_data", self.foreign.ids, ["note"])
        for role in ("manager", "admin"):
            data = self.call_rpc(role, "export_data", self.foreign.ids, ["note"])
            self.assertEqual(data["datas"], [["secret"]])

    # writing

    def test_an_agent_writes_outcome_note_and_customer_on_own_calls(self):
        vals = {"disposition_id": self.solved.id, "note": "done", "partner_id": self.other_customer.id}
        self.call_rpc("agent", "write", self.mine.ids, vals)
        self.assertEqual(self.own.disposition_id, self.solved)
        self.assertEqual(self.taken_over.note, "done")

    def test_an_agent_writes_nothing_on_other_calls(self):
        for method, args in (
            ("write", [[self.foreign.id], {"note": "forged"}]),
            ("web_save", [[self.foreign.id], {"note": "forged"}, {"note": {}}]),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.call_rpc("agent", method, *args)
        self.assertEqual(self.foreign.note, "secret")

    def test_nobody_changes_a_fact(self):
        for role in ("agent", "leader", "qa", "manager", "admin"):
            for field, value in FACTS.items():
                with self.subTest(role=role, field=field), self.assertRaises(AccessError):
                    self.call_rpc(role, "write", [self.own.id], {field: value})

    def test_a_fact_hidden_among_allowed_fields_is_refused_as_a_whole(self):
        with self.assertRaises(AccessError):
            self.call_rpc("agent", "write", [self.own.id], {"note": "x", "user_id": self.colleague.id})
        self.assertEqual(self.own.note, "own")

    def test_leaders_managers_and_administrators_correct_any_outcome(self):
        for role in ("leader", "manager", "admin"):
            self.call_rpc(role, "write", [self.foreign.id], {"note": role})
            self.assertEqual(self.foreign.note, role)

    def test_an_inspector_writes_nothing(self):
        with self.assertRaises(AccessError):
            self.call_rpc("qa", "write", [self.foreign.id], {"note": "forged"})

    def test_nobody_makes_copies_or_deletes_a_call(self):
        for role in ("agent", "leader", "qa", "manager", "admin"):
            for method, args in (
                ("create", [[{"key": f"forged:{role}"}]]),
                ("copy", [[self.own.id]]),
                ("unlink", [[self.own.id]]),
            ):
                with self.subTest(role=role, method=method), self.assertRaises(AccessError):
                    self.call_rpc(role, method, *args)
            result = self.call_rpc(role, "load", ["key"], [["forged:load"]])
            self.assertFalse(result["ids"])
        self.assertTrue(self.own.exists())

    def test_an_agent_gets_at_no_call_through_the_customer_s_list(self):
        for command in ([4, self.foreign.id, 0], [1, self.foreign.id, {"note": "forged"}], [2, self.foreign.id, 0]):
            with self.subTest(command=command), self.assertRaises(AccessError):
                self.rpc(
                    self.agent, "res.partner", "write", [self.other_customer.id], {"callcenter_call_ids": [command]}
                )
        with self.assertRaises(AccessError):
            self.rpc(
                self.agent,
                "res.partner",
                "write",
                [self.other_customer.id],
                {"callcenter_call_ids": [[0, 0, {"key": "forged"}]]},
            )
        self.assertEqual(self.foreign.note, "secret")
        self.assertEqual(self.foreign.partner_id, self.customer)

    def test_private_methods_are_out_of_reach(self):
        for method in ("_ledger_written", "_user_writable_fields", "sudo"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.call_rpc("agent", method)
