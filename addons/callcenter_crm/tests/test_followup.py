"""Follow-ups: what saving does to the contact, and attacks on the history by every role, in both directions."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests.common import tagged

from .worklist_common import WorklistCase


@tagged("post_install", "-at_install")
class TestFollowup(WorklistCase):
    # what saving does

    def test_saving_writes_the_outcome_on_the_contact(self):
        followup = self.follow(self.agent, self.contact, "refused", note="no money", intent_id=self.intent.id)
        contact = self.contact
        self.assertEqual((contact.state, contact.attempts, contact.next_at), ("done", 1, False))
        self.assertEqual((contact.disposition_id.code, contact.intent_id), ("refused", self.intent))
        self.assertEqual((contact.first_at, contact.last_at), (followup.at, followup.at))
        self.assertEqual((followup.user_id, followup.state), (self.agent, "done"))

    def test_a_promise_waits_with_its_topic_for_the_holder(self):
        followup = self.follow(self.agent, self.contact, "call_back", next_at=self.in_hours(2))
        self.assertEqual((self.contact.state, self.contact.next_at), ("pending", followup.next_at))
        self.assertEqual((followup.state, followup.next_user_id), ("open", self.agent))
        self.assertEqual(followup.topic, "Call back as promised")

    def test_the_next_contact_keeps_the_promise(self):
        first = self.follow(self.agent, self.contact, "call_back", next_at=self.in_hours(2))
        self.follow(self.agent, self.contact, "solved")
        self.assertEqual((first.state, self.contact.state, self.contact.attempts), ("done", "done", 2))

    def test_nobody_reached_comes_back_after_the_rule_s_time(self):
        followup = self.follow(self.agent, self.contact, "no_contact")
        self.assertEqual(self.contact.state, "open")
        self.assertEqual(self.contact.next_at, followup.at + timedelta(hours=4))
        self.assertEqual(followup.state, "done")

    def test_the_first_contact_stays_the_first(self):
        first = self.follow(self.agent, self.contact, "no_contact")
        first.at -= timedelta(days=1)
        self.contact.first_at = first.at
        self.follow(self.agent, self.contact, "no_contact")
        self.assertEqual(self.contact.first_at, first.at)
        self.assertGreater(self.contact.last_at, first.at)

    def test_an_intent_not_asked_again_stays(self):
        self.follow(self.agent, self.contact, "no_contact", intent_id=self.intent.id)
        self.follow(self.agent, self.contact, "no_contact")
        self.assertEqual(self.contact.intent_id, self.intent)

    def test_a_missing_date_leaves_nothing_behind(self):
        with self.assertRaises(UserError):
            self.follow(self.agent, self.contact, "call_back")
        self.env.invalidate_all()
        self.assertEqual(self.contact.attempts, 0)

    def test_a_customer_without_a_contact_is_followed_up_too(self):
        first = self.follow(self.agent, self.customer, "call_back", next_at=self.in_hours(1))
        other = self.follow(self.agent, self.other_customer, "call_back", next_at=self.in_hours(1))
        self.follow(self.agent, self.customer, "solved")
        self.assertEqual((first.state, other.state), ("done", "open"))
        self.assertEqual(len(self.customer.callcenter_followup_ids), 2)

    def test_a_word_of_another_dictionary_is_no_intent(self):
        item = self.env["callcenter.dictionary.item"].search([("dictionary_id.code", "!=", "intent")], limit=1)
        with self.assertRaises(ValidationError):
            self.follow(self.agent, self.contact, "refused", intent_id=item.id)

    def test_a_campaign_with_outcomes_of_its_own_takes_no_other(self):
        self.campaign.disposition_ids = self.env.ref("callcenter_crm.disposition_refused")
        with self.assertRaisesRegex(UserError, "no outcome of this campaign"):
            self.follow(self.agent, self.contact, "solved")
        self.follow(self.agent, self.contact, "refused")

    # attacks

    def test_agents_read_their_own_and_the_history_of_whom_they_hold(self):
        foreign = self.follow(self.colleague, self.foreign, "refused", note="secret")
        self.assertEqual(self.search(self.agent), [])
        self.foreign.user_id = self.agent
        self.assertEqual(self.search(self.agent), foreign.ids)
        self.assertEqual(self.search(self.colleague), foreign.ids)

    def test_agents_read_the_history_of_their_customers(self):
        foreign = self.follow(self.colleague, self.customer, "refused", note="secret")
        self.assertNotIn(foreign.id, self.search(self.agent))
        self.customer.user_id = self.agent
        self.assertIn(foreign.id, self.search(self.agent))

    def test_a_foreign_follow_up_is_out_of_reach_by_every_method(self):
        foreign = self.follow(self.colleague, self.foreign, "refused", note="secret")
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.followup", "read", foreign.ids, ["note"])
        self.assertEqual(self.rpc(self.agent, "callcenter.followup", "search", [("note", "=", "secret")]), [])
        groups = self.rpc(self.agent, "callcenter.followup", "formatted_read_group", [], ["note"], ["__count"])
        self.assertEqual(groups, [])
        self.assertEqual(self.rpc(self.agent, "callcenter.followup", "name_search", ""), [])
        found = self.rpc(self.agent, "res.partner", "search", [("callcenter_followup_ids.note", "=", "secret")])
        self.assertEqual(found, [])

    def test_a_leader_reads_those_of_the_department_and_below_and_no_other(self):
        own = self.follow(self.agent, self.contact, "refused")
        self.colleague.callcenter_department_id = False
        foreign = self.follow(self.colleague, self.foreign, "refused")
        self.assertEqual(self.search(self.users["leader"]), own.ids)
        for role in ("qa", "manager", "admin"):
            self.assertEqual(set(self.search(self.users[role])), {own.id, foreign.id})

    def test_follow_ups_of_another_company_are_out_of_reach(self):
        own = self.follow(self.agent, self.contact, "refused")
        with_customer = self.follow(self.agent, self.customer, "refused")
        company = self.env["res.company"].create({"name": "Elsewhere"})
        manager = self.users["manager"]
        self.assertEqual(set(self.search(manager)), {own.id, with_customer.id})
        self.campaign.company_id = company
        self.assertEqual(self.search(manager), with_customer.ids)
        self.customer.company_id = company
        self.assertEqual(self.search(manager), [])
        with self.assertRaises(AccessError):
            self.rpc(manager, "callcenter.followup", "read", own.ids, ["note"])
        manager.company_ids |= company
        self.assertEqual(
            set(self.rpc(manager, "callcenter.followup", "search", [], context={"allowed_company_ids": company.ids})),
            {own.id, with_customer.id},
        )

    def test_people_without_a_role_read_none(self):
        with self.assertRaises(AccessError):
            self.search(self.outsider)

    def test_nobody_follows_up_a_contact_of_somebody_else(self):
        with self.assertRaises(AccessError):
            self.follow(self.agent, self.foreign, "refused")
        self.assertEqual(self.foreign.attempts, 0)

    def test_nobody_writes_in_another_s_name_or_time(self):
        for forged in ({"user_id": self.colleague.id}, {"at": "2020-01-01 00:00:00"}, {"state": "open"}):
            with self.subTest(forged=forged), self.assertRaises(AccessError):
                self.follow(self.agent, self.contact, "refused", **forged)

    def test_a_call_of_somebody_else_is_not_claimed(self):
        call = self._new_call(user_id=self.colleague.id, last_user_id=self.colleague.id)
        with self.assertRaises(AccessError):
            self.follow(self.agent, self.contact, "refused", call_id=call.id)

    def test_nobody_changes_or_copies_the_history(self):
        own = self.follow(self.agent, self.contact, "refused", note="said so")
        for role in ("agent", "leader", "qa", "manager", "admin"):
            for method, args in (("write", [own.ids, {"note": "forged"}]), ("copy", [own.ids])):
                with self.subTest(role=role, method=method), self.assertRaises(UserError):
                    self.rpc(self.users[role], "callcenter.followup", method, *args)
        self.assertEqual(own.note, "said so")

    def test_only_administrators_delete(self):
        own = self.follow(self.agent, self.contact, "refused")
        for role in ("agent", "leader", "qa", "manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.rpc(self.users[role], "callcenter.followup", "unlink", own.ids)
        self.rpc(self.users["admin"], "callcenter.followup", "unlink", own.ids)
        self.assertFalse(own.exists())

    def test_inspectors_write_none(self):
        with self.assertRaises(AccessError):
            self.follow(self.users["qa"], self.contact, "refused")

    # reminders

    def test_a_promise_pops_up_once_when_it_falls_due(self):
        followup = self.promise(self.contact, self.agent, minutes=-1)
        with self.told() as told:
            self.env["callcenter.followup"]._cron_remind()
            self.env["callcenter.followup"]._cron_remind()
        self.assertEqual([(user, name) for user, name, _message in told], [(self.agent, "callcenter.followup/due")])
        [row] = told[0][2]["rows"]
        self.assertEqual((row["kind"], row["id"], row["name"]), ("contact", self.contact.id, self.contact.name))
        self.assertTrue(followup.reminded_at)

    def test_a_promise_that_is_not_due_or_kept_is_silent(self):
        self.promise(self.contact, self.agent, minutes=5)
        self.promise(self.foreign, self.colleague, minutes=-1).state = "done"
        with self.told() as told:
            self.env["callcenter.followup"]._cron_remind()
        self.assertEqual(told, [])

    def test_who_holds_the_contact_now_is_told(self):
        self.promise(self.contact, self.agent, minutes=-1)
        self.contact.user_id = self.colleague
        with self.told() as told:
            self.env["callcenter.followup"]._cron_remind()
        self.assertEqual([user for user, _name, _message in told], [self.colleague])

    def test_a_promise_waits_for_a_holder_and_ends_with_the_contact(self):
        followup = self.promise(self.contact, self.agent, minutes=-1)
        self.contact.user_id = False
        with self.told() as told:
            self.env["callcenter.followup"]._cron_remind()
        self.assertEqual((told, followup.reminded_at), ([], False))
        self.contact.write({"user_id": self.agent.id, "state": "done"})
        with self.told() as told:
            self.env["callcenter.followup"]._cron_remind()
        self.assertEqual(told, [])

    def test_an_overdue_promise_reaches_the_leader_once(self):
        self.promise(self.contact, self.agent, minutes=-20)
        with self.told() as told:
            self.env["callcenter.followup"]._cron_remind()
            self.env["callcenter.followup"]._cron_remind()
        late = [(user, message["rows"][0]["user"]) for user, name, message in told if name.endswith("overdue")]
        self.assertEqual(late, [(self.users["leader"], self.agent.name)])

    def test_the_outcome_says_how_late_is_overdue_and_whether(self):
        outcome = self.env.ref("callcenter_crm.disposition_call_back")
        self.promise(self.contact, self.agent, minutes=-20)
        for minutes, leaders in ((0, 0), (30, 0), (20, 1)):
            outcome.overdue_min = minutes
            outcome.flush_recordset()
            with self.told() as told:
                self.env["callcenter.followup"]._cron_remind()
            self.assertEqual(len([name for _user, name, _message in told if name.endswith("overdue")]), leaders)

    def test_a_leader_s_own_overdue_promise_goes_to_the_one_above(self):
        above = self.env["callcenter.department"].create({"name": "Above", "leader_id": self.users["manager"].id})
        self.team.parent_id = above
        self.users["leader"].callcenter_department_id = self.team
        self.contact.user_id = self.users["leader"]
        self.promise(self.contact, self.users["leader"], minutes=-20)
        with self.told() as told:
            self.env["callcenter.followup"]._cron_remind()
        late = [user for user, name, _message in told if name.endswith("overdue")]
        self.assertEqual(late, [self.users["manager"]])

    def in_hours(self, hours):
        return fields.Datetime.now() + timedelta(hours=hours)
