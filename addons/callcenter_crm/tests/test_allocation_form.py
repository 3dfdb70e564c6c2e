from odoo.tests import Form

from .allocating import AllocationCase


class TestAllocationForm(AllocationCase):
    """The screen as the browser fills it: what it does not send back is not there when the button is pressed."""

    def tick(self, targets, *names):
        form = Form(
            self.env["callcenter.allocate"].with_user(self.manager).with_context(default_campaign_id=self.campaign.id)
        )
        form.targets = targets
        keys = [row["key"] for row in form.tree if row["name"] in names]
        form.choice = dict(form.choice, ticked=keys)
        return form

    def test_ticked_departments_get_the_contacts(self):
        contacts = self.new_contacts(6)
        form = self.tick("department", self.north.name, self.south.name)
        self.assertEqual(form.planned, 6)
        form.save().action_move()
        self.assertEqual(self.held(contacts), {self.north: 3, self.south: 3})

    def test_ticked_agents_get_the_contacts(self):
        contacts = self.new_contacts(4)
        self.tick("agent", self.agent.name, self.southerner.name).save().action_move()
        self.assertEqual(self.held(contacts), {self.agent: 2, self.southerner: 2})
