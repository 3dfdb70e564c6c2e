"""Sharing: two may work one contact, whoever works it first has it; undo, recall, and who may do what."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .allocating import AllocationCase


@tagged("post_install", "-at_install")
class TestShare(AllocationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign.write({"state": "running", "hour_from": 0, "hour_to": 24})
        cls.contacts = cls.new_contacts(3, user_id=cls.agent.id, department_id=cls.north.id)
        cls.contact = cls.contacts[0]

    def share(self, by, contacts, **to):
        wizard = self.new_wizard(by, kind="share", holder="held", domain=str([("id", "in", contacts.ids)]), **to)
        wizard.action_move()
        contacts.invalidate_recordset()
        return wizard.last_act_id

    def seen(self, user):
        return set(self.rpc(user, "callcenter.contact", "search", [("id", "in", self.contacts.ids)]))

    def work(self, user, method, *args):
        return self.rpc(user, "callcenter.worklist", method, *args)

    def follow(self, user, contact):
        vals = {"contact_id": contact.id, "disposition_id": self.solved.id}
        return self.rpc(user, "callcenter.followup", "create", [vals])

    def test_a_colleague_sees_and_works_a_shared_contact_and_then_has_it(self):
        self.assertEqual(self.seen(self.colleague), set())
        self.share(self.leader, self.contact, to_user_id=self.colleague.id)
        self.assertEqual(self.contact.user_id, self.agent)
        self.assertEqual(self.seen(self.colleague), set(self.contact.ids))
        self.assertEqual([row["id"] for row in self.work(self.colleague, "today")["shared"]["rows"]], self.contact.ids)
        self.follow(self.colleague, self.contact)
        self.assertEqual((self.contact.user_id, self.contact.share_user_id.ids), (self.colleague, []))
        self.assertEqual(self.contact.move_ids.sorted("id").mapped("kind"), ["share", "take"])
        with self.assertRaises(AccessError):
            self.follow(self.agent, self.contact)

    def test_the_holder_who_works_it_first_keeps_it(self):
        self.share(self.leader, self.contact, to_user_id=self.colleague.id)
        self.follow(self.agent, self.contact)
        self.assertEqual((self.contact.user_id, self.contact.share_user_id.ids), (self.agent, []))
        with self.assertRaises(AccessError):
            self.follow(self.colleague, self.contact)

    def test_next_takes_a_shared_one_when_nothing_of_the_own_is_left(self):
        own = self.new_contacts(1, user_id=self.colleague.id)
        self.share(self.leader, self.contact, to_user_id=self.colleague.id)
        self.assertEqual(self.work(self.colleague, "next")["id"], own.id)
        own.state = "done"
        self.assertEqual(self.work(self.colleague, "next")["id"], self.contact.id)
        self.assertEqual(self.contact.user_id, self.colleague)
        self.assertEqual(self.work(self.agent, "next")["id"], self.contacts[1].id)

    def test_a_department_works_it_with_all_below_and_nobody_else(self):
        self.share(self.manager, self.contacts, to_department_id=self.south.id)
        self.assertEqual(self.seen(self.southerner), set(self.contacts.ids))
        self.assertEqual(self.seen(self.colleague), set())
        self.share(self.manager, self.contacts, to_department_id=self.sales.id)
        for user in (self.southerner, self.colleague):
            self.assertEqual(self.seen(user), set(self.contacts.ids))
        self.assertEqual(self.work(self.southerner, "next")["id"], self.contact.id)
        self.assertEqual(self.contact.department_id, self.south)

    def test_a_promise_of_the_holder_is_not_offered_to_others(self):
        self.contact.write({"state": "pending", "next_at": fields.Datetime.now()})
        self.share(self.leader, self.contact, to_user_id=self.colleague.id)
        self.assertEqual(self.work(self.colleague, "today")["shared"]["rows"], [])
        self.assertFalse(self.work(self.colleague, "next"))

    def test_undo_ends_what_nobody_has_taken(self):
        act = self.share(self.leader, self.contacts, to_user_id=self.colleague.id)
        self.follow(self.colleague, self.contact)
        act.with_user(self.leader).action_undo()
        self.contacts.invalidate_recordset()
        self.assertEqual((act.undone_count, act.stayed_count), (2, 1))
        self.assertFalse(self.contacts.share_user_id)
        self.assertEqual(self.contacts.mapped("user_id"), self.agent | self.colleague)

    def test_recall_ends_the_sharing_and_can_be_undone(self):
        self.share(self.leader, self.contacts, to_user_id=self.colleague.id)
        wizard = self.new_wizard(self.leader, kind="recall", recall_to="holder", holder="held")
        self.assertEqual(wizard.count, 3)
        wizard.action_move()
        self.contacts.invalidate_recordset()
        self.assertFalse(self.contacts.share_user_id)
        self.assertEqual(self.contacts.user_id, self.agent)
        wizard.action_undo()
        self.contacts.invalidate_recordset()
        self.assertEqual(self.contacts.share_user_id, self.colleague)

    def test_who_is_given_a_shared_contact_has_it_alone(self):
        self.share(self.leader, self.contacts, to_user_id=self.colleague.id)
        wizard = self.new_wizard(self.leader, kind="reassign", way="hand", to_user_id=self.leader.id, holder="held")
        wizard.action_move()
        self.contact.invalidate_recordset()
        self.assertEqual((self.contact.user_id, self.contact.share_user_id.ids), (self.leader, []))

    # attacks

    def test_agents_share_nothing_and_leaders_what_is_theirs_with_their_own(self):
        with self.assertRaises(AccessError):
            self.share(self.agent, self.contact, to_user_id=self.colleague.id)
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.contact", "write", self.contact.ids, {"share_user_id": self.colleague.id})
        with self.assertRaises(AccessError):
            self.rpc(self.leader, "callcenter.contact", "write", self.contact.ids, {"share_user_id": self.agent.id})
        with self.assertRaises(UserError):
            self.share(self.other_leader, self.contact, to_user_id=self.southerner.id)
        with self.assertRaises(AccessError):
            self.share(self.leader, self.contact, to_user_id=self.southerner.id)

    def test_who_only_shares_a_contact_does_not_move_it(self):
        self.share(self.manager, self.contact, to_department_id=self.south.id)
        self.assertIn(self.contact.id, self.seen(self.other_leader))
        for kind in ({"kind": "recall"}, {"kind": "reassign", "way": "hand", "to_user_id": self.southerner.id}):
            with self.subTest(kind=kind), self.assertRaises(UserError):
                self.new_wizard(self.other_leader, holder="held", **kind).action_move()
        self.contact.invalidate_recordset()
        self.assertEqual(self.contact.user_id, self.agent)
