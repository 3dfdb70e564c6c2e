from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form
from odoo.tests.common import freeze_time, tagged

from .common import CallcenterCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-22 04:00:00")
class TestProfile(CallcenterCase):
    def item(self, name):
        return self.env.ref(f"callcenter_crm.item_{name}")

    def aged(self, operator, value):
        domain = [("id", "in", self.people.ids), ("callcenter_age", operator, value)]
        return set(self.env["res.partner"].search(domain).mapped("name"))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        born = {"29": date(1996, 11, 23), "30": date(1996, 11, 22), "31": date(1995, 11, 22), "?": False}
        cls.people = cls.env["res.partner"].create(
            [{"name": name, "callcenter_birthday": day} for name, day in born.items()]
        )

    def test_the_age_changes_on_the_birthday(self):
        self.assertEqual(self.people.mapped("callcenter_age"), [29, 30, 31, 0])

    def test_people_are_found_by_age(self):
        for operator, value, found in (
            ("=", 30, {"30"}),
            ("!=", 30, {"29", "31", "?"}),
            (">=", 30, {"30", "31"}),
            (">", 30, {"31"}),
            ("<=", 30, {"29", "30"}),
            ("<", 30, {"29"}),
            ("in", [29, 31], {"29", "31"}),
            ("=", 0, {"?"}),
        ):
            with self.subTest(operator=operator, value=value):
                self.assertEqual(self.aged(operator, value), found)

    def test_nobody_is_born_tomorrow(self):
        with self.assertRaises(ValidationError):
            self.people[0].callcenter_birthday = date(2026, 11, 23) + timedelta(days=1)

    def test_a_profile_field_takes_items_of_its_own_dictionary_only(self):
        self.customer.callcenter_education_id = self.item("education_master")
        with self.assertRaises(ValidationError):
            self.rpc(
                self.agent,
                "res.partner",
                "write",
                self.customer.ids,
                {"callcenter_education_id": self.item("marital_single").id},
            )

    def test_an_agent_fills_in_the_profile_on_the_form_of_the_call_center(self):
        with Form(self.customer.with_user(self.agent)) as form:
            self.assertIn("callcenter_address", form._view["tree"].xpath("//page/@name"))
            form.callcenter_gender_id = self.item("gender_male")
            form.callcenter_birthday = date(1990, 1, 1)
            self.assertEqual(form.callcenter_age, 36)
            form.callcenter_work_address = "深圳市福田区"
            form.callcenter_employer = "华南建筑设计院"
        self.assertEqual(self.customer.callcenter_gender_id.code, "male")

    def test_people_outside_the_call_center_see_odoo_s_own_form_and_no_profile(self):
        # custom fields are for whom their rights say
        self.env["callcenter.field"].search([]).in_form = False
        views = self.rpc(self.outsider, "res.partner", "get_views", [(False, "form")])
        self.assertNotIn('name="callcenter_', views["views"]["form"]["arch"])
        for name in (
            "callcenter_birthday",
            "callcenter_gender_id",
            "callcenter_work_address",
            "callcenter_sharing_ids",
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.rpc(self.outsider, "res.partner", "read", self.customer.ids, [name])
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.rpc(self.outsider, "res.partner", "search", [(name, "!=", False)])

    def test_inspectors_read_profiles_and_change_none(self):
        self.rpc(self.users["qa"], "res.partner", "read", self.customer.ids, ["callcenter_birthday"])
        with self.assertRaises(AccessError):
            self.rpc(self.users["qa"], "res.partner", "write", self.customer.ids, {"callcenter_alias": "x"})

    def test_colleagues_and_own_companies_are_no_customers(self):
        self.assertTrue(self.customer.callcenter_is_customer)
        self.assertFalse(self.agent.partner_id.callcenter_is_customer)
        self.assertFalse(self.env.company.partner_id.callcenter_is_customer)

    def test_a_contact_s_gender_goes_along_when_it_becomes_a_customer(self):
        campaign = self.env["callcenter.campaign"].create({"name": "C"})
        contact = self.env["callcenter.contact"].create(
            {
                "campaign_id": campaign.id,
                "name": "赵磊",
                "number": "13800137001",
                "gender": "female",
                "company_name": "F",
            }
        )
        customer = contact._callcenter_convert()
        self.assertEqual(customer.callcenter_gender_id, self.item("gender_female"))
        self.assertEqual((customer.callcenter_employer, customer.display_name), ("F", "赵磊"))


@tagged("post_install", "-at_install")
class TestNumbersOfACustomer(CallcenterCase):
    def kind(self, code):
        return self.env.ref(f"callcenter_crm.item_number_kind_{code}")

    def add(self, number, **vals):
        return self.env["callcenter.number"].create({"partner_id": self.customer.id, "number": number, **vals})

    def test_the_number_tells_its_kind_unless_a_person_does(self):
        self.assertEqual(self.customer.callcenter_numbers.kind_id, self.kind("mobile"))
        self.assertEqual(self.add("0755 8666 1200").kind_id, self.kind("landline"))
        self.assertEqual(self.add("0755 8666 1201", kind_id=self.kind("fax").id).kind_id, self.kind("fax"))
        with self.assertRaises(ValidationError):
            self.add("0755 8666 1202", kind_id=self.env.ref("callcenter_crm.item_marital_single").id)

    def test_another_number_becomes_the_main_one_and_none_is_lost(self):
        row = self.add("139 0013 9003", note="evenings", kind_id=self.kind("home").id)
        self.rpc(self.agent, "callcenter.number", "action_make_main", row.ids)
        numbers = self.customer.callcenter_numbers
        self.assertEqual(numbers.mapped("number"), ["+8613900139003", "+8613800130001"])
        self.assertEqual(numbers.mapped("main"), [True, False])
        self.assertEqual((numbers[0].note, numbers[0].kind_id), ("evenings", self.kind("home")))
        self.assertEqual(self.customer._callcenter_normalize(self.customer.phone), "+8613900139003")

    def test_nobody_makes_a_foreign_customer_s_number_the_main_one(self):
        row = self.add("139 0013 9003")
        self.customer.user_id = self.users["manager"]
        for user in (self.agent, self.users["qa"], self.outsider):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.rpc(user, "callcenter.number", "action_make_main", row.ids)

    def test_where_numbers_belong_is_told_in_the_user_s_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.customer.phone = "186 8888 1234"
        for lang, said in (("en_US", "Guangzhou, Guangdong · China Unicom"), ("zh_CN", "广东 广州 · 中国联通")):
            customer = self.customer.with_context(lang=lang)
            with self.subTest(lang=lang):
                self.assertEqual(customer.callcenter_location, said)
                self.assertEqual(customer.callcenter_numbers.location, said)
        call = self._new_call(number="+8675586661200")
        self.assertEqual(call.with_context(lang="zh_CN").location, "广东 深圳")

    def test_locations_of_a_list_cost_two_queries(self):
        partners = self.env["res.partner"].create([{"name": f"L{n}", "phone": f"1391234{n:04}"} for n in range(80)])
        self.env.flush_all()
        self.env.invalidate_all()
        partners.mapped("callcenter_location")
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            partners.mapped("callcenter_location")

    def test_a_contact_s_number_fills_region_and_city_that_the_list_leaves_empty(self):
        campaign = self.env["callcenter.campaign"].create({"name": "C"})
        contacts = self.env["callcenter.contact"].create(
            [
                {"campaign_id": campaign.id, "number": "18688881234"},
                {"campaign_id": campaign.id, "number": "18688881235", "city": "珠海"},
                {"campaign_id": campaign.id, "number": "95588"},
            ]
        )
        self.assertEqual(
            [(row.region, row.city) for row in contacts], [("广东", "广州"), (False, "珠海"), (False, False)]
        )
        groups = self.env["callcenter.contact"].formatted_read_group(
            [("campaign_id", "=", campaign.id), ("region", "=", "广东")], ["region", "city"], ["__count"]
        )
        self.assertEqual(groups[0]["__count"], 1)


@tagged("post_install", "-at_install")
class TestSharedNumber(CallcenterCase):
    def test_a_shared_number_is_told_on_both_forms(self):
        self.customer.callcenter_other_numbers = [Command.create({"number": "138 0013 0003"})]
        self.assertEqual(self.customer.callcenter_sharing_ids, self.other_customer)
        self.assertEqual(self.other_customer.callcenter_sharing_ids, self.customer)
        self.other_customer.active = False
        self.env.invalidate_all()
        self.assertFalse(self.customer.callcenter_sharing_ids)

    def test_it_is_told_while_a_new_customer_s_number_is_typed(self):
        with Form(self.env["res.partner"].with_user(self.agent)) as form:
            form.name = "新"
            form.phone = "13800130001"
            self.assertEqual(form.callcenter_sharing_ids.ids, self.customer.ids)
            form.phone = "13800130999"
            self.assertFalse(form.callcenter_sharing_ids.ids)

    def test_a_foreign_customer_is_not_told(self):
        self.customer.user_id = self.colleague
        self.other_customer.phone = "13800130001"
        self.other_customer.user_id = self.agent
        for names in (["callcenter_sharing_ids"], ["display_name", "callcenter_sharing_ids"]):
            [row] = self.rpc(self.agent, "res.partner", "read", self.other_customer.ids, names)
            self.assertEqual(row["callcenter_sharing_ids"], [])
        [row] = self.rpc(self.users["leader"], "res.partner", "read", self.other_customer.ids, names)
        self.assertEqual(row["callcenter_sharing_ids"], self.customer.ids)
        with Form(self.env["res.partner"].with_user(self.agent)) as form:
            form.name = "新"
            form.phone = "13800130001"
            self.assertEqual(form.callcenter_sharing_ids.ids, self.other_customer.ids)

    def test_a_firm_and_its_people_share_a_number_without_a_word(self):
        firm = self.env["res.partner"].create({"name": "F", "is_company": True, "phone": "0755 8666 1299"})
        person = self.env["res.partner"].create({"name": "P", "parent_id": firm.id, "phone": "0755 8666 1299"})
        self.assertFalse(person.callcenter_sharing_ids | firm.callcenter_sharing_ids)
