"""Work orders on paper and on the customer's timeline: what the reader may see, in Chinese characters."""

from io import BytesIO

from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests.common import HttpCase, tagged

from .workorder_common import WorkorderCase


@tagged("post_install", "-at_install")
class TestWorkorderPrint(WorkorderCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.own = self.order(
            name="三号楼停电", description="<p>请尽快<b>派人</b>，拨打 13800130001</p>", user_id=self.agent.id
        )
        self.own.department_id = self.team
        self.foreign = self.env["helpdesk.ticket"].create(
            {"name": "Secret", "department_id": self.field.id, "user_id": self.clerk.id}
        )

    def printed(self, user, orders):
        return self.text_of(orders.with_user(user)._callcenter_pdf())

    def text_of(self, data):
        return "".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)

    def test_chinese_text_number_and_steps_are_on_paper(self):
        text = self.printed(self.agent, self.own)
        for part in (self.own.number, "三号楼停电", "请尽快", "13800130001"):
            with self.subTest(part=part):
                self.assertIn(part, text)

    def test_paper_shows_masked_numbers_to_whom_they_are_hidden(self):
        self.env.company.callcenter_mask_numbers = True
        self.assertNotIn("13800130001", self.printed(self.agent, self.own))
        self.assertIn("13800130001", self.printed(self.users["admin"], self.own))

    def test_a_hostile_or_endless_text_is_printed_as_text(self):
        self.own.write({"name": "<para><b>x</para>&amp;", "result_text": "长" * 30000})
        self.assertIn("<para>", self.printed(self.agent, self.own))

    def test_foreign_orders_are_not_printed(self):
        with self.assertRaises(AccessError):
            self.printed(self.agent, self.own | self.foreign)
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "helpdesk.ticket", "action_print", self.foreign.ids)

    def test_the_address_gives_the_own_order_and_no_other(self):
        self.authenticate("cc_agent", "cc_agent")
        url = self.rpc(self.agent, "helpdesk.ticket", "action_print", self.own.ids)["url"]
        answer = self.url_open(url)
        self.assertEqual((answer.status_code, answer.headers["Content-Type"]), (200, "application/pdf"))
        self.assertIn("三号楼停电", self.text_of(answer.content))
        for ids in (self.foreign.id, f"{self.own.id},{self.foreign.id}", 999999999, "x"):
            with self.subTest(ids=ids):
                self.assertNotEqual(self.url_open(f"/callcenter/workorder/{ids}/print").status_code, 200)

    def test_the_customers_timeline_has_the_orders_in_scope(self):
        self.foreign.partner_id = self.customer
        for user, orders in ((self.agent, self.own), (self.users["manager"], self.own | self.foreign)):
            with self.subTest(user=user.login):
                page = self.rpc(user, "callcenter.timeline", "page", self.customer.id, ["workorder"])
                self.assertEqual({row["id"] for row in page["rows"]}, set(orders.ids))
                [row] = [row for row in page["rows"] if row["id"] == self.own.id]
                self.assertIn("三号楼停电", row["title"])
