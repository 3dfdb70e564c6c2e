from datetime import timedelta
from itertools import count

from odoo import Command, fields
from odoo.service.model import call_kw
from odoo.tests.common import TransactionCase, new_test_user

ROLES = ("agent", "leader", "qa", "manager", "admin")


class CallcenterCase(TransactionCase):
    """A user per role (``self.agent`` …), a second agent, two customers; calls are made as the ledger makes them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.env.ref("base.cn")
        cls.users = {role: cls._new_user(f"cc_{role}", role) for role in ROLES}
        cls.agent = cls.users["agent"]
        cls.colleague = cls._new_user("cc_colleague", "agent")
        cls.outsider = new_test_user(cls.env, "cc_outsider", "base.group_user")
        cls.team = cls._new_team(cls.users["leader"], cls.agent | cls.colleague)
        cls.customer = cls.env["res.partner"].create({"name": "王磊", "phone": "138 0013 0001"})
        cls.other_customer = cls.env["res.partner"].create({"name": "李婷", "phone": "138 0013 0003"})
        cls.solved = cls.env.ref("callcenter_crm.disposition_solved")
        cls.keys = count(1)

    @classmethod
    def _new_user(cls, login, role):
        return cls.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "password": login,
                "role_line_ids": [Command.create({"role_id": cls.env.ref(f"callcenter_crm.role_{role}").id})],
            }
        )

    @classmethod
    def _new_team(cls, leader, members):
        team = cls.env["callcenter.department"].create({"name": f"Team of {leader.login}", "leader_id": leader.id})
        members.callcenter_department_id = team
        return team

    @classmethod
    def _new_call(cls, **vals):
        start = vals["start"] = fields.Datetime.to_datetime(vals.get("start") or fields.Datetime.now())
        vals.setdefault("key", f"test:{next(cls.keys)}")
        vals.setdefault("end", start + timedelta(seconds=vals.get("duration_s", 60)))
        vals.setdefault("result", "answered")
        return cls.env["callcenter.call"].create(vals)

    def rpc(self, user, model, method, *args, **kwargs):
        """Call ``model.method`` as ``user`` does from a browser: only public methods, with the user's rights."""
        self.env.flush_all()
        self.env.invalidate_all()
        return call_kw(self.env[model].with_user(user), method, args, kwargs)
