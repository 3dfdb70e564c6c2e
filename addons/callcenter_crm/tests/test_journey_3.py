from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import CallcenterCase
from .journey import JourneyCase

CONTACTS = """
INSERT INTO callcenter_contact (campaign_id, name, number, state, attempts, priority, created)
SELECT %s, 'Contact ' || n, '+86139' || lpad(n::text, 8, '0'), 'new', 0, 0, now() AT TIME ZONE 'UTC'
  FROM generate_series(1, %s) n
"""


@tagged("post_install", "-at_install")
class TestJourneyAllocation(JourneyCase):
    """A manager hands 30,000 contacts down, a leader hands them on; what a leaver left and what is old comes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_user = CallcenterCase.__dict__["_new_user"].__func__
        cls.manager, cls.leader = new_user(cls, "journey_manager", "manager"), new_user(cls, "journey_leader", "leader")
        cls.agents = [new_user(cls, f"journey_{n}", "agent") for n in (1, 2, 3)]
        cls.east, cls.west, cls.north = cls.env["callcenter.department"].create(
            [{"name": f"Journey {name}"} for name in ("East", "West", "North")]
        )
        cls.east.leader_id = cls.leader
        for user in cls.agents:
            user.callcenter_department_id = cls.east
        cls.spring, cls.autumn = cls.env["callcenter.campaign"].create(
            [{"name": "Journey Spring", "state": "running"}, {"name": "Journey Autumn", "state": "running"}]
        )
        cls.spring.department_ids = cls.east | cls.west | cls.north
        cls.no_answer = cls.env["callcenter.disposition"].create({"name": "Journey no answer", "code": "journey_na"})
        # the worst the planner can be told: a table with pages and no rows, as after a large list was taken back
        cls.env.cr.execute(CONTACTS, (cls.spring.id, 1_000))
        cls.env.cr.execute("DELETE FROM callcenter_contact WHERE campaign_id = %s", (cls.spring.id,))
        cls.env.cr.execute("ANALYZE callcenter_contact")
        cls.env.cr.execute(CONTACTS, (cls.spring.id, 30_000))

    def held(self, by):
        groups = self.env["callcenter.contact"]._read_group([("campaign_id", "=", self.spring.id)], [by], ["__count"])
        return dict(groups)

    def journey(self, lang):
        form = "/odoo/action-callcenter_crm.callcenter_allocate_action"
        self.walk("callcenter_allocate_to_departments", self.manager, lang, f"/odoo/campaigns/{self.spring.id}")
        self.assertEqual(self.held("department_id"), {self.east: 15_000, self.west: 7_500, self.north: 7_500})

        self.walk("callcenter_allocate_to_agents", self.leader, lang, form)
        one, two, three = self.agents
        nobody = self.env["res.users"]
        self.assertEqual(self.held("user_id"), {one: 5_000, two: 5_000, three: 5_000, nobody: 15_000})

        leavers = self.env["callcenter.contact"].search([("user_id", "=", three.id)])
        three.with_context(callcenter_handover=True).active = False
        self.walk("callcenter_recall_of_a_leaver", self.leader, lang, form)
        self.assertEqual((leavers.user_id, leavers.department_id), (nobody, self.east))
        self.walk("callcenter_reassign", self.leader, lang, form)
        self.assertEqual(self.held("user_id"), {two: 10_000, nobody: 20_000})

        old = fields.Datetime.now() - timedelta(days=40)
        leavers[:1000].write({"state": "done", "disposition_id": self.no_answer.id, "last_at": old, "attempts": 3})
        self.walk("callcenter_recycle", self.manager, lang, form)
        again = self.env["callcenter.contact"].search([("campaign_id", "=", self.autumn.id)])
        self.assertEqual((len(again), again.origin_id), (1000, leavers[:1000]))
        self.assertEqual(set(again.mapped("state")), {"new"})
        path = f"/odoo/action-callcenter_crm.callcenter_contact_action/{leavers[0].id}"
        self.walk("callcenter_contact_moves", self.manager, lang, path)

    def test_in_english(self):
        self.journey("en_US")

    def test_in_chinese(self):
        self.journey("zh_CN")
