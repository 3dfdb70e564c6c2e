from .common import CallcenterCase


class WorkorderCase(CallcenterCase):
    """A type with a subtype, a field team with a clerk and a leader of its own beside the service team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for model in ("callcenter.workorder.rule", "callcenter.sla.rule", "callcenter.visit.rule"):
            cls.env[model].search([]).active = False
        stages = cls.env["helpdesk.ticket.stage"]
        cls.new = stages.create({"name": "New", "sequence": 1, "unattended": True})
        cls.busy = stages.create({"name": "On Site", "sequence": 2})
        cls.done = stages.create({"name": "Closed", "sequence": 3, "closed": True})
        cls.fault = cls.env["helpdesk.ticket.category"].create(
            {
                "name": "Fault",
                "number_prefix": "WO-",
                "priority": "2",
                "stage_ids": [(6, 0, (cls.new | cls.busy | cls.done).ids)],
            }
        )
        cls.power = cls.fault.create({"name": "Power", "parent_id": cls.fault.id})
        cls.clerk = cls._new_user("cc_clerk", "agent")
        cls.field_leader = cls._new_user("cc_field_leader", "leader")
        cls.field = cls._new_team(cls.field_leader, cls.clerk)
        cls.result = cls.env.ref("callcenter_crm.item_workorder_result_solved")

    def order(self, user=None, **vals):
        vals = {"name": "No power", "partner_id": self.customer.id, "category_id": self.power.id, **vals}
        return self.env["helpdesk.ticket"].with_user(user or self.agent).create(vals)

    def act(self, user, order, act, **vals):
        """Do an act as the buttons do it."""
        vals = {"ticket_id": order.id, "act": act, **vals}
        [wizard_id] = self.rpc(user, "callcenter.workorder.act", "create", [vals])
        return self.rpc(user, "callcenter.workorder.act", "action_do", [wizard_id])

    def acts(self, order):
        return order.sudo().step_ids.sorted("id").mapped("act")

    def rule(self, **vals):
        vals = {"name": "Faults to the field", "department_id": self.field.id, **vals}
        return self.env["callcenter.workorder.rule"].create(vals)
