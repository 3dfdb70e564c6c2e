from odoo import Command
from odoo.service.model import call_kw

from .common import KpiCase

START = 1_772_416_800.0


class QaCase(KpiCase):
    """A sheet in use: ``greet`` 10 points and ``polite`` yes or no (40 %), ``solved`` 20 points (60 %), ``leak`` fatal.

    ``self.call`` was agent1's, ``self.other_call`` agent2's; two inspectors, ``qa`` and ``qa2``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["callcenter.qa.sheet"].search([]).active = False  # those of the demo
        cls.users["qa2"] = cls._new_user("kpi_qa2", "qa")
        team, other = cls.env["callcenter.department"].create(
            [{"name": "Team", "leader_id": cls.users["leader"].id}, {"name": "Other"}]
        )
        (cls.users["agent1"] | cls.users["leader"]).callcenter_department_id = team
        cls.users["agent2"].callcenter_department_id = other
        cls.sheet = cls._new_sheet()
        cls.sheet.action_use()

    def setUp(self):
        super().setUp()
        self.call = self.answered("agent1")
        self.other_call = self.answered("agent2", 600)

    @classmethod
    def _new_sheet(cls, **vals):
        groups = [
            ("Manner", 40, [{"name": "greet"}, {"name": "polite", "kind": "yes_no", "points": 10}]),
            ("Matter", 60, [{"name": "solved", "points": 20}]),
            ("Red lines", 0, [{"name": "leak", "fatal": True}]),
        ]
        groups = [
            {"name": name, "weight": weight, "sequence": place, "item_ids": [Command.create(item) for item in items]}
            for place, (name, weight, items) in enumerate(groups)
        ]
        return cls.env["callcenter.qa.sheet"].create(
            {"name": "Test", "group_ids": [Command.create(group) for group in groups], **vals}
        )

    def answered(self, agent, later=0, **vals):
        """Book a call of the queue that ``agent`` answered."""
        extension = self.agents[agent].extension
        call = self.waiting(START + later, 5, agent=extension, last_handler=extension, **vals)
        call.legs[1].party = extension
        call.queue = "service"
        return self.book(call)

    def item(self, name, sheet=None):
        return (sheet or self.sheet)._items().filtered(lambda item: item.name == name)

    def rpc(self, name, model, method, *args, **kwargs):
        """Call ``model.method`` as the user's browser does."""
        self.env.flush_all()
        self.env.invalidate_all()
        return call_kw(self.env[model].with_user(self.users[name]), method, args, kwargs)

    def act(self, name, score, method, *args):
        return self.rpc(name, "callcenter.qa.score", method, score.ids, *args)

    def begun(self, name="qa", call=None):
        score = self.rpc(name, "callcenter.qa.score", "begin", (call or self.call).id)
        return self.env["callcenter.qa.score"].browse(score)

    def mark(self, score, name="qa", **values):
        for item, value in values.items():
            totals = self.act(name, score, "mark", self.item(item).id, value)
        return totals

    def submitted(self, name="qa", call=None, **values):
        score = self.begun(name, call)
        self.mark(score, name, **{"greet": 5, "polite": 1, "solved": 20, **values})
        self.act(name, score, "submit")
        return score
