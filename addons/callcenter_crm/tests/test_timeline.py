from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests.common import tagged

from .common import CallcenterCase


@tagged("post_install", "-at_install")
class TestTimeline(CallcenterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.user_id = cls.agent
        cls.now = fields.Datetime.now()
        cls.env.ref("base.group_allow_export").user_ids |= cls.agent

    def page(self, user=None, partner=None, **kwargs):
        return self.rpc(user or self.agent, "callcenter.timeline", "page", (partner or self.customer).id, **kwargs)

    def seen(self, *args, **kwargs):
        return [(row["kind"], row["id"]) for row in self.page(*args, **kwargs)["rows"]]

    def call(self, hours=0, **vals):
        vals = {"partner_id": self.customer.id, "user_id": self.agent.id, **vals}
        return self._new_call(start=self.now - timedelta(hours=hours), **vals)

    def followup(self, hours=0, user=None, **vals):
        vals = {"partner_id": self.customer.id, "disposition_id": self.solved.id, **vals}
        return self.env["callcenter.followup"].create(
            {"user_id": (user or self.agent).id, "at": self.now - timedelta(hours=hours), **vals}
        )

    def everything(self):
        """One event of each kind, the newest first."""
        self.env.user.company_id.country_id = self.env.ref("base.cn")
        call = self.call(1, number="+8613800130001", talk_s=65, disposition_id=self.solved.id, note="asks for a fund")
        followup = self.followup(2, note="wrote it down")
        seller = {"partner_id": self.customer.id, "user_id": self.agent.id}
        lead = self.env["crm.lead"].create({"name": "Fund", "type": "opportunity", "expected_revenue": 500, **seller})
        lead.flush_recordset()
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = %s WHERE id = %s", [self.now - timedelta(hours=3), lead.id]
        )
        order = self.env["sale.order"].create({"date_order": self.now - timedelta(hours=4), **seller})
        messages = self.env["mail.message"]
        for hours, kind in ((5, "sms"), (6, "email"), (7, "comment")):
            messages |= self.customer.message_post(body=f"by {kind}", message_type=kind)
            messages[-1].date = self.now - timedelta(hours=hours)
        activity = self.customer.activity_schedule(
            "mail.mail_activity_data_todo", (self.now - timedelta(days=3)).date(), "send papers", user_id=self.agent.id
        )
        kinds = ["call", "followup", "lead", "order", "text", "mail", "note", "activity"]
        records = [call, followup, lead, order, *messages, activity]
        return [(kind, record.id) for kind, record in zip(kinds, records, strict=True)]

    def test_all_that_happened_stands_there_newest_first(self):
        expected = self.everything()
        page = self.page()
        self.assertEqual([(row["kind"], row["id"]) for row in page["rows"]], expected)
        kinds = [kind for kind, _id in expected]
        kinds.insert(kinds.index("text"), "workorder")  # offered, though there is none
        self.assertEqual([kind["key"] for kind in page["kinds"]], kinds)
        self.assertFalse(page["cursor"])
        call, followup, lead, order, text, mail, note, activity = page["rows"]
        self.assertEqual((call["seconds"], call["note"], call["tone"]), (65, "asks for a fund", ""))
        self.assertIn("138 0013 0001", call["line"])
        self.assertEqual((followup["title"], followup["note"]), (self.solved.name, "wrote it down"))
        self.assertIn("500", " ".join(lead["line"]))
        self.assertEqual((order["title"], order["at"]), (order["title"], str(self.now - timedelta(hours=4))[:19]))
        self.assertEqual([row["note"] for row in (text, mail, note)], ["by sms", "by email", "by comment"])
        self.assertEqual((activity["title"], activity["tone"], activity["day"]), ("send papers", "bad", True))

    def test_one_kind_alone(self):
        self.everything()
        for kind in ("call", "order", "note"):
            with self.subTest(kind=kind):
                self.assertEqual({row["kind"] for row in self.page(kinds=[kind])["rows"]}, {kind})

    def test_pages_follow_each_other_without_a_gap_or_a_repetition(self):
        expected = []
        for number in range(45):
            expected += [("call", self.call(number).id), ("followup", self.followup(number + 0.5).id)]
        got, pages = self.all_pages()
        self.assertEqual((pages, got), (3, expected))

    def test_many_in_the_same_second_are_all_there(self):
        calls = [self.call(note=str(number)) for number in range(45)]
        self.env.flush_all()
        # the order of their fractions is not that of their ids
        query = "UPDATE callcenter_call SET start = date_trunc('second', start) + (id * 7 %% 10) * interval '0.1 s'"
        self.env.cr.execute(f"{query} WHERE partner_id = %s", [self.customer.id])
        got, _pages = self.all_pages()
        self.assertEqual(sorted(got), [("call", call.id) for call in calls])

    def all_pages(self):
        """Return ([(kind, id)] of all pages, how many pages)."""
        got, cursor, pages = [], None, 0
        while cursor is not False:
            page = self.page(cursor=cursor)
            got += [(row["kind"], row["id"]) for row in page["rows"]]
            cursor = page["cursor"]
            pages += 1
        return got, pages

    def test_what_happened_with_people_and_addresses_below_belongs_to_it(self):
        child = self.env["res.partner"].create({"name": "office", "parent_id": self.customer.id})
        call = self.call(partner_id=child.id)
        self.assertIn(("call", call.id), self.seen())
        self.assertNotIn(("call", self.call(partner_id=self.other_customer.id).id), self.seen())

    def test_the_number_of_queries_does_not_grow_with_the_events(self):
        self.everything()

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["callcenter.timeline"].with_user(self.agent).page(self.customer.id)
            return self.cr.sql_log_count - before

        queries()
        few = queries()
        for number in range(8):
            self.call(number)
            self.followup(number)
            self.customer.message_post(body=f"note {number}", message_type="comment")
        self.assertLessEqual(queries(), few)

    # rights

    def test_a_foreign_customer_s_timeline_is_out_of_reach(self):
        self.everything()
        self.customer.user_id = self.colleague
        with self.assertRaises(AccessError):
            self.page()
        for user in (self.users["leader"], self.users["qa"], self.users["manager"]):
            self.assertTrue(self.seen(user))
        with self.assertRaises(AccessError):
            self.page(self.outsider)

    def test_each_kind_is_seen_as_its_own_rules_say(self):
        foreign = {"user_id": self.colleague.id, "last_user_id": self.colleague.id}
        call, own = self.call(1, **foreign), self.call(2)
        order = self.env["sale.order"].create({"partner_id": self.customer.id, "user_id": self.colleague.id})
        lead = self.env["crm.lead"].create(
            {"name": "L", "type": "opportunity", "partner_id": self.customer.id, "user_id": self.colleague.id}
        )
        theirs = {("call", call.id), ("order", order.id), ("lead", lead.id)}
        seen = set(self.seen())
        self.assertFalse(seen & theirs)
        self.assertIn(("call", own.id), seen)
        self.assertLessEqual(theirs, set(self.seen(self.users["manager"])))

    def test_a_kind_that_the_user_may_not_read_is_not_offered(self):
        kinds = {kind["key"] for kind in self.page(self.users["qa"])["kinds"]}
        self.assertLessEqual({"call", "followup", "note"}, kinds)
        self.assertEqual("order" in kinds, self.env["sale.order"].with_user(self.users["qa"]).has_access("read"))

    def test_masked_numbers_stay_masked(self):
        self.env.company.callcenter_mask_numbers = True
        self.call(number="+8613800139876", note="call 13800139876 tomorrow")
        self.followup(note="13800139876")
        told = str(self.page()["rows"])
        self.assertNotIn("13800139876", told)
        self.assertIn("138****9876", told)
