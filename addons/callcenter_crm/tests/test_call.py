import ast

from freezegun import freeze_time
from lxml import etree

from odoo.tests.common import tagged
from odoo.tools import mute_logger

from .common import CallcenterCase


@tagged("post_install", "-at_install")
class TestCall(CallcenterCase):
    def test_a_call_is_named_by_who_called_and_when(self):
        call = self._new_call(partner_id=self.customer.id, number="+8613800130001", start="2026-03-02 02:00:00")
        self.assertEqual(call.with_context(tz="Asia/Shanghai").display_name, "王磊, 2026-03-02 10:00")
        call.partner_id = False
        self.assertIn("+8613800130001", call.with_context(tz="UTC").display_name)

    def test_a_call_without_a_number_has_a_name_too(self):
        call = self._new_call()
        self.assertIn("Number withheld", call.display_name)

    def test_two_calls_never_share_a_key(self):
        self._new_call(key="demo:1")
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught:
            self._new_call(key="demo:1")
        self.assertEqual(type(caught.exception).__name__, "UniqueViolation")

    def test_hostile_names_are_stored_as_they_came(self):
        hostile = "<script>alert(1)</script>'; DROP TABLE callcenter_call;-- 😀"
        call = self._new_call(caller_name=hostile, number="")
        self.assertEqual(call.caller_name, hostile)
        self.assertIn(hostile, call.display_name)

    def test_customers_count_and_list_their_calls_newest_first(self):
        old = self._new_call(partner_id=self.customer.id, start="2026-03-01 02:00:00")
        new = self._new_call(partner_id=self.customer.id, start="2026-03-02 02:00:00")
        self.assertEqual(self.customer.callcenter_call_count, 2)
        self.assertEqual(self.customer.callcenter_call_ids.ids, [new.id, old.id])

    def test_calls_and_customers_are_found_by_a_number_as_people_type_it(self):
        call = self._new_call(number="+8613800130001")
        for text in ("138 0013 0001", "0086 138-0013-0001", "0013 0001"):
            self.assertIn(call, self.env["callcenter.call"].search([("display_name", "ilike", text)]), text)
            self.assertIn(self.customer, self.env["res.partner"].search([("callcenter_numbers", "ilike", text)]), text)
        self.assertNotIn(call, self.env["callcenter.call"].search([("display_name", "ilike", "138 0013 0002")]))

    def test_today_is_the_user_s_day(self):
        search = self.env.ref("callcenter_crm.callcenter_call_view_search")
        domain = ast.literal_eval(etree.fromstring(search.arch).find(".//filter[@name='today']").get("domain"))
        with freeze_time("2026-03-02 17:30:00"):
            late = self._new_call(start="2026-03-02 15:59:59")
            early = self._new_call(start="2026-03-02 16:00:00")
            today = self.env["callcenter.call"].with_context(tz="Asia/Shanghai").search(domain)
        self.assertIn(early, today)
        self.assertNotIn(late, today)

    def test_a_customer_with_calls_is_kept(self):
        self._new_call(partner_id=self.customer.id)
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught:
            self.customer.unlink()
        self.assertIn(type(caught.exception).__name__, ("ForeignKeyViolation", "RestrictViolation"))
