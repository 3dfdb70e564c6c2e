"""The seller's day: who comes next, what the lists and counters show, what saving takes along, becoming a customer."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .worklist_common import WorklistCase


@tagged("post_install", "-at_install")
class TestWorklist(WorklistCase):
    def next_of(self, user, **filters):
        card = self.work(user, "next", filters)
        return card and (card["kind"], card["id"])

    def target(self, record):
        return {"kind": "contact" if record._name == "callcenter.contact" else "partner", "id": record.id}

    def save(self, user, record, outcome, take_next=False, **values):
        outcome = self.env.ref(f"callcenter_crm.disposition_{outcome}")
        return self.work(user, "save", self.target(record), {"disposition_id": outcome.id, **values}, take_next)

    # who comes next

    def test_promised_ones_come_before_those_to_try_again_and_these_before_new_ones(self):
        again = self.new_contact("李四", "+8613800139002", self.agent, state="open", next_at=self.ago(hours=5))
        promised = self.new_contact("王五", "+8613800139003", self.agent, state="pending", next_at=self.ago(minutes=1))
        for contact in (promised, again, self.contact):
            self.assertEqual(self.next_of(self.agent), ("contact", contact.id))
            self.save(self.agent, contact, "refused")
        self.assertFalse(self.next_of(self.agent))

    def test_the_earlier_promise_comes_first(self):
        late = self.new_contact("李四", "+8613800139002", self.agent, state="pending", next_at=self.ago(minutes=1))
        early = self.new_contact("王五", "+8613800139003", self.agent, state="pending", next_at=self.ago(minutes=9))
        self.assertEqual(self.next_of(self.agent), ("contact", early.id))
        self.save(self.agent, early, "refused")
        self.assertEqual(self.next_of(self.agent), ("contact", late.id))

    def test_the_higher_priority_comes_first(self):
        urgent = self.new_contact("李四", "+8613800139002", self.agent, priority=self.contact.priority + 1)
        self.assertEqual(self.next_of(self.agent), ("contact", urgent.id))

    def test_a_promise_waits_for_its_time(self):
        self.contact.write({"state": "pending", "next_at": self.ago(minutes=-30)})
        self.assertFalse(self.next_of(self.agent))

    def test_a_customer_promised_a_call_is_due_without_a_campaign(self):
        followup = self.follow(self.agent, self.customer, "call_back", next_at=self.ago(hours=-1))
        followup.next_at = self.ago(minutes=1)
        self.assertEqual(self.next_of(self.agent), ("partner", self.customer.id))
        self.save(self.agent, self.customer, "solved")
        self.assertEqual(self.next_of(self.agent), ("contact", self.contact.id))

    def test_nobody_gets_a_contact_of_somebody_else_or_a_closed_one(self):
        self.contact.state = "done"
        self.assertFalse(self.next_of(self.agent))
        self.assertEqual(self.next_of(self.colleague), ("contact", self.foreign.id))

    def test_a_campaign_that_does_not_run_rests(self):
        for state in ("draft", "paused", "closed"):
            self.campaign.state = state
            self.assertFalse(self.next_of(self.agent), state)

    def test_new_ones_come_in_calling_hours_only(self):
        self.agent.tz = "Asia/Shanghai"
        hour = fields.Datetime.context_timestamp(
            self.campaign.with_context(tz=self.agent.tz), fields.Datetime.now()
        ).hour
        self.campaign.write({"hour_from": (hour + 2) % 22, "hour_to": (hour + 2) % 22 + 1})
        self.assertFalse(self.next_of(self.agent))
        self.contact.write({"state": "pending", "next_at": self.ago(minutes=1)})
        self.assertEqual(self.next_of(self.agent), ("contact", self.contact.id))

    def test_the_zone_is_the_agent_s_or_else_the_company_s_as_it_is_now(self):
        company, agent = self.env.company.partner_id, self.agent.partner_id
        self.campaign.write({"hour_from": 9, "hour_to": 20})
        agent.tz = False
        with freeze_time("2026-11-25 02:30:00"):
            for partner, zone, calls in (
                (company, "Asia/Shanghai", True),
                (company, "UTC", False),
                (agent, "Asia/Shanghai", True),
                (agent, "UTC", False),
            ):
                partner.tz = zone
                with self.subTest(partner=partner, zone=zone):
                    self.assertEqual(bool(self.next_of(self.agent)), calls)

    def test_campaigns_of_companies_that_are_not_the_agent_s_rest(self):
        self.campaign.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertFalse(self.next_of(self.agent))
        self.assertFalse(self.work(self.agent, "today")["fresh"]["rows"])

    def test_the_filters_hold_for_the_next_one_and_the_lists(self):
        other = self.new_campaign("Autumn")
        wanted = self.new_contact("李四", "+8613800139002", self.agent, campaign_id=other.id)
        self.assertEqual(self.next_of(self.agent, campaign_id=other.id), ("contact", wanted.id))
        rows = self.work(self.agent, "today", {"campaign_id": other.id})["fresh"]["rows"]
        self.assertEqual([row["id"] for row in rows], wanted.ids)
        wanted.intent_id = self.intent
        self.assertEqual(self.next_of(self.agent, intent_id=self.intent.id), ("contact", wanted.id))

    # the day

    def test_the_lists_have_those_due_today_and_the_new_ones(self):
        due = self.new_contact("李四", "+8613800139002", self.agent, state="pending", next_at=self.ago(minutes=1))
        self.new_contact("王五", "+8613800139003", self.agent, state="pending", next_at=self.ago(days=-2))
        today = self.work(self.agent, "today")
        self.assertEqual([row["id"] for row in today["due"]["rows"]], due.ids)
        self.assertEqual([row["id"] for row in today["fresh"]["rows"]], self.contact.ids)
        self.assertEqual((today["due"]["count"], today["due"]["more"]), (1, False))

    def test_what_a_further_rule_hides_is_not_on_the_lists(self):
        self.new_contact("李四", "+8613800139002", self.agent, state="pending", next_at=self.ago(minutes=1))
        rule = {"model_id": self.env["ir.model"]._get_id("callcenter.contact"), "name": "No Li"}
        self.env["ir.rule"].create({**rule, "domain_force": "[('name', '!=', '李四')]"})
        today = self.work(self.agent, "today")
        self.assertEqual([row["name"] for row in today["due"]["rows"] + today["fresh"]["rows"]], ["张三"])

    def test_the_day_asks_the_database_few_questions(self):
        for number in range(20):
            self.new_contact(f"客户 {number}", f"+86138001391{number:02}", self.agent)
        for method, most in (("next", 14), ("today", 10)):
            self.work(self.agent, method)
            with self.subTest(method=method), self.assertQueryCount(most):
                self.work(self.agent, method)

    def test_the_counters_count_the_own_contacts_of_the_day(self):
        self.save(self.agent, self.contact, "call_back", next_at=fields.Datetime.to_string(self.ago(days=-1)))
        self.save(self.agent, self.customer, "wrong_number")
        self.save(self.colleague, self.foreign, "refused")
        today = self.work(self.agent, "today")
        self.assertEqual((today["done"], today["reached"], today["promised"]), (2, 1, 1))

    def test_yesterday_does_not_count(self):
        self.follow(self.agent, self.contact, "refused").at -= timedelta(days=1)
        self.assertEqual(self.work(self.agent, "today")["done"], 0)

    # the card

    def test_the_card_shows_script_and_history_across_owners(self):
        self.follow(self.agent, self.contact, "no_contact", note="by the first")
        self._new_call(user_id=self.agent.id, number=self.contact.number, note="rang out")
        self.contact.user_id = self.colleague
        card = self.work(self.colleague, "card", self.target(self.contact))
        self.assertIn("Good day!", card["script"])
        self.assertEqual([row["note"] for row in card["history"]], ["by the first"])
        self.assertEqual([row["note"] for row in card["calls"]], ["rang out"])
        self.assertEqual(card["attempts"], 1)

    def test_the_card_has_what_the_number_said_in_another_campaign(self):
        old = self.new_contact("张三", self.contact.number, self.colleague, campaign_id=self.new_campaign("Old").id)
        self.follow(self.colleague, old, "refused", note="last year")
        card = self.work(self.agent, "card", self.target(self.contact))
        self.assertEqual([(row["note"], row["campaign"]) for row in card["history"]], [("last year", "Old")])

    def test_the_card_tells_what_was_promised(self):
        self.follow(self.agent, self.contact, "call_back", next_at=self.ago(hours=-1), topic="the offer")
        self.assertEqual(self.work(self.agent, "card", self.target(self.contact))["promise"]["topic"], "the offer")

    def test_saving_takes_the_call_that_has_just_been_along(self):
        call = self._new_call(user_id=self.agent.id, number=self.contact.number)
        self._new_call(user_id=self.agent.id, number=self.contact.number, start=self.ago(days=1))
        done = self.save(self.agent, self.contact, "refused")
        self.assertEqual(self.env["callcenter.followup"].browse(done["followup_id"]).call_id, call)

    def test_saving_gives_the_next_one(self):
        other = self.new_contact("李四", "+8613800139002", self.agent)
        done = self.save(self.agent, self.contact, "refused", take_next=True)
        self.assertEqual((done["card"]["id"], done["today"]["done"]), (other.id, 1))

    # whose number it is

    def test_a_number_finds_customers_and_contacts_in_any_spelling(self):
        self.contact.number = "+8613800130001"
        rows = self.work(self.agent, "who", "138 0013 0001")
        found = [(row["kind"], row["id"]) for row in rows]
        self.assertEqual(found, [("partner", self.customer.id), ("contact", self.contact.id)])
        self.assertEqual(rows[1]["campaign"], "Spring")

    def test_a_number_tells_nothing_of_foreign_contacts_and_rubbish_nothing_at_all(self):
        self.assertEqual(self.work(self.agent, "who", self.foreign.number), [])
        self.assertEqual(self.work(self.agent, "who", "no number"), [])

    # attacks

    def test_a_foreign_contact_gives_no_card_and_takes_no_word(self):
        for method, args in (
            ("card", [self.target(self.foreign)]),
            ("save", [self.target(self.foreign), {"disposition_id": self.solved.id}]),
            ("convert", [self.foreign.id]),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.work(self.agent, method, *args)
        self.assertEqual(self.foreign.attempts, 0)

    def test_rubbish_is_refused_in_words(self):
        for target in ({}, {"kind": "res.users", "id": 2}, {"kind": "contact", "id": 0}, {"kind": "contact"}):
            with self.subTest(target=target), self.assertRaises(AccessError):
                self.work(self.agent, "card", target)

    def test_who_is_no_agent_has_no_work_list(self):
        for user in (self.users["qa"], self.outsider):
            for method, args in (("start", []), ("today", []), ("next", []), ("card", [self.target(self.contact)])):
                with self.subTest(method=method), self.assertRaises(AccessError):
                    self.work(user, method, *args)

    # becoming a customer

    def test_one_click_makes_a_customer_of_what_is_known(self):
        self.contact.write({"city": "深圳", "number_2": "+8675582345678"})
        followup = self.follow(self.agent, self.contact, "no_contact")
        call = self._new_call(user_id=self.agent.id, number=self.contact.number)
        card = self.work(self.agent, "convert", self.contact.id)
        partner = self.contact.partner_id
        self.assertEqual(card["partner"], {"id": partner.id, "name": "张三"})
        self.assertEqual((partner.city, partner.user_id, followup.partner_id), ("深圳", self.agent, partner))
        self.assertEqual(call.partner_id, partner)
        self.assertEqual(set(partner.callcenter_numbers.mapped("number")), {self.contact.number, self.contact.number_2})
        self.assertEqual(self.contact.move_ids.mapped("kind"), ["convert"])

    def test_the_company_s_own_number_makes_nobody_the_company(self):
        self.env.company.partner_id.phone = "0755 8234 9999"
        self.contact.number_2 = "+8675582349999"
        self.work(self.agent, "convert", self.contact.id)
        self.assertEqual(self.contact.partner_id.name, "张三")

    def test_a_customer_with_the_number_is_offered_and_linked(self):
        self.contact.number = "+8613800130001"
        card = self.work(self.agent, "card", self.target(self.contact))
        self.assertEqual([row["id"] for row in card["same"]], self.customer.ids)
        self.work(self.agent, "convert", self.contact.id, self.customer.id)
        self.assertEqual(self.contact.partner_id, self.customer)

    def test_the_contact_s_form_makes_the_customer_for_its_holder_only(self):
        action = self.rpc(self.agent, "callcenter.contact", "action_convert", self.contact.ids)
        self.assertEqual(action["res_id"], self.contact.partner_id.id)
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.contact", "action_convert", self.foreign.ids)
        self.assertFalse(self.foreign.partner_id)

    def test_a_customer_out_of_reach_is_not_offered_and_not_linked(self):
        self.contact.number = "+8613800130001"
        self.customer.user_id = self.colleague
        card = self.work(self.agent, "card", self.target(self.contact))
        self.assertEqual(card["same"], [])
        with self.assertRaises(AccessError):
            self.work(self.agent, "convert", self.contact.id, self.customer.id)

    def test_an_outcome_can_make_the_customer(self):
        self.solved.converts = True
        before = self.env["res.partner"].search_count([])
        self.save(self.agent, self.contact, "solved")
        self.assertEqual(self.contact.partner_id.phone, self.contact.number)
        self.assertEqual(self.env["res.partner"].search_count([]), before + 1)

    def test_an_outcome_links_the_customer_who_is_there(self):
        self.solved.converts = True
        self.contact.number = "+8613800130001"
        self.save(self.agent, self.contact, "solved")
        self.assertEqual(self.contact.partner_id, self.customer)

    def test_which_of_several_customers_it_is_only_a_person_knows(self):
        self.solved.converts = True
        self.other_customer.phone = self.customer.phone
        self.contact.number = "+8613800130001"
        with self.assertRaisesRegex(UserError, "Several customers"):
            self.save(self.agent, self.contact, "solved")

    def ago(self, **delta):
        return fields.Datetime.now() - timedelta(**delta)
