"""Care: which occasions, how many days ahead, what is made of them, and only once."""

from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests.common import tagged

from ..tools import lunar
from .pool_common import PoolCase

TODAY = date(2026, 11, 20)


@tagged("post_install", "-at_install")
class TestCare(PoolCase):
    """It is 9 o'clock of 20 November 2026 in Shanghai."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        cls.now = fields.Datetime.to_datetime("2026-11-20 01:00:00")
        cls.env["res.partner"].search([("callcenter_birthday", "!=", False)]).callcenter_birthday = False
        cls.startClassPatcher(freeze_time(cls.now))
        cls.customer.user_id = cls.agent

    def rule(self, **vals):
        return self.env["callcenter.care.rule"].create({"name": "Care", "days_ahead": 3, **vals})

    def only_mine(self):
        """Return the condition that leaves out whom the demo company sold to."""
        return str([("id", "in", (self.customer | self.other_customer).ids)])

    def birthday(self, day, customer=None, **vals):
        (customer or self.customer).write({"callcenter_birthday": day, **vals})

    def cared(self, rule=None):
        """Run the rules and return the days of the customers cared for now."""
        Care = self.env["callcenter.care"]
        before = Care.search([])
        self.env["callcenter.care.rule"].search([]).last_run_on = False
        self.env["callcenter.care.rule"]._cron_care()
        return {row.partner_id: row.day for row in Care.search([]) - before}

    # occasions

    def test_a_birthday_within_the_days_ahead_is_cared_for(self):
        self.rule()
        for day, cared in ((19, False), (20, True), (23, True), (24, False)):
            self.env["callcenter.care"].search([]).unlink()
            self.birthday(date(1980, 11, day))
            with self.subTest(day=day):
                self.assertEqual(self.cared(), {self.customer: date(2026, 11, day)} if cared else {})

    def test_a_birthday_over_the_turn_of_the_year_is_found(self):
        self.rule()
        self.birthday(date(1980, 1, 2))
        with freeze_time("2026-12-30 01:00:00"):
            self.assertEqual(self.cared(), {self.customer: date(2027, 1, 2)})

    def test_who_was_born_on_29_february_is_greeted_on_the_28th_of_other_years(self):
        self.rule(days_ahead=0)
        self.birthday(date(1980, 2, 29))
        with freeze_time("2027-02-28 01:00:00"):
            self.assertEqual(self.cared(), {self.customer: date(2027, 2, 28)})
        with freeze_time("2028-02-28 01:00:00"):
            self.assertEqual(self.cared(), {})

    def test_a_lunar_birthday_is_on_another_day_each_year(self):
        self.rule(days_ahead=0)
        # the 15th of the 8th month in 1980 was 23 September
        self.birthday(date(1980, 9, 23), callcenter_birthday_lunar=True)
        for day in ("2026-09-25", "2027-09-15"):
            with freeze_time(f"{day} 01:00:00"), self.subTest(day=day):
                self.assertEqual(self.cared(), {self.customer: fields.Date.to_date(day)})
        with freeze_time("2026-09-23 01:00:00"):
            self.assertEqual(self.cared(), {})

    def test_holidays_greet_everybody_with_their_name(self):
        festival = self.env.ref("callcenter_crm.holiday_spring_festival")
        self.rule(occasion="holiday", holiday_ids=festival.ids, domain=str([("id", "=", self.customer.id)]))
        with freeze_time("2027-02-03 01:00:00"):
            self.assertEqual(self.cared(), {self.customer: date(2027, 2, 6)})
        self.assertEqual(self.customer.callcenter_care_ids.occasion, festival.name)
        self.assertIn(festival.name, self.customer.activity_ids.summary)

    def test_a_date_of_one_s_own_ends_a_contract(self):
        self.env["ir.model.fields"].create(
            {
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "name": "x_cc_contract_end",
                "field_description": "Contract End",
                "ttype": "date",
            }
        )
        self.customer.x_cc_contract_end = TODAY + timedelta(days=2)
        self.other_customer.write({"user_id": self.agent.id, "x_cc_contract_end": TODAY - timedelta(days=363)})
        rule = self.rule(occasion="date", date_field="x_cc_contract_end")
        self.assertEqual(self.cared(), {self.customer: TODAY + timedelta(days=2)})
        rule.yearly = True
        self.assertEqual(self.cared(), {self.other_customer: TODAY + timedelta(days=2)})

    def test_the_next_need_is_the_last_order_and_its_cycle(self):
        self.order(self.customer, 28)
        self.rule(occasion="need", cycle_days=30, domain=self.only_mine())
        self.assertEqual(self.cared(), {self.customer: TODAY + timedelta(days=2)})

    def test_without_a_cycle_the_customer_s_own_rhythm_tells(self):
        for days in (50, 30, 18):
            self.order(self.customer, days)
        self.order(self.other_customer, 16)
        self.rule(occasion="need", domain=self.only_mine())
        # 50 to 18 days ago in two steps: every 16 days, so 2 days ago was the day; after one more order it is not yet
        self.assertEqual(self.cared(), {})
        with freeze_time(self.now - timedelta(days=4)):
            self.assertEqual(self.cared(), {self.customer: TODAY - timedelta(days=2)})

    def test_levels_lifecycle_and_own_conditions_narrow_a_rule(self):
        self.birthday(TODAY.replace(year=1990))
        vip = self.item("customer_level_vip")
        rule = self.rule(level_ids=vip.ids)
        self.assertEqual(self.cared(), {})
        rule.write({"level_ids": [Command.clear()], "domain": "[('city', '=', '北京')]"})
        self.assertEqual(self.cared(), {})
        self.customer.write({"city": "北京", "callcenter_level_id": vip.id})
        rule.level_ids = vip
        self.assertEqual(self.cared(), {self.customer: TODAY})

    # what is made

    def test_a_task_is_the_owner_s_and_due_on_the_day(self):
        self.birthday(date(1980, 11, 22))
        self.rule(summary="Call and greet")
        self.cared()
        [task] = self.customer.activity_ids
        self.assertEqual((task.user_id, task.date_deadline), (self.agent, date(2026, 11, 22)))
        self.assertEqual(task.summary, "Call and greet")
        self.assertEqual(task.activity_type_id, self.env.ref("callcenter_crm.activity_type_care"))
        self.assertTrue(self.rpc(self.agent, "mail.activity", "read", task.ids, ["summary"]))

    def test_the_task_of_a_customer_without_owner_is_somebody_s_or_nobody_s(self):
        self.birthday(date(1980, 11, 22), self.other_customer)
        rule = self.rule()
        self.cared()
        self.assertEqual(self.other_customer.callcenter_care_ids.state, "nobody")
        self.assertFalse(self.other_customer.activity_ids)
        rule.user_id = self.users["leader"]
        self.birthday(date(1980, 11, 21), self.other_customer)
        self.cared()
        self.assertEqual(self.other_customer.activity_ids.user_id, self.users["leader"])

    def test_a_text_goes_out_by_odoo_s_queue_with_the_customer_s_name(self):
        self.birthday(date(1980, 11, 22))
        self.birthday(date(1980, 11, 22), self.new_customer("no number"))
        template = self.env["sms.template"].create(
            {
                "name": "Greeting",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "body": "Dear {{ object.name }}",
            }
        )
        self.rule(action="sms", sms_template_id=template.id)
        self.cared()
        sms = self.env["sms.sms"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual((sms.body, sms.state, sms.number), ("Dear 王磊", "outgoing", "+8613800130001"))
        states = self.env["callcenter.care"].search([]).mapped("state")
        self.assertEqual(sorted(states), ["no_number", "sms"])
        self.cared()
        self.assertEqual(self.env["sms.sms"].search_count([("partner_id", "=", self.customer.id)]), 1)

    def test_a_campaign_gets_contacts_with_their_owner_each_number_once(self):
        campaign = self.env["callcenter.campaign"].create({"name": "Birthdays"})
        twin = self.new_customer("twin", phone=self.customer.phone, callcenter_birthday=date(1980, 11, 22))
        known = self.new_customer("known", phone="138 0013 0099", callcenter_birthday=date(1980, 11, 22))
        self.env["callcenter.contact"].create({"campaign_id": campaign.id, "number": "138 0013 0099"})
        blocked = self.new_customer("blocked", phone="138 0013 0098", callcenter_birthday=date(1980, 11, 22))
        self.env["callcenter.blacklist"].create({"number": "138 0013 0098"})
        silent = self.new_customer("silent", callcenter_birthday=date(1980, 11, 22))
        self.birthday(date(1980, 11, 22))
        self.rule(action="campaign", campaign_id=campaign.id)
        self.cared()
        states = {row: row.callcenter_care_ids.state for row in self.customer | twin | known | blocked | silent}
        self.assertEqual(
            states,
            {
                self.customer: "contact",
                twin: "in_campaign",
                known: "in_campaign",
                blocked: "blocked",
                silent: "no_number",
            },
        )
        contact = self.customer.callcenter_care_ids.contact_id
        self.assertEqual((contact.partner_id, contact.number), (self.customer, "+8613800130001"))
        self.assertEqual((contact.user_id, contact.department_id, contact.state), (self.agent, self.team, "new"))

    # once

    def test_each_occasion_is_cared_for_once_and_the_next_year_s_again(self):
        self.birthday(date(1980, 11, 22))
        self.rule()
        self.assertTrue(self.cared())
        self.assertFalse(self.cared())
        self.assertEqual(len(self.customer.activity_ids), 1)
        self.customer.activity_ids.unlink()
        with freeze_time("2026-11-22 01:00:00"):
            self.assertFalse(self.cared())
        with freeze_time("2027-11-20 01:00:00"):
            self.assertEqual(self.cared(), {self.customer: date(2027, 11, 22)})

    def test_a_day_that_was_missed_is_made_up_for(self):
        self.birthday(date(1980, 11, 22))
        self.rule(days_ahead=5)
        with freeze_time("2026-11-21 05:00:00"):
            self.assertEqual(self.cared(), {self.customer: date(2026, 11, 22)})

    def test_a_rule_runs_once_a_day_from_its_hour_on_in_the_company_s_zone(self):
        rule = self.rule(hour=9.5)
        ran = []
        with patch.object(type(rule), "_run", autospec=True, side_effect=lambda row: ran.append(row)):
            with freeze_time("2026-11-20 01:15:00"):
                self.env["callcenter.care.rule"]._cron_care()
            self.assertEqual(ran, [])
            with freeze_time("2026-11-20 01:35:00"):
                self.env["callcenter.care.rule"]._cron_care()
            rule.last_run_on = TODAY
            with freeze_time("2026-11-20 05:00:00"):
                self.env["callcenter.care.rule"]._cron_care()
        self.assertEqual(ran, [rule])

    def test_many_customers_take_a_handful_of_statements(self):
        self.env["res.partner"].create(
            [
                {"name": f"many {n}", "user_id": self.agent.id, "callcenter_birthday": date(1980, 11, 21)}
                for n in range(50)
            ]
        )
        rule = self.rule()
        rule._run()
        self.birthday(date(1980, 11, 20))
        self.env["callcenter.care"].search([]).unlink()
        self.env.flush_all()
        with self.assertQueryCount(15):
            made, skipped = rule._run()
        self.assertEqual((made, skipped), (51, 0))

    # preview, rights

    def test_the_preview_counts_what_is_not_cared_for_yet(self):
        self.birthday(date(1980, 11, 22))
        self.rule()
        action = self.rpc(self.admin, "callcenter.care.rule", "action_preview", [])
        lines = self.env["callcenter.customer.preview"].browse(action["res_id"]).line_ids
        self.assertEqual(lines.mapped("count"), [1])
        self.assertFalse(self.customer.activity_ids)
        self.rpc(self.admin, "callcenter.care.rule", "action_run", [])
        self.assertTrue(self.customer.activity_ids)
        action = self.rpc(self.admin, "callcenter.care.rule", "action_preview", [])
        self.assertFalse(self.env["callcenter.customer.preview"].browse(action["res_id"]).line_ids)

    def test_rules_holidays_and_texts_are_the_business_administrators(self):
        rule = self.rule()
        holiday = self.env.ref("callcenter_crm.holiday_spring_festival")
        for role in ("agent", "leader", "qa", "manager"):
            user = self.users[role]
            for model, method, args in (
                ("callcenter.care.rule", "write", [rule.ids, {"days_ahead": 9}]),
                ("callcenter.care.rule", "action_run", [rule.ids]),
                ("callcenter.care.rule", "action_preview", [rule.ids]),
                ("callcenter.holiday", "write", [holiday.ids, {"name": "x"}]),
                ("callcenter.holiday.day", "unlink", [holiday.day_ids.ids]),
            ):
                with self.subTest(role=role, model=model, method=method), self.assertRaises(AccessError):
                    self.rpc(user, model, method, *args)
        self.rpc(self.admin, "callcenter.holiday", "write", holiday.ids, {"day_ids": [[0, 0, {"day": "2028-01-26"}]]})
        self.rpc(self.admin, "callcenter.care.rule", "write", rule.ids, {"days_ahead": 9})

    def test_what_was_done_for_a_foreign_customer_is_out_of_reach(self):
        self.birthday(date(1980, 11, 22))
        self.rule()
        self.cared()
        care = self.customer.callcenter_care_ids
        self.assertEqual(self.rpc(self.colleague, "callcenter.care", "search", [("id", "=", care.id)]), [])
        self.assertTrue(self.rpc(self.agent, "callcenter.care", "search", [("id", "=", care.id)]))
        for role in ("agent", "admin"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.rpc(self.users[role], "callcenter.care", "unlink", care.ids)

    def test_a_rule_says_what_it_lacks(self):
        for vals in (
            {"occasion": "holiday"},
            {"occasion": "date"},
            {"action": "sms"},
            {"action": "campaign"},
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self.rule(**vals)
        with self.assertRaises(ValidationError):
            self.rule(domain="[('no_field', '=', 1)]")
        with self.assertRaises(ValidationError):
            self.rule(domain="nonsense(")


@tagged("post_install", "-at_install")
class TestLunar(PoolCase):
    def test_the_mid_autumn_festival_is_the_birthday_of_the_15th_of_the_8th_month(self):
        born = lunar.births(date(2026, 9, 25))
        self.assertIn(date(1980, 9, 23), born)
        self.assertIn(date(1990, 10, 3), born)
        self.assertTrue(all(day < date(2026, 9, 26) for day in born))

    def test_the_30th_is_kept_on_the_29th_of_a_short_month_and_a_leap_month_in_its_own(self):
        # the 12th month of the year of the dragon (2024) has 29 days: its last is 28 January 2025
        self.assertIn(date(2024, 2, 9), lunar.births(date(2025, 1, 28)))
        # 2025 has a leap 6th month: birthdays are kept in the first
        self.assertTrue(lunar.births(date(2025, 7, 1)))
        self.assertEqual(lunar.births(date(2025, 8, 1)), [])
