from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .qa_common import QaCase

MODELS = ("callcenter.qa.score", "callcenter.qa.line", "callcenter.qa.remark")


@tagged("post_install", "-at_install")
class TestQaAccess(QaCase):
    def setUp(self):
        super().setUp()
        self.mine = self.submitted(leak=0)
        self.theirs = self.begun(call=self.other_call)
        self.act("qa", self.theirs, "remark", 3, "Secret")
        self.mark(self.theirs, greet=1, polite=0, solved=2)
        self.act("qa", self.theirs, "submit")
        self.act("qa", self.mine, "action_take_back")
        self.act("qa", self.mine, "remark", 3, "Own")
        self.act("qa", self.mine, "submit")

    def seen(self, name, model):
        """Yield the ids of the scores that a user finds, by each way of reading."""
        path = "id" if model == "callcenter.qa.score" else "score_id"
        both = (self.mine | self.theirs).ids
        yield set(self.rpc(name, model, "search", [(path, "in", both)]))
        rows = self.rpc(name, model, "search_read", [(path, "in", both)], ["display_name"])
        yield {row["id"] for row in rows}
        group = "user_id" if path == "id" else "score_id"
        groups = self.rpc(name, model, "formatted_read_group", [(path, "in", both)], [group], ["id:array_agg"])
        yield {found for row in groups for found in row["id:array_agg"]}
        groups = self.rpc(name, model, "web_read_group", [(path, "in", both)], [group], ["__count"])["groups"]
        yield sum(row["__count"] for row in groups)
        yield {found for found, _name in self.rpc(name, model, "name_search", "", [(path, "in", both)])}

    def test_agents_find_their_own_and_leaders_their_team_s_and_inspectors_all(self):
        may = {
            "agent1": self.mine,
            "agent2": self.theirs,
            "leader": self.mine,
            "qa2": self.mine | self.theirs,
            "manager": self.mine | self.theirs,
        }
        for name, scores in may.items():
            parts = {MODELS[0]: scores, MODELS[1]: scores.line_ids, MODELS[2]: scores.remark_ids}
            for model, records in parts.items():
                for way, found in enumerate(self.seen(name, model)):
                    with self.subTest(user=name, model=model, way=way):
                        self.assertEqual(found, len(records) if isinstance(found, int) else set(records.ids))

    def test_the_scores_of_others_are_refused_by_id_and_in_an_export(self):
        for records in (self.theirs, self.theirs.line_ids, self.theirs.remark_ids):
            for method in ("read", "export_data", "web_read"):
                fields = {"display_name": {}} if method == "web_read" else ["display_name"]
                with self.subTest(model=records._name, method=method), self.assertRaises(UserError):
                    self.rpc("agent1", records._name, method, records.ids, fields)

    def test_nothing_of_others_is_told_by_what_is_found_through_them(self):
        found = self.rpc("agent1", "callcenter.qa.score", "search", [("line_ids.points", "=", 2)])
        self.assertEqual(found, [])
        found = self.rpc("agent1", "callcenter.qa.line", "search", [("score_id.remark_ids.text", "=", "Secret")])
        self.assertEqual(found, [])
        with self.assertRaises(AccessError):
            self.act("agent1", self.theirs, "totals")

    def test_drafts_are_seen_by_who_writes_them_only(self):
        self.act("qa", self.mine, "action_take_back")
        for name, may in {"agent1": 0, "leader": 0, "qa2": 0, "manager": 0, "qa": 1}.items():
            for records in (self.mine, self.mine.line_ids, self.mine.remark_ids):
                with self.subTest(user=name, model=records._name):
                    found = self.rpc(name, records._name, "search_count", [("id", "in", records.ids)])
                    self.assertEqual(found, len(records) if may else 0)

    def test_nobody_writes_scores_but_by_their_acts(self):
        for name in ("agent1", "leader", "qa", "manager", "admin"):
            for records, vals in (
                (self.mine, {"score": 100}),
                (self.mine.line_ids[:1], {"points": 10}),
                (self.mine.remark_ids, {"text": "x"}),
            ):
                for method, args in (("write", [records.ids, vals]), ("unlink", [records.ids]), ("create", [vals])):
                    with self.subTest(user=name, model=records._name, method=method), self.assertRaises(AccessError):
                        self.rpc(name, records._name, method, *args)

    def test_agents_and_leaders_do_not_score(self):
        for name in ("agent1", "leader"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.rpc(name, "callcenter.qa.score", "begin", self.call.id)
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.act(name, self.mine, "mark", self.item("greet").id, 10)

    def test_another_inspector_does_not_write_on_a_draft(self):
        self.act("qa", self.mine, "action_take_back")
        for method, args in (
            ("mark", [self.item("greet").id, 10]),
            ("explain", [self.item("leak").id, "x"]),
            ("remark", [1, "x"]),
            ("write_note", ["x"]),
            ("submit", []),
            ("action_discard", []),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.act("qa2", self.mine, method, *args)

    def test_an_inspector_of_one_department_finds_and_scores_no_other_s(self):
        role = self.env["res.users.role"].create(
            {
                "name": "QA of a team",
                "implied_ids": self.env.ref("callcenter_crm.group_qa").ids,
                "scope_ids": [(0, 0, {"object": "call", "scope": "department"})],
            }
        )
        user = self.users["qa2"]
        user.role_line_ids.role_id = role
        user.callcenter_department_id = self.users["agent1"].callcenter_department_id
        user.set_groups_from_roles(force=True)
        self.env.registry.clear_cache()
        self.assertEqual(
            self.rpc("qa2", "callcenter.qa.score", "search", [("id", "in", (self.mine | self.theirs).ids)]),
            self.mine.ids,
        )
        with self.assertRaises(AccessError):
            self.rpc("qa2", "callcenter.qa.score", "begin", self.answered("agent2", 1200).id)
        self.assertTrue(self.rpc("qa2", "callcenter.qa.score", "begin", self.answered("agent1", 1800).id))

    def test_the_menus_are_for_those_who_have_use_for_them(self):
        roles = {
            "qa_score": ("agent1", "leader", "qa", "manager", "admin"),
            "qa_appeal": ("leader", "qa", "manager", "admin"),
            "qa_sheet": ("admin",),
        }
        for menu, names in roles.items():
            menu = self.env.ref(f"callcenter_kpi.callcenter_menu_{menu}")
            for name in ("agent1", "leader", "qa", "manager", "admin"):
                seen = self.env["ir.ui.menu"].with_user(self.users[name]).load_web_menus(False)
                with self.subTest(menu=menu.name, user=name):
                    self.assertEqual(menu.id in seen, name in names)

    def test_a_user_outside_the_call_center_reads_nothing(self):
        outsider = self.env["res.users"].create({"name": "kpi_out", "login": "kpi_out"})
        self.users["outsider"] = outsider
        for model in MODELS:
            with self.subTest(model=model), self.assertRaises(UserError):
                self.rpc("outsider", model, "search_read", [], ["display_name"])
