"""What the import's screen keeps and opens, and who may."""

import io
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.callcenter_crm.models import callcenter_list_count
from odoo.addons.callcenter_crm.tools.importing import reading
from odoo.addons.callcenter_crm.tools.importing import xlsx as xlsx_reader

from .importing import HEADER, KEEP, ImportCase, csv, xlsx

ROWS = [["陈建华", "13800000001", "男", "广东 深圳", ""]]
DRAFT = {
    "columns": [
        {"index": 0, "header": "姓名", "field": "name", "certain": True},
        {"index": 1, "header": "手机号码", "field": "number", "certain": False},
        {"index": 2, "header": "性别", "field": False, "certain": False},
    ],
    "cleaning": {"customers": "drop"},
    "step": "cleaning",
}


@tagged("post_install", "-at_install")
class TestImportScreen(ImportCase):
    def keep(self, user, batch, draft=None):
        return self.rpc(user, "callcenter.list", "import_keep", batch.id, DRAFT if draft is None else draft)

    def state(self, user, batch):
        return self.rpc(user, "callcenter.list", "import_state", batch.id)

    def test_a_draft_is_kept_with_its_guesses_and_its_step(self):
        batch = self.load(csv(ROWS))
        self.keep(self.manager, batch)
        state = self.state(self.manager, batch)
        self.assertEqual(state["step"], "cleaning")
        self.assertEqual([column["certain"] for column in state["columns"]], [True, False, False])
        self.assertEqual(state["cleaning"]["customers"], "drop")
        self.assertEqual(state["cleaning"]["file"], "first")

    def test_a_draft_is_called_as_its_file_until_somebody_names_it(self):
        batch = self.load(csv(ROWS), name="first.csv")
        again = lambda name: (
            self.env["callcenter.list"].with_user(self.manager)._import_upload(name, io.BytesIO(csv(ROWS)), 0, batch.id)
        )
        self.assertEqual((again("second.xlsx").id, batch.name, batch.file_name), (batch.id, "second", "second.xlsx"))
        batch.name = "November"
        again("third.csv")
        self.assertEqual((batch.name, batch.file_name), ("November", "third.csv"))

    def test_a_count_tells_how_far_it_is(self):
        batch = self.load(csv(ROWS * 3))
        self.rpc(self.manager, "callcenter.list", "import_look", batch.id)
        said = []
        users = self.registry["res.users"]
        with (
            patch.object(callcenter_list_count, "PAUSE", 0),
            patch.object(users, "_bus_send", lambda user, *word: said.append((user.id, *word))),
        ):
            self.rpc(self.manager, "callcenter.list", "import_count", batch.id, self.columns(), KEEP)
        word = {"list_id": batch.id, "rows": 3, "total": 3}
        self.assertEqual(said, [(self.manager.id, "callcenter.import.count", word)])

    def test_a_file_too_long_to_be_counted_at_sight_is_counted_whole(self):
        rows = [["甲", f"138005500{n}", "", "", ""] for n in range(10, 35)]
        for name, data in (("a.csv", csv(rows)), ("a.xlsx", xlsx(rows))):
            batch = self.load(data, name=name)
            with patch.object(reading, "_COUNTED", 1), patch.object(xlsx_reader, "COUNTED", 1):
                look = self.rpc(self.manager, "callcenter.list", "import_look", batch.id)
                with patch.object(callcenter_list_count, "MOST", 2):
                    count = self.rpc(self.manager, "callcenter.list", "import_count", batch.id, self.columns(), KEEP)
            self.assertEqual((look["total"], count["rows"], count["taken"], count["estimated"]), (None, 25, 25, True))

    def test_no_word_of_a_text_is_kept_beside_the_file(self):
        batch = self.load(csv(ROWS))
        self.assertEqual((batch.file_id.raw, bool(batch.file_id.index_content)), (csv(ROWS), False))

    def test_a_kept_draft_is_how_the_file_is_looked_at_again(self):
        batch = self.load(csv([ROWS[0][:3]], HEADER[:3]))
        self.keep(self.manager, batch)
        look = self.rpc(self.manager, "callcenter.list", "import_look", batch.id)
        self.assertEqual([column["field"] for column in look["columns"]], ["name", "number", False])
        self.assertEqual(look["cleaning"]["customers"], "drop")

    def test_only_what_is_named_is_changed_and_nothing_else_is_written(self):
        batch = self.load(csv(ROWS))
        self.keep(self.manager, batch)
        self.keep(self.manager, batch, {"columns": [], "state": "done", "step": "elsewhere"})
        self.assertFalse(batch.columns)
        self.assertEqual((batch.state, batch.step), ("draft", "cleaning"))
        self.assertEqual(batch.cleaning["customers"], "drop")

    def test_a_list_that_is_in_its_campaign_keeps_no_draft(self):
        batch = self.imported(csv(ROWS))
        with self.assertRaises(UserError):
            self.keep(self.manager, batch)

    def test_agents_and_outsiders_keep_and_see_nothing(self):
        batch = self.load(csv(ROWS))
        for user in (self.agent, self.users["qa"], self.outsider):
            for draft in (DRAFT, {"step": "columns"}, {}):
                with self.assertRaises(AccessError):
                    self.keep(user, batch, draft)
            with self.assertRaises(AccessError):
                self.state(user, batch)
            with self.assertRaises(AccessError):
                self.rpc(user, "callcenter.list", "read", batch.ids, ["columns", "cleaning", "step"])

    def test_a_leader_keeps_the_own_draft_but_not_the_manager_s(self):
        own, other = self.load(csv(ROWS), user=self.leader), self.load(csv(ROWS))
        self.assertTrue(self.keep(self.leader, own))
        with self.assertRaises(AccessError):
            self.keep(self.leader, other)

    def test_a_field_that_the_user_may_not_fill_is_not_kept(self):
        batch = self.load(csv(ROWS))
        with self.assertRaises(AccessError):
            self.keep(self.manager, batch, {"columns": [{"index": 0, "header": "x", "field": "attempts"}]})

    def test_the_import_opens_with_its_campaign_or_its_list(self):
        opened = self.rpc(self.leader, "callcenter.campaign", "action_import", self.campaign.id)
        self.assertEqual(opened["tag"], "callcenter_import")
        campaign = {"id": self.campaign.id, "name": "黄金基金四季度"}
        self.assertEqual(opened["params"], {"list_id": False, "campaign": campaign})
        batch = self.load(csv(ROWS))
        opened = self.rpc(self.manager, "callcenter.list", "action_import", batch.id)
        self.assertEqual(opened["params"], {"list_id": batch.id, "campaign": campaign})

    def test_the_import_of_somebody_else_does_not_open(self):
        batch = self.load(csv(ROWS))
        for user in (self.agent, self.leader, self.users["qa"], self.outsider):
            with self.assertRaises(AccessError):
                self.rpc(user, "callcenter.list", "action_import", batch.id)

    def test_a_list_leads_to_its_contacts_and_their_allocation(self):
        batch = self.imported(csv(ROWS))
        contacts = self.rpc(self.manager, "callcenter.list", "action_contacts", batch.id)
        self.assertEqual(self.env["callcenter.contact"].search_count(contacts["domain"]), 1)
        opened = self.rpc(self.leader, "callcenter.list", "action_allocate", batch.id)
        wizard = self.env["callcenter.allocate"].with_context(**opened["context"]).create({"holder": False})
        self.assertEqual((wizard.campaign_id, wizard.list_ids), (self.campaign, batch))
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.list", "action_allocate", batch.id)

    def test_lists_count_and_tell_how_far_they_are(self):
        batch = self.load(csv(ROWS))
        self.assertEqual(batch.part, 0)
        self.rpc(self.manager, "callcenter.list", "import_run", batch.id, self.columns(), KEEP)
        self.turn()
        self.assertEqual(batch.part, 100)
        self.assertEqual(self.campaign.list_count, 1)

    def test_agents_have_no_way_in(self):
        views = {
            "callcenter.campaign": ("form", "list"),
            "callcenter.contact": ("list",),
            "callcenter.list": ("list", "form"),
        }
        wanted = {"form": ("action_import", "action_lists"), "list": ("action_import", "callcenter_import_action")}
        action = str(self.env.ref("callcenter_crm.callcenter_import_action").id)
        for model, kinds in views.items():
            for kind in kinds:
                with self.subTest(model=model, kind=kind):
                    arch = self.rpc(self.leader, model, "get_view", False, kind)["arch"]
                    hidden = self.rpc(self.agent, model, "get_view", False, kind)["arch"]
                    self.assertTrue(any(f'name="{name}"' in arch for name in (*wanted[kind], action)))
                    self.assertFalse(any(f'name="{name}"' in hidden for name in (*wanted[kind], action)))
        menus = self.rpc(self.agent, "ir.ui.menu", "load_menus", False)
        self.assertNotIn("callcenter_crm.callcenter_menu_list", {menu.get("xmlid") for menu in menus.values()})
