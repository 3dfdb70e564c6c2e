from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from .common import CallcenterCase


class WorklistCase(CallcenterCase):
    """A running campaign; ``contact`` is the agent's, ``foreign`` a colleague's of the same team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.intent = cls.env["callcenter.dictionary.item"].search([("dictionary_id.code", "=", "intent")], limit=1)
        cls.campaign = cls.new_campaign("Spring")
        cls.contact = cls.new_contact("张三", "+8613800139001", cls.agent)
        cls.foreign = cls.new_contact("赵六", "+8613800139009", cls.colleague)
        cls.earlier = cls.env["callcenter.followup"].search([]).ids

    @classmethod
    def new_campaign(cls, name, **vals):
        values = {"name": name, "state": "running", "script": "<p>Good day!</p>", "hour_from": 0, "hour_to": 24}
        return cls.env["callcenter.campaign"].create({**values, **vals})

    @classmethod
    def new_contact(cls, name, number, user, **vals):
        values = {"campaign_id": cls.campaign.id, "name": name, "number": number, "user_id": user.id, **vals}
        return cls.env["callcenter.contact"].create(values)

    def follow(self, user, whom, outcome, **vals):
        """Write a follow-up of ``whom`` down as ``user`` does."""
        field = "contact_id" if whom._name == "callcenter.contact" else "partner_id"
        outcome = self.env.ref(f"callcenter_crm.disposition_{outcome}")
        asked = {field: whom.id, "disposition_id": outcome.id, **vals}
        [followup] = self.rpc(user, "callcenter.followup", "create", [asked])
        return self.env["callcenter.followup"].browse(followup)

    def promise(self, contact, user, minutes):
        """A promise that falls due in ``minutes`` from now (negative: is over)."""
        followup = self.follow(user, contact, "call_back", next_at=fields.Datetime.now() + timedelta(days=1))
        moment = fields.Datetime.now() + timedelta(minutes=minutes)
        followup.next_at = moment
        contact.next_at = moment
        return followup

    def search(self, user):
        """Ids of the follow-ups that ``user`` finds, but for those of the demo company."""
        return self.rpc(user, "callcenter.followup", "search", [("id", "not in", self.earlier)])

    def work(self, user, method, *args, **kwargs):
        """Call a method of the work list as ``user`` does."""
        return self.rpc(user, "callcenter.worklist", method, *args, **kwargs)

    @contextmanager
    def told(self):
        """Collect what is sent over the bus: ``[(user, name, message)]``."""
        told = []

        def send(user, name, message, **_kwargs):
            told.append((user, name, message))

        with patch.object(type(self.env["res.users"]), "_bus_send", send):
            yield told
