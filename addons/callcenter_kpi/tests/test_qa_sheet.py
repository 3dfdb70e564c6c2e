from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .qa_common import QaCase


@tagged("post_install", "-at_install")
class TestQaSheet(QaCase):
    def test_weights_that_do_not_add_up_are_refused_when_it_is_put_in_use_not_before(self):
        sheet = self._new_sheet()
        sheet.group_ids[0].weight = 30
        with self.assertRaisesRegex(UserError, "add up to 90.00 %, not to 100 %"):
            sheet.action_use()
        self.assertEqual(sheet.state, "draft")
        sheet.group_ids[0].weight = 40
        sheet.action_use()
        self.assertEqual(sheet.state, "used")

    def test_all_that_is_wrong_is_said_at_once(self):
        sheet = self._new_sheet()
        sheet.group_ids[1].item_ids.unlink()
        sheet.group_ids[2].write({"weight": 5})
        with self.assertRaises(UserError) as refused:
            sheet.action_use()
        message = str(refused.exception)
        for text in ("“Matter” has no item", "“Red lines” has a weight", "105.00 %"):
            self.assertIn(text, message)

    def test_points_without_a_weight_are_refused(self):
        sheet = self._new_sheet()
        sheet.group_ids[0].weight = 0
        sheet.group_ids[1].weight = 100
        with self.assertRaisesRegex(UserError, "“Manner” has items with points, but no weight"):
            sheet.action_use()

    def test_what_is_in_use_changes_no_more_in_any_way(self):
        group, item = self.sheet.group_ids[0], self.item("greet")
        draft = self._new_sheet()
        for change in (
            lambda: group.write({"weight": 50}),
            lambda: item.write({"points": 5}),
            lambda: item.update_field_translations("name", {"en_US": "Other"}),
            lambda: item.unlink(),
            lambda: group.unlink(),
            lambda: self.sheet.write({"group_ids": [Command.create({"name": "More"})]}),
            lambda: draft.group_ids[0].write({"sheet_id": self.sheet.id}),
            lambda: self.sheet.unlink(),
        ):
            with self.assertRaises(UserError):
                change()
        self.sheet.name = "Renamed"

    def test_no_administrator_thaws_a_sheet_by_writing_its_state(self):
        sheet = self.sheet.with_user(self.users["admin"])
        for vals in ({"state": "draft"}, {"version": 9}, {"first_id": False}):
            with self.assertRaises(AccessError):
                sheet.write(vals)
        with self.assertRaises(AccessError):
            sheet.create({"name": "In use at once", "state": "used"})

    def test_a_change_makes_a_new_version_and_old_scores_keep_theirs(self):
        score = self.submitted()
        draft = self.env["callcenter.qa.sheet"].browse(
            self.rpc("admin", "callcenter.qa.sheet", "action_change", self.sheet.ids)["res_id"]
        )
        self.assertEqual((draft.version, draft.state, draft.name), (2, "draft", "Test"))
        self.assertEqual(self.sheet.state, "used")
        again = self.rpc("admin", "callcenter.qa.sheet", "action_change", self.sheet.ids)["res_id"]
        self.assertEqual(again, draft.id)
        self.item("greet", draft).points = 5
        self.rpc("admin", "callcenter.qa.sheet", "action_use", draft.ids)
        self.assertEqual((self.sheet.state, draft.state), ("replaced", "used"))
        self.assertEqual((score.sheet_id, score.score), (self.sheet, 90))
        self.assertEqual(self.begun(call=self.other_call).sheet_id, draft)

    def test_a_version_keeps_its_names_in_each_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        sheet = self._new_sheet()
        sheet.with_context(lang="zh_CN").name = "热线"
        sheet.group_ids[0].with_context(lang="zh_CN").name = "态度"
        sheet.action_use()
        draft = sheet.browse(sheet.action_change()["res_id"]).with_context(lang="zh_CN")
        self.assertEqual((draft.name, draft.group_ids[0].name), ("热线", "态度"))

    def test_a_sheet_of_the_queue_goes_before_one_for_all(self):
        named = self._new_sheet(name="Sales", queue_ids=self.queues["sales"].ids, sequence=99)
        self.assertEqual(self.env["callcenter.qa.sheet"]._for(self.call), self.sheet)
        named.action_use()
        self.assertEqual(self.env["callcenter.qa.sheet"]._for(self.call), self.sheet)
        named.queue_ids = self.queues["service"]
        self.assertEqual(self.env["callcenter.qa.sheet"]._for(self.call), named)

    def test_a_copy_is_a_sheet_of_its_own(self):
        copy = self.sheet.copy()
        self.assertEqual((copy.name, copy.version, copy.state), ("Test (copy)", 1, "draft"))
        self.assertFalse(copy.first_id)
        copy.action_use()
        self.assertEqual(self.sheet.state, "used")

    def test_inspectors_read_sheets_and_administrators_make_them(self):
        for name in ("qa", "manager"):
            self.assertEqual(
                self.rpc(name, "callcenter.qa.sheet", "read", self.sheet.ids, ["version"])[0]["version"], 1
            )
            for method, args in (("write", [self.sheet.ids, {"name": "x"}]), ("action_use", [self.sheet.ids])):
                with self.subTest(user=name, method=method), self.assertRaises(AccessError):
                    self.rpc(name, "callcenter.qa.sheet", method, *args)
        for name in ("agent1", "leader"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.rpc(name, "callcenter.qa.sheet", "search", [])
        self.rpc("admin", "callcenter.qa.sheet", "write", self.sheet.ids, {"appeal_days": 3})
        self.assertEqual(self.sheet.appeal_days, 3)
