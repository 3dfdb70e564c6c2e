from odoo import Command

from .common import CallcenterCase


class FieldCase(CallcenterCase):
    """Fields are defined by the business administrator: ``self.define(label, kind, right of agents, **values)``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(cls.registry.reset_changes)
        cls.admin = cls.users["admin"]
        cls.leader = cls.users["leader"]
        cls.role = cls.env.ref("callcenter_crm.role_agent")
        cls.dictionary = cls.env["callcenter.dictionary"].create(
            {"name": "Experience", "code": "experience", "item_ids": [Command.create({"name": n}) for n in "abc"]}
        )
        cls.items = cls.dictionary.item_ids
        cls.campaign = cls.env["callcenter.campaign"].create({"name": "Gold", "code": "gold", "state": "running"})
        cls.other_campaign = cls.env["callcenter.campaign"].create({"name": "Bond", "code": "bond", "state": "running"})
        cls.customer.user_id = cls.agent
        cls.contact, cls.foreign = (
            cls.env["callcenter.contact"].create(
                {"campaign_id": campaign.id, "name": "张三", "number": number, "user_id": cls.agent.id}
            )
            for campaign, number in ((cls.campaign, "13800139001"), (cls.other_campaign, "13800139002"))
        )

        # whoever sells sees opportunities; here all do
        cls.env["ir.model.access"].create(
            {
                "name": "opportunities of tests",
                "model_id": cls.env["ir.model"]._get_id("crm.lead"),
                "group_id": cls.env.ref("callcenter_crm.group_callcenter").id,
                **dict.fromkeys(("perm_read", "perm_write", "perm_create"), True),
            }
        )

    @classmethod
    def define(cls, label, kind="char", right="write", **vals):
        field = cls.env["callcenter.field"].with_user(cls.admin).create({"label": label, "kind": kind, **vals})
        field.access_ids.filtered(lambda row: row.role_id == cls.role).right = right
        return field
