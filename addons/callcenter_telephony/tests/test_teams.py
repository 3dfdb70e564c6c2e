from odoo import Command
from odoo.exceptions import UserError

from .common import TelephonyCase


class TestTeams(TelephonyCase):
    """A department's conversation: its people and leaders are in it, and nobody else reads or joins it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader, cls.head = cls._new_user("cc_team_leader", "leader"), cls._new_user("cc_team_head", "leader")
        Department = cls.env["callcenter.department"]
        cls.area = Department.create({"name": "Area", "leader_id": cls.head.id})
        cls.ours = Department.create({"name": "Ours", "parent_id": cls.area.id, "leader_id": cls.leader.id})
        cls.theirs = Department.create({"name": "Theirs"})
        cls.agent.callcenter_department_id = cls.ours
        cls.stranger = cls._new_user("cc_team_stranger", "agent")
        cls.stranger.callcenter_department_id = cls.theirs
        cls.ours.invalidate_recordset()
        cls.env.cr.precommit.run()

    def committed(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()

    def channel(self, department=None):
        return (department or self.ours)._team_channel().with_env(self.env)

    def people(self, department=None):
        return self.channel(department).channel_member_ids.partner_id.user_ids

    def test_members_and_leaders_are_in_it(self):
        self.assertEqual(self.people(), self.agent | self.leader | self.head)
        self.assertEqual(self.people(self.area), self.head)
        self.assertEqual(self.channel().name, self.ours.complete_name)

    def test_membership_follows_the_department(self):
        self.agent.callcenter_department_id = self.theirs
        self.stranger.callcenter_department_ids = [Command.link(self.ours.id)]
        self.ours.leader_id = False
        self.committed()
        self.assertEqual(self.people(), self.stranger | self.head)
        self.assertIn(self.agent, self.people(self.theirs))
        self.stranger.active = False
        self.committed()
        self.assertEqual(self.people(), self.head)
        self.ours.active = False
        self.committed()
        self.assertFalse(self.people())
        self.area.name = "Region"
        self.committed()
        self.assertEqual(self.channel(self.area).name, "Region")

    def test_everybody_of_the_team_reads_and_writes(self):
        for user in (self.leader, self.agent):
            channel = self.channel().with_user(user)
            channel.message_post(body=f"from {user.login}", message_type="comment", subtype_xmlid="mail.mt_comment")
            self.assertIn("from cc_team_leader", "".join(channel.message_ids.mapped("body")))

    def test_nobody_else_reads_writes_or_joins(self):
        channel = self.channel().with_user(self.stranger)
        self.channel().message_post(body="secret", message_type="comment", subtype_xmlid="mail.mt_comment")
        message = self.channel().message_ids[:1]
        for act in (
            lambda: channel.read(["name"]),
            lambda: channel.message_post(body="x", message_type="comment"),
            lambda: message.with_user(self.stranger).read(["body"]),
            lambda: channel.channel_join(),
            lambda: channel.channel_member_ids.read(["partner_id"]),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                act()
        self.assertNotIn(channel, self.env["discuss.channel"].with_user(self.stranger).search([]))
        self.assertNotIn(self.stranger, self.people())

    def test_members_bring_nobody_in_and_do_not_leave(self):
        channel = self.channel().with_user(self.agent)
        with self.assertRaises(UserError), self.cr.savepoint():
            channel.add_members(partner_ids=self.stranger.partner_id.ids)
        with self.assertRaisesRegex(UserError, "Mute"), self.cr.savepoint():
            channel.action_unfollow()
        with self.assertRaises(UserError), self.cr.savepoint():
            channel.write({"callcenter_department_id": self.theirs.id})
        guest = self.env["mail.guest"].create({"name": "By link"})
        with self.assertRaises(UserError), self.cr.savepoint():
            self.channel()._add_members(guests=guest)
        thread = channel._create_sub_channel(name="Thread")
        with self.assertRaises(UserError), self.cr.savepoint():
            thread.add_members(partner_ids=self.stranger.partner_id.ids)
        self.assertEqual(self.people(), self.agent | self.leader | self.head)

    def test_the_list_of_colleagues_has_the_own_conversations(self):
        names = [row["name"] for row in self.act(self.agent, "colleagues")["teams"]]
        self.assertEqual(names, [self.ours.complete_name])
        theirs = [row["name"] for row in self.act(self.colleague, "colleagues")["teams"]]
        self.assertNotIn(self.ours.complete_name, theirs)
