"""Articles on their way from draft to reader, and their history."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .knowledge_common import KnowledgeCase


@tagged("post_install", "-at_install")
class TestKnowledge(KnowledgeCase):
    def test_a_draft_is_read_only_once_it_is_approved(self):
        draft = self.draft()
        article = draft.article_id
        self.assertEqual((article.state, self.read_by(self.agent)), ("draft", []))
        draft.action_submit()
        self.assertEqual((article.state, self.read_by(self.agent)), ("review", []))
        draft.with_user(self.approver).action_publish()
        self.assertEqual((article.state, article.number), ("published", 1))
        self.assertEqual(self.read_by(self.agent), ["Refunds"])
        self.assertEqual((draft.publisher_id, draft.state), (self.approver, "published"))

    def test_while_a_new_draft_is_written_readers_see_what_was_published(self):
        article = self.published()
        draft = self.revise(article, name="Refunds 2027", body="<p>Ask nobody.</p>")
        self.assertEqual(self.read_by(self.agent), ["Refunds"])
        self.assertIn("back office", self.rpc(self.agent, article._name, "open_article", article.id)["body"])
        self.assertEqual((article.state, article.with_user(self.author).draft_state), ("published", "draft"))
        self.publish(draft)
        self.assertEqual(self.read_by(self.agent), ["Refunds 2027"])
        self.assertEqual(article.version_ids.sorted("number").mapped("state"), ["replaced", "published"])

    def test_nobody_approves_what_the_own_hand_has_written(self):
        draft = self.draft(self.approver)
        draft.action_submit()
        with self.assertRaisesRegex(AccessError, "Somebody else"):
            draft.action_publish()
        draft.action_withdraw()
        draft.with_user(self.author).action_submit()
        with self.assertRaises(AccessError):
            draft.action_publish()
        self.open.self_approval = True
        draft.action_publish()
        self.assertEqual(draft.state, "published")

    def test_a_second_hand_in_a_draft_is_not_the_one_that_approves(self):
        draft = self.draft()
        draft.with_user(self.approver).body = "<p>Changed by who approves.</p>"
        draft.action_submit()
        with self.assertRaisesRegex(AccessError, "Somebody else"):
            draft.with_user(self.approver).action_publish()
        draft.with_user(self.users["admin"]).action_publish()
        self.assertEqual(draft.state, "published")

    def test_what_waits_for_approval_is_not_changed(self):
        draft = self.draft()
        draft.action_submit()
        with self.assertRaises(UserError):
            draft.body = "<p>Slipped in.</p>"
        draft.action_withdraw()
        draft.body = "<p>Better.</p>"
        self.assertEqual(draft.state, "draft")

    def test_it_is_sent_back_with_a_reason_that_its_author_is_told(self):
        draft = self.draft()
        draft.action_submit()
        told = draft.article_id.sudo().activity_ids
        self.assertEqual(told.user_id, self.approver)
        with self.assertRaises(UserError):
            draft.with_user(self.approver).action_refuse(" ")
        draft.with_user(self.approver).action_refuse("The fee is missing")
        self.assertEqual((draft.state, draft.refusal), ("draft", "The fee is missing"))
        told = draft.article_id.sudo().activity_ids
        self.assertEqual((told.user_id, told.summary), (self.author, "Sent back to you"))
        draft.action_submit()
        self.assertFalse(draft.refusal)
        self.assertEqual(draft.article_id.sudo().activity_ids.user_id, self.approver)

    def test_an_empty_article_is_not_submitted(self):
        with self.assertRaisesRegex(UserError, "is empty"):
            self.draft(body="<p><br/></p>").action_submit()

    def test_an_old_version_comes_back_as_a_draft(self):
        article = self.published(body="<p>Old.</p>")
        self.publish(self.revise(article, body="<p>New.</p>"))
        first = article.version_ids.filtered(lambda version: version.number == 1).with_user(self.author)
        action = first.action_restore()
        restored = first.browse(action["res_id"])
        self.assertIn("Old.", restored.body)
        self.assertEqual((restored.state, restored.number), ("draft", 0))
        self.assertIn("New.", article.body)
        with self.assertRaisesRegex(UserError, "There is a draft"):
            first.action_restore()

    def test_any_two_versions_are_compared(self):
        article = self.published(body="<p>Same.</p><p>Old &lt;b&gt;</p>")
        self.publish(self.revise(article, name="Refunds!", body="<p>Same.</p><p>New.</p>"))
        compare = self.env["callcenter.knowledge.compare"].with_user(self.author).create({"article_id": article.id})
        for text in ("<del>Refunds</del> <ins>Refunds!</ins>", "<del>Old &lt;b&gt;</del>", "<ins>New.</ins>"):
            self.assertIn(text, compare.difference)
        compare.old_id = compare.new_id
        self.assertIn("They say the same", compare.difference)

    def test_history_stays_and_drafts_go(self):
        article = self.published()
        with self.assertRaisesRegex(UserError, "What was published is kept"):
            article.version_id.with_user(self.author).unlink()
        self.revise(article).action_discard()
        self.assertEqual((len(article.version_ids), article.state), (1, "published"))
        lonely = self.draft().article_id
        lonely.version_ids.with_user(self.author).action_discard()
        self.assertFalse(lonely.exists())

    def test_what_is_typed_is_made_clean(self):
        bad = "<p onclick='x()'>Refund <script>alert(1)</script><a href='javascript:x()'>now</a></p>"
        article = self.published(body=bad)
        for evil in ("script", "onclick", "javascript"):
            self.assertNotIn(evil, article.body)

    def test_files_are_the_readers_only_once_they_are_published(self):
        vals = {"name": "fees.txt", "raw": b"12", "res_model": "callcenter.knowledge.version", "res_id": 0}
        file = self.env["ir.attachment"].with_user(self.author).create(vals)
        draft = self.draft(attachment_ids=[(4, file.id)])
        self.assertEqual(file.res_id, draft.id)
        with self.assertRaises(AccessError):
            file.with_user(self.agent).read(["name"])
        article = self.publish(draft)
        shown = self.rpc(self.agent, article._name, "open_article", article.id)["files"]
        self.assertEqual([row["name"] for row in shown], ["fees.txt"])
        self.assertEqual(self.env["ir.attachment"].with_user(self.agent).browse(shown[0]["id"]).raw, b"12")
        with self.assertRaises(AccessError):
            file.with_user(self.agent).read(["name"])


@tagged("post_install", "-at_install")
class TestKnowledgeValidity(KnowledgeCase):
    def day(self, days):
        return fields.Date.today() + timedelta(days=days)

    def test_before_its_first_day_and_after_its_last_nobody_reads_it(self):
        article = self.published(valid_from=self.day(-5), valid_to=self.day(5))
        self.assertEqual(self.read_by(self.agent), ["Refunds"])
        for dates in ({"valid_from": self.day(2)}, {"valid_from": self.day(-9), "valid_to": self.day(-2)}):
            article.write(dates)
            self.assertEqual(self.read_by(self.agent), [])
            with self.assertRaises(AccessError):
                self.rpc(self.agent, article._name, "open_article", article.id)

    def test_the_job_expires_it_and_tells_its_owner(self):
        article = self.published(valid_to=self.day(5))
        article.write({"valid_to": self.day(-2), "state": "published"})
        self.env.flush_all()
        self.env.cr.execute("UPDATE callcenter_knowledge_article SET state = 'published' WHERE id = %s", [article.id])
        self.env.invalidate_all()
        self.env["callcenter.knowledge.article"]._cron_validity()
        self.assertEqual(article.state, "expired")
        self.assertEqual(article.activity_ids.mapped("summary"), ["Has expired"])
        self.assertEqual(article.activity_ids.user_id, self.author)

    def test_the_owner_is_reminded_once_and_before(self):
        self.open.remind_days = 7
        soon, later = self.published(valid_to=self.day(5)), self.published(valid_to=self.day(30))
        for _turn in range(2):
            self.env["callcenter.knowledge.article"]._cron_validity()
        self.assertEqual(soon.activity_ids.mapped("summary"), ["Expires soon"])
        self.assertFalse(later.activity_ids)
        self.publish(self.revise(soon, valid_to=self.day(60)))
        self.assertFalse(soon.activity_ids)

    def test_whoever_has_left_is_not_reminded_but_who_approves(self):
        self.open.remind_days = 7
        soon = self.published(valid_to=self.day(5))
        self.author.sudo().active = False
        self.env["callcenter.knowledge.article"]._cron_validity()
        self.assertEqual(soon.activity_ids.user_id, self.approver)

    def test_an_article_that_is_over_is_not_published(self):
        with self.assertRaisesRegex(UserError, "later last day"):
            self.draft(valid_to=self.day(-3)).action_submit()

    def test_archived_articles_are_nobodys_until_they_come_back(self):
        article = self.published()
        article.with_user(self.approver).action_archive()
        self.assertEqual((article.state, self.read_by(self.agent)), ("archived", []))
        article.with_user(self.approver).action_unarchive()
        self.assertEqual((article.state, self.read_by(self.agent)), ("published", ["Refunds"]))
