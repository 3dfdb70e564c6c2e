from datetime import timedelta
from itertools import count

from odoo import fields

from .common import CallcenterCase


class AllocationCase(CallcenterCase):
    """Two departments below "Sales": "North" of the leader with agent and colleague, "South" of another leader.

    ``new_contacts`` loads contacts as an import does; ``new_wizard`` is the screen of a user, saved.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Department = cls.env["callcenter.department"]
        cls.leader, cls.manager = cls.users["leader"], cls.users["manager"]
        cls.other_leader = cls._new_user("cc_other_leader", "leader")
        cls.southerner = cls._new_user("cc_southerner", "agent")
        cls.sales = Department.create({"name": "Sales"})
        cls.north = Department.create({"name": "North", "parent_id": cls.sales.id, "leader_id": cls.leader.id})
        cls.south = Department.create({"name": "South", "parent_id": cls.sales.id, "leader_id": cls.other_leader.id})
        (cls.agent | cls.colleague | cls.leader).callcenter_department_id = cls.north
        (cls.southerner | cls.other_leader).callcenter_department_id = cls.south
        cls.campaign = cls.env["callcenter.campaign"].create({"name": "Autumn"})
        cls.next_campaign = cls.env["callcenter.campaign"].create({"name": "Winter"})
        cls.numbers = count(13900000000)

    @classmethod
    def new_contacts(cls, amount, /, **vals):
        vals = {"campaign_id": cls.campaign.id, "created": fields.Datetime.now() - timedelta(days=1), **vals}
        rows = [{"name": f"C{n}", "number": f"+86{next(cls.numbers)}", **vals} for n in range(amount)]
        return cls.env["callcenter.contact"].create(rows)

    def new_wizard(self, user, **vals):
        vals = {"campaign_id": self.campaign.id, **vals}
        return self.env["callcenter.allocate"].with_user(user).create(vals)

    def key(self, target):
        """Return the key of the row of a department or an agent."""
        return f"{'u' if target._name == 'res.users' else 'd'}{target.id}"

    def row(self, wizard, target):
        """Return the row of a target, with what it ``gets``; None where it has none."""
        rows = {row["key"]: row | {"gets": (wizard.plan or {}).get(row["key"], 0)} for row in wizard.tree}
        return rows.get(self.key(target))

    def choose(self, wizard, *targets, **numbers):
        """Tick ``targets`` alone; ``weights`` and ``amounts``: target -> number."""
        keys = [self.key(target) for target in targets]
        typed = {name: {self.key(of): number for of, number in values.items()} for name, values in numbers.items()}
        wizard.choice = {"ticked": keys, "weights": {}, "amounts": {}, **typed}
        self.assertEqual(len(wizard._chosen()), len(targets))

    def held(self, contacts):
        """Return how many of ``contacts`` each holder has."""
        contacts.invalidate_recordset()
        held = {}
        for contact in contacts:
            holder = contact.user_id or contact.department_id
            held[holder] = held.get(holder, 0) + 1
        return held
