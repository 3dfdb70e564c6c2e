from odoo.tests.common import tagged

from .common import CallcenterCase


@tagged("post_install", "-at_install")
class TestContactMove(CallcenterCase):
    """The history goes with what it is about, though no foreign key sees to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign = cls.env["callcenter.campaign"].create({"name": "Moves"})
        cls.batch = cls.env["callcenter.list"].create({"name": "Moves", "campaign_id": cls.campaign.id})
        cls.contacts = cls.env["callcenter.contact"].create(
            [
                {"campaign_id": cls.campaign.id, "list_id": cls.batch.id, "number": f"+8613922220{n:03}"}
                for n in range(3)
            ]
        )
        cls.contacts.user_id = cls.agent

    def moves(self):
        self.env.invalidate_all()
        return self.env["callcenter.contact.move"].search([("contact_id", "in", self.contacts.ids)])

    def test_of_a_contact_that_is_deleted(self):
        self.assertEqual(len(self.moves()), 3)
        self.contacts[:1].unlink()
        self.assertEqual(self.moves().contact_id, self.contacts[1:])

    def test_of_a_campaign_that_is_deleted(self):
        self.campaign.unlink()
        self.assertFalse(self.moves())
        self.assertFalse(self.contacts.exists())

    def test_contacts_outlive_the_batch_they_came_with(self):
        self.batch.unlink()
        self.env.invalidate_all()
        self.assertEqual(self.contacts.list_id, self.env["callcenter.list"])
        self.env.cr.execute("SELECT DISTINCT list_id FROM callcenter_contact WHERE id = ANY(%s)", (self.contacts.ids,))
        self.assertEqual(self.env.cr.fetchall(), [(None,)])
