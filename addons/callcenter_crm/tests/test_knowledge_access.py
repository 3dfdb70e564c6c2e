"""Attacks on the knowledge base by every role, in both directions."""

from odoo.exceptions import AccessError
from odoo.tests.common import tagged

from .knowledge_common import KnowledgeCase


@tagged("post_install", "-at_install")
class TestKnowledgeAccess(KnowledgeCase):
    def test_a_category_is_read_by_its_departments_with_all_below_and_their_leaders(self):
        part = self.env["callcenter.department"].create({"name": "Part", "parent_id": self.other_team.id})
        member = self._new_user("cc_part", "agent")
        member.callcenter_department_id = part
        for category in (self.closed, self.below):
            article = self.publish(self.draft(self.other_leader, category_id=category.id))
            for user, reads in (
                (self.stranger, True),
                (member, True),
                (self.other_leader, True),
                (self.approver, True),
                (self.agent, False),
                (self.author, False),
                (self.users["qa"], False),
            ):
                with self.subTest(user=user.login, category=category.name):
                    self.assertEqual("Refunds" in self.read_by(user), reads)
                    self.assertEqual(bool(self.rpc(user, category._name, "search", [("id", "=", category.id)])), reads)
                    if not reads:
                        for method in ("read", "open_article"):
                            args = (["body"],) if method == "read" else ()
                            with self.assertRaises(AccessError):
                                self.rpc(user, article._name, method, article.ids, *args)
            article.active = False

    def test_below_a_category_that_one_does_not_read_one_reads_with_its_whole_name(self):
        self.below.department_ids = self.agent.callcenter_department_id
        article = self.publish(
            self.draft(self.approver, category_id=self.below.id), self._new_user("cc_boss2", "manager")
        )
        [row] = self.rpc(self.agent, article._name, "search_articles", "refunds")
        self.assertEqual(row["category"], "Internal / Deeper")
        self.assertEqual(self.rpc(self.agent, article._name, "open_article", article.ids)["category"], row["category"])
        categories = self.rpc(self.agent, article._name, "reader_categories")
        self.assertEqual([one["name"] for one in categories], ["Internal / Deeper"])
        with self.assertRaises(AccessError):
            self.rpc(self.agent, self.closed._name, "read", self.closed.ids, ["name"])

    def test_categories_and_search_in_them_are_of_the_own_departments(self):
        article = self.publish(self.draft(self.other_leader, category_id=self.closed.id))
        for user, reads in ((self.stranger, True), (self.agent, False)):
            with self.subTest(user=user.login):
                names = [one["name"] for one in self.rpc(user, article._name, "reader_categories")]
                self.assertEqual(names, ["Internal"] if reads else [])
                found = self.rpc(user, article._name, "search_articles", "refunds", category_id=self.closed.id)
                self.assertEqual(bool(found), reads)
        for method in ("search_articles", "reader_categories"):
            with self.assertRaises(AccessError):
                self.rpc(self.outsider, article._name, method, *(["refunds"] if method == "search_articles" else []))

    def test_the_search_is_in_the_menu_of_every_reader_and_nobody_else(self):
        menu = self.env.ref("callcenter_crm.callcenter_menu_knowledge_search").id
        for user in (*self.users.values(), self.outsider):
            with self.subTest(user=user.login):
                menus = self.env["ir.ui.menu"].with_user(user).load_web_menus(False)
                self.assertEqual(menu in menus, user != self.outsider)

    def test_who_joins_the_department_reads_at_once(self):
        self.publish(self.draft(self.other_leader, category_id=self.closed.id))
        self.assertEqual(self.read_by(self.agent), [])
        self.agent.callcenter_department_ids = self.other_team
        self.assertEqual(self.read_by(self.agent), ["Refunds"])

    def test_whoever_leads_a_department_above_reads_what_one_below_keeps(self):
        boss = self._new_user("cc_boss", "leader")
        above = self.env["callcenter.department"].create({"name": "Above", "leader_id": boss.id})
        self.other_team.parent_id = above
        self.publish(self.draft(self.other_leader, category_id=self.closed.id))
        self.assertEqual(self.read_by(boss), ["Refunds"])

    def test_readers_never_see_a_draft(self):
        article = self.published()
        draft = self.revise(article, name="Secret refunds")
        new = self.draft(name="Refunds to come").article_id
        for user in (self.agent, self.users["qa"]):
            with self.subTest(user=user.login):
                for method, args in (("read", [["name"]]), ("search_read", [[]])):
                    with self.assertRaises(AccessError):
                        self.rpc(user, draft._name, method, *([] if method == "search_read" else [draft.ids]), *args)
                self.assertFalse(self.rpc(user, new._name, "search", [("id", "=", new.id)]))
                with self.assertRaises(AccessError):
                    self.rpc(user, new._name, "read", new.ids, ["name"])
                for field in ("draft_id", "version_ids"):
                    with self.assertRaises(AccessError):
                        self.rpc(user, article._name, "read", article.ids, [field])

    def test_who_exports_exports_no_more_than_is_read(self):
        article = self.published()
        draft = self.revise(article, name="Secret refunds")
        self.env.ref("base.group_allow_export").user_ids |= self.agent | self.author
        for record in (draft, self.draft(name="Refunds to come").article_id):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                self.rpc(self.agent, record._name, "export_data", record.ids, ["name"])
        rows = self.rpc(self.agent, article._name, "export_data", article.ids, ["name"])["datas"]
        self.assertEqual(rows, [["Refunds"]])
        rows = self.rpc(self.author, draft._name, "export_data", draft.ids, ["name"])["datas"]
        self.assertEqual(rows, [["Secret refunds"]])

    def test_what_is_said_about_a_draft_is_no_readers(self):
        article = self.published()
        draft = self.revise(article, body="<p>Later.</p>")
        draft.action_submit()
        draft.with_user(self.approver).action_refuse("The secret fee is missing")
        task = article.activity_ids
        self.assertEqual(self.rpc(self.author, task._name, "search", [("id", "=", task.id)]), task.ids)
        self.assertFalse(self.rpc(self.agent, task._name, "search", [("id", "=", task.id)]))
        with self.assertRaises(AccessError):
            self.rpc(self.agent, task._name, "read", task.ids, ["note"])
        self.rpc(self.author, task._name, "action_feedback", task.ids)
        said = article.message_ids.filtered(lambda message: "secret" in message.body)
        self.assertTrue(said)
        self.assertFalse(self.rpc(self.agent, said._name, "search", [("id", "in", said.ids)]))
        with self.assertRaises(AccessError):
            self.rpc(self.agent, said._name, "read", said.ids, ["body"])
        with self.assertRaises(AccessError):
            self.rpc(self.agent, article._name, "message_post", article.ids, body="x")

    def test_readers_write_nothing(self):
        article = self.published()
        for user in (self.agent, self.users["qa"], self.author, self.approver, self.users["admin"]):
            for method, args in (("write", [{"body": "<p>x</p>"}]), ("unlink", [])):
                with self.subTest(user=user.login, method=method), self.assertRaises(AccessError):
                    self.rpc(user, article._name, method, article.ids, *args)
        for method in ("action_revise", "action_archive", "action_compare"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc(self.agent, article._name, method, article.ids)
        with self.assertRaises(AccessError):
            self.draft(self.agent)

    def test_authors_write_and_do_not_approve(self):
        draft = self.draft(self.other_leader)
        draft.action_submit()
        for method, args in (("action_publish", []), ("action_refuse", ["no"])):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc(self.author, draft._name, method, draft.ids, *args)
        article = self.published()
        with self.assertRaises(AccessError):
            self.rpc(self.author, article._name, "action_archive", article.ids)

    def test_the_workflow_is_not_written_by_hand(self):
        draft = self.draft()
        own = self.published()
        for vals in (
            {"state": "published"},
            {"number": 7},
            {"writer_ids": [(5,)]},
            {"publisher_id": self.approver.id},
            {"article_id": own.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc(self.author, draft._name, "write", draft.ids, vals)
            with self.subTest(create=vals), self.assertRaises(AccessError):
                self.draft(**vals)
        self.assertEqual(draft.state, "draft")

    def test_authors_put_nothing_into_categories_they_do_not_read(self):
        with self.assertRaises(AccessError):
            self.draft(category_id=self.closed.id)
        draft = self.draft()
        with self.assertRaises(AccessError):
            self.rpc(self.author, draft._name, "write", draft.ids, {"category_id": self.closed.id})
        foreign = self.draft(self.other_leader, category_id=self.closed.id)
        for method in ("action_submit", "action_discard", "action_restore"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc(self.author, foreign._name, method, foreign.ids)

    def test_a_foreign_file_is_not_published_by_way_of_a_draft(self):
        secret = self.env["ir.attachment"].create(
            {"name": "secret", "raw": b"x", "res_model": "callcenter.knowledge.category", "res_id": self.closed.id}
        )
        with self.assertRaises(AccessError):
            self.draft(attachment_ids=[(4, secret.id)])

    def test_only_admins_keep_categories(self):
        for user in (self.agent, self.author, self.approver):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.rpc(user, "callcenter.knowledge.category", "write", self.open.ids, {"self_approval": True})
        self.rpc(self.users["admin"], "callcenter.knowledge.category", "write", self.open.ids, {"self_approval": True})
        self.assertTrue(self.open.self_approval)

    def test_people_without_a_part_in_the_call_center_find_nothing(self):
        self.published()
        with self.assertRaises(AccessError):
            self.read_by(self.outsider)

    def test_votes_and_uses_are_the_own(self):
        article = self.published()
        for user, useful in ((self.agent, True), (self.colleague, False), (self.agent, True)):
            self.rpc(user, article._name, "open_article", article.id)
            self.assertEqual(self.rpc(user, article._name, "vote", article.id, useful), useful)
        self.assertEqual((article.useful_count, article.useless_count), (1, 1))
        self.assertIs(self.rpc(self.agent, article._name, "vote", article.id, None), None)
        article.invalidate_recordset()
        self.assertEqual((article.useful_count, article.useless_count), (0, 1))
        self.env["callcenter.knowledge.article"]._cron_count_use()
        self.assertEqual(article.use_count, 3)
        self.rpc(self.agent, article._name, "open_article", article.ids, count=False)
        article._cron_count_use()
        self.assertEqual(article.use_count, 3)
        for model in ("callcenter.knowledge.vote", "callcenter.knowledge.use"):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.rpc(self.agent, model, "search", [])
