from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from .common import CallcenterCase


class TestCampaign(CallcenterCase):
    """Campaigns with their figures, and who may do what with their contacts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign = cls.env["callcenter.campaign"].create({"name": "Spring"})
        cls.mine, cls.theirs, cls.free = cls.env["callcenter.contact"].create(
            [
                {"campaign_id": cls.campaign.id, "name": "赵一", "number": "138 0013 1001", "user_id": cls.agent.id},
                {"campaign_id": cls.campaign.id, "name": "钱二", "number": "13800131002", "user_id": cls.colleague.id},
                {"campaign_id": cls.campaign.id, "name": "孙三", "number": "13800131003"},
            ]
        )

    def test_numbers_are_stored_in_one_spelling_and_nonsense_is_refused(self):
        self.assertEqual(self.mine.number, "+8613800131001")
        with self.assertRaisesRegex(ValidationError, "no words"):
            self.mine.number = "no words"
        found = self.env["callcenter.contact"].name_search("13800131001")
        self.assertEqual([row[0] for row in found], [self.mine.id])

    def test_the_figures(self):
        self.theirs.write({"attempts": 2, "disposition_id": self.env.ref("callcenter_crm.disposition_interested").id})
        self.mine.write({"attempts": 1, "disposition_id": self.env.ref("callcenter_crm.disposition_wrong_number").id})
        self.free.partner_id = self.customer
        figures = ("loaded", "allocated", "called", "reached", "interested", "converted")
        self.assertEqual([self.campaign[name] for name in figures], [3, 2, 2, 1, 1, 1])
        self.assertAlmostEqual(self.campaign.progress, 200 / 3)
        self.assertFalse(self.env["callcenter.campaign"].create({"name": "Empty"}).progress)

    def test_dates_and_hours_in_the_wrong_order_are_refused(self):
        for vals in ({"date_start": "2026-11-22", "date_end": "2026-11-21"}, {"hour_from": 21}, {"hour_to": 25}):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.campaign.write(vals)

    def test_an_agent_sees_the_own_contacts_only(self):
        names = self.rpc(self.agent, "callcenter.contact", "search_read", [], ["name"])
        self.assertEqual([row["id"] for row in names], [self.mine.id])
        groups = self.rpc(self.agent, "callcenter.contact", "formatted_read_group", [], ["number"], ["__count"])
        self.assertEqual([group["number"] for group in groups], [self.mine.number])
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.contact", "read", [self.theirs.id], ["number"])
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.contact", "write", [self.free.id], {"name": "Mine now"})

    def test_an_agent_corrects_the_person_but_moves_nothing(self):
        self.rpc(self.agent, "callcenter.contact", "write", [self.mine.id], {"city": "上海"})
        self.assertEqual(self.mine.city, "上海")
        for vals in (
            {"user_id": self.colleague.id},
            {"state": "done"},
            {"number": "13800139999"},
            {"priority": 9},
            {"partner_id": self.customer.id},
        ):
            with self.assertRaises(AccessError, msg=str(vals)):
                self.rpc(self.agent, "callcenter.contact", "write", [self.mine.id], vals)
        for method, args in (("unlink", []), ("copy", [])):
            with self.assertRaises(AccessError, msg=method):
                self.rpc(self.agent, "callcenter.contact", method, [self.mine.id], *args)
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.campaign", "write", [self.campaign.id], {"name": "Mine"})

    def test_a_manager_sees_and_writes_all(self):
        manager = self.users["manager"]
        everything = Domain("campaign_id", "=", self.campaign.id)
        self.assertEqual(self.rpc(manager, "callcenter.contact", "search_count", list(everything)), 3)
        self.rpc(manager, "callcenter.contact", "write", [self.free.id], {"user_id": self.agent.id})
        self.assertEqual(self.free.user_id, self.agent)
        self.rpc(manager, "callcenter.campaign", "action_start", [self.campaign.id])
        self.assertEqual(self.campaign.state, "running")

    def test_an_outsider_sees_nothing(self):
        for model in ("callcenter.campaign", "callcenter.list", "callcenter.contact"):
            with self.assertRaises(AccessError, msg=model):
                self.rpc(self.outsider, model, "search_read", [], ["id"])
