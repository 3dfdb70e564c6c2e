from datetime import timedelta

from odoo import fields

from .common import CallcenterCase


class PoolCase(CallcenterCase):
    """A pool of the agents' team with nothing but the rules that a test makes; days are counted from ``self.now``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for model in ("lifecycle.rule", "pool.rule", "care.rule", "pool.limit"):
            cls.env[f"callcenter.{model}"].with_context(active_test=False).search([]).unlink()
        cls.now = fields.Datetime.now()
        cls.admin = cls.users["admin"]
        cls.pool_ = cls.env["callcenter.pool"].create({"name": "Team's", "department_ids": cls.team.ids})
        cls.product = cls.env["product.product"].create({"name": "Thing", "type": "service", "taxes_id": False})

    @classmethod
    def item(cls, name):
        """Return a shipped dictionary item, ``lifecycle_active`` say."""
        return cls.env.ref(f"callcenter_crm.item_{name}")

    @classmethod
    def ago(cls, days):
        return cls.now - timedelta(days=days)

    @classmethod
    def new_customer(cls, name, **vals):
        """Make a customer; ``contact`` and ``since`` are days ago, for the last contact and the owner's beginning."""
        moments = {
            "callcenter_last_contact_at": vals.pop("contact", None),
            "callcenter_owned_at": vals.pop("since", None),
        }
        customer = cls.env["res.partner"].create({"name": name, **vals})
        customer.write({key: cls.ago(days) for key, days in moments.items() if days is not None})
        return customer

    @classmethod
    def new_pooled(cls, name, pool=None, **vals):
        return cls.new_customer(name, callcenter_pool_id=(pool or cls.pool_).id, **vals)

    @classmethod
    def order(cls, customer, days_ago, amount=100):
        line = {"product_id": cls.product.id, "price_unit": amount}
        order = cls.env["sale.order"].create({"partner_id": customer.id, "order_line": [(0, 0, line)]})
        order.write({"state": "sale", "date_order": cls.ago(days_ago)})
        return order

    def claim(self, user, *customers):
        return self.rpc(user, "callcenter.pool.customer", "action_claim", [row.id for row in customers])
