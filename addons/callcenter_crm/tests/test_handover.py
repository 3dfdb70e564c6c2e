from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import new_test_user, tagged

from .common import CallcenterCase


@tagged("post_install", "-at_install")
class TestHandover(CallcenterCase):
    """The agent leaves, the colleague takes over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.users["admin"]
        campaign = cls.env["callcenter.campaign"].create({"name": "Spring"})
        cls.mine, cls.closed, cls.other = cls.env["callcenter.contact"].create(
            [
                {"campaign_id": campaign.id, "number": f"+86139001390{n}", "user_id": user.id, "state": state}
                for n, user, state in ((1, cls.agent, "open"), (2, cls.agent, "done"), (3, cls.colleague, "open"))
            ]
        )
        cls.customer.user_id = cls.agent
        cls.promise = cls.env["callcenter.followup"].create(
            {
                "partner_id": cls.customer.id,
                "user_id": cls.agent.id,
                "next_user_id": cls.agent.id,
                "disposition_id": cls.solved.id,
                "next_at": "2030-01-01 09:00:00",
                "state": "open",
            }
        )

    def handover(self, user, successor, leaver=None):
        vals = {"user_id": (leaver or self.agent).id, "successor_id": successor.id}
        [handover] = self.rpc(user, "callcenter.handover", "create", [vals])
        return self.rpc(user, "callcenter.handover", "action_hand_over", [handover])

    def test_archiving_asks_who_takes_over_and_archives_nobody_yet(self):
        action = self.rpc(self.admin, "res.users", "action_archive", self.agent.ids)
        self.assertEqual(action["res_model"], "callcenter.handover")
        self.assertEqual(action["context"], {"default_user_id": self.agent.id})
        self.assertTrue(self.agent.active)
        with self.assertRaises(UserError):
            self.rpc(self.admin, "res.users", "action_archive", (self.agent | self.colleague).ids)

    def test_who_has_nothing_is_archived_at_once(self):
        leaver = self._new_user("cc_leaver", "agent")
        self.rpc(self.admin, "res.users", "action_archive", leaver.ids)
        self.assertFalse(leaver.active)

    def test_one_action_moves_all_and_archives(self):
        self.handover(self.admin, self.colleague)
        self.assertFalse(self.agent.active)
        self.assertEqual(self.customer.user_id, self.colleague)
        self.assertEqual(self.mine.user_id, self.colleague)
        self.assertEqual(self.promise.next_user_id, self.colleague)
        self.assertEqual(self.promise.user_id, self.agent)
        self.assertEqual(self.closed.user_id, self.agent)
        move = self.env["callcenter.contact.move"].search([("contact_id", "=", self.mine.id)])
        self.assertEqual((move.kind, move.from_user_id, move.to_user_id), ("reassign", self.agent, self.colleague))

    def test_opportunities_quotations_activities_and_shared_contacts_go_along(self):
        lead = self.env["crm.lead"].create({"name": "Plan", "partner_id": self.customer.id, "user_id": self.agent.id})
        won = lead.copy({"user_id": self.agent.id})
        won.action_set_won()
        order = self.env["sale.order"].create({"partner_id": self.customer.id, "user_id": self.agent.id})
        sold = order.copy({"user_id": self.agent.id, "state": "sale"})
        activity = lead.activity_schedule("mail.mail_activity_data_todo", user_id=self.agent.id)
        self.other.share_user_id = self.agent
        third = self._new_user("cc_third", "agent")
        self.handover(self.admin, third)
        for record in (lead, order, activity):
            self.assertEqual(record.user_id, third, record._name)
        self.assertEqual((won.user_id, sold.user_id), (self.agent, self.agent))
        self.assertEqual((self.other.user_id, self.other.share_user_id), (self.colleague, third))

    def test_several_share_evenly_and_what_is_a_customer_s_stays_together(self):
        third = self._new_user("cc_third", "agent")
        self.other_customer.user_id = self.agent
        leads = self.env["crm.lead"].create(
            [
                {"name": name, "partner_id": partner.id, "user_id": self.agent.id}
                for name, partner in (("A", self.customer), ("B", self.customer), ("C", self.other_customer))
            ]
        )
        vals = {"user_id": self.agent.id, "way": "even", "successor_ids": [Command.set((self.colleague | third).ids)]}
        [handover] = self.rpc(self.admin, "callcenter.handover", "create", [vals])
        self.rpc(self.admin, "callcenter.handover", "action_hand_over", [handover])
        self.assertEqual((self.customer | self.other_customer).user_id, self.colleague | third)
        self.assertEqual([lead.user_id for lead in leads], [lead.partner_id.user_id for lead in leads])
        self.assertEqual(self.promise.next_user_id, self.customer.user_id)

    def test_a_department_takes_over(self):
        vals = {"user_id": self.agent.id, "way": "department", "department_id": self.team.id}
        [handover] = self.rpc(self.admin, "callcenter.handover", "create", [vals])
        self.rpc(self.admin, "callcenter.handover", "action_hand_over", [handover])
        self.assertEqual((self.agent.active, self.customer.user_id), (False, self.colleague))

    def test_no_way_around_the_handover(self):
        boss = new_test_user(self.env, "cc_boss", "base.group_system")
        for user in (self.admin, boss):
            for context in ({}, {"callcenter_handed_over": True, "install_mode": True}):
                refused = self.assertRaisesRegex(UserError, "Hand it over first")
                with self.subTest(user=user.login), refused, self.cr.savepoint():
                    self.rpc(user, "res.users", "write", self.agent.ids, {"active": False}, context=context)
        with self.assertRaisesRegex(UserError, "Hand it over first"), self.cr.savepoint():
            self.rpc(boss, "res.users", "unlink", self.agent.ids)
        self.assertTrue(self.agent.active)
        self.outsider.active = True
        self.customer.user_id = self.outsider
        self.rpc(boss, "res.users", "write", self.outsider.ids, {"active": False})
        self.assertFalse(self.outsider.active)

    def test_the_wizard_shows_how_much_there_is(self):
        [handover] = self.rpc(self.admin, "callcenter.handover", "create", [{"user_id": self.agent.id}])
        lines = self.env["callcenter.handover"].browse(handover).line_ids
        self.assertEqual(lines.mapped("count"), [1, 1, 1])

    def test_nobody_else_hands_over_and_not_to_a_leaver(self):
        for role in ("agent", "leader", "qa", "manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.handover(self.users[role], self.colleague)
        with self.assertRaises(UserError):
            self.handover(self.admin, self.agent)
        self.assertTrue(self.agent.active)

    def test_users_beyond_the_call_center_are_not_handed_over(self):
        root = self.env.ref("base.user_admin")
        self.customer.user_id = root
        with self.assertRaises(AccessError):
            self.handover(self.admin, self.colleague, root)
        self.assertEqual(self.customer.user_id, root)
