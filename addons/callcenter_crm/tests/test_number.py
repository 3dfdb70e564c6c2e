from odoo.exceptions import AccessError, ValidationError
from odoo.tests.common import tagged
from odoo.tools import mute_logger

from .common import CallcenterCase


@tagged("post_install", "-at_install")
class TestNumber(CallcenterCase):
    def found(self, number):
        return self.env["res.partner"]._callcenter_by_number(number)

    def add_number(self, partner, number, **vals):
        return self.env["callcenter.number"].create({"partner_id": partner.id, "number": number, **vals})

    def test_a_new_customer_is_found_by_the_phone_in_any_spelling(self):
        partner = self.env["res.partner"].create({"name": "新客户", "phone": "１３９ ００１３ ９００１"})
        for spelling in ("+8613900139001", "13900139001", "0086 139 0013 9001"):
            self.assertEqual(self.found(spelling), partner)

    def test_a_customer_is_searched_by_name_or_by_any_number_or_a_part_of_one(self):
        self.add_number(self.customer, "138 0013 0003")

        def found(text, user=self.users["manager"]):
            hits = self.rpc(user, "res.partner", "search", [("display_name", "ilike", text)])
            return self.customer.id in hits

        for text in ("王磊", "13800130003", "138 0013 0003", "+86 138-0013-0001", "8001300", "0003"):
            with self.subTest(text=text):
                self.assertTrue(found(text))
        self.assertFalse(found("13800130009"))
        self.env.company.callcenter_mask_numbers = True
        self.customer.user_id = self.agent
        self.assertTrue(found("王磊", self.agent))
        self.assertFalse(found("13800130003", self.agent))

    def test_a_changed_phone_replaces_the_old_number(self):
        self.customer.phone = "139 0013 9002"
        self.assertEqual(self.found("13900139002"), self.customer)
        self.assertFalse(self.found("13800130001"))

    def test_a_cleared_phone_leaves_no_number(self):
        self.customer.phone = False
        self.assertFalse(self.customer.callcenter_numbers)

    def test_a_phone_without_a_number_in_it_gives_no_row(self):
        self.customer.phone = "ask reception"
        self.assertFalse(self.customer.callcenter_numbers)

    def test_national_numbers_are_those_of_the_customer_s_country(self):
        partner = self.env["res.partner"].create(
            {"name": "Ann", "phone": "(415) 555-1234", "country_id": self.env.ref("base.us").id}
        )
        self.assertEqual(partner.callcenter_numbers.number, "+14155551234")
        partner.country_id = self.env.ref("base.cn")
        self.assertNotEqual(partner.callcenter_numbers.number, "+14155551234")

    def test_a_company_that_moves_abroad_has_other_national_numbers(self):
        company = self.env.company
        self.assertEqual(company._callcenter_normalize("138 0013 0001"), "+8613800130001")
        company.country_id = self.env.ref("base.fr")
        self.assertEqual(company._callcenter_normalize("01 42 68 53 00"), "+33142685300")
        company.partner_id.country_id = self.env.ref("base.cn")
        self.assertEqual(company._callcenter_normalize("138 0013 0001"), "+8613800130001")

    def test_many_customers_are_kept_in_step_at_once(self):
        partners = self.env["res.partner"].with_context(tracking_disable=True)
        partners = partners.create([{"name": f"批量 {i}", "phone": f"1370013{i:04}"} for i in range(20)])
        self.assertEqual(len(partners.callcenter_numbers), 20)
        self.env.flush_all()
        with self.assertQueryCount(20):
            partners.write({"phone": "13700139999"})
        self.assertEqual(self.found("13700139999"), partners)

    def test_further_numbers_find_the_customer_too_and_own_phones_come_first(self):
        self.add_number(self.customer, "138 0013 0003")
        self.assertEqual(self.found("+8613800130003").ids, [self.other_customer.id, self.customer.id])

    def test_the_same_number_twice_is_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught:
            self.add_number(self.customer, "+8613800130001")
        self.assertEqual(type(caught.exception).__name__, "UniqueViolation")

    def test_a_further_number_that_is_none_is_refused(self):
        with self.assertRaises(ValidationError):
            self.add_number(self.customer, "ask reception")

    def test_a_further_number_that_becomes_the_phone_survives_its_deletion(self):
        row = self.add_number(self.customer, "139 0013 9003")
        self.customer.phone = "139 0013 9003"
        self.assertEqual(self.customer.callcenter_numbers, row)
        row.unlink()
        self.assertEqual(self.customer.callcenter_numbers.mapped("origin"), ["phone"])
        self.assertEqual(self.found("13900139003"), self.customer)

    def test_merged_customers_keep_all_numbers_and_calls(self):
        self.add_number(self.customer, "139 0013 9008")
        self.add_number(self.other_customer, "139 0013 9008")
        call = self._new_call(partner_id=self.other_customer.id)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.other_customer).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual(call.partner_id, self.customer)
        self.assertEqual(
            set(self.customer.callcenter_numbers.mapped("number")),
            {"+8613800130001", "+8613800130003", "+8613900139008"},
        )

    def test_archived_customers_are_not_found(self):
        self.customer.active = False
        self.assertFalse(self.found("13800130001"))

    def test_nobody_is_found_for_a_withheld_number(self):
        self.assertFalse(self.found(""))
        self.assertFalse(self.found("anonymous"))

    def test_the_look_up_is_one_query_on_the_index(self):
        self.found("13800130001")
        self.env["callcenter.number"].invalidate_model()
        with self.assertQueryCount(1):
            self.assertEqual(len(self.found("13800130001")), 1)
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("EXPLAIN SELECT id FROM callcenter_number WHERE number = '+8613800130001'")
        self.assertIn("callcenter_number_number_index", "\n".join(row[0] for row in self.env.cr.fetchall()))

    def test_an_agent_adds_numbers_and_changes_phones(self):
        customer = self.customer.with_user(self.agent)
        customer.phone = "139 0013 9004"
        self.env["callcenter.number"].with_user(self.agent).create(
            {"partner_id": customer.id, "number": "139 0013 9005"}
        )
        self.assertEqual(set(customer.callcenter_numbers.mapped("number")), {"+8613900139004", "+8613900139005"})

    def test_an_inspector_and_an_outsider_change_no_numbers(self):
        row = self.customer.callcenter_numbers
        for user in (self.users["qa"], self.outsider):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.rpc(user, "callcenter.number", "write", [row.id], {"number": "13900139006"})
        with self.assertRaises(AccessError):
            self.rpc(self.outsider, "callcenter.number", "search_read", [], ["number"])

    def test_people_without_a_call_center_role_read_contacts_as_ever(self):
        [values] = self.rpc(self.outsider, "res.partner", "read", [self.customer.id], ["name", "phone"])
        self.assertEqual(values["name"], "王磊")
        for field in ("callcenter_numbers", "callcenter_other_numbers", "callcenter_call_ids", "callcenter_call_count"):
            with self.subTest(field=field), self.assertRaises(AccessError):
                self.rpc(self.outsider, "res.partner", "read", [self.customer.id], [field])
