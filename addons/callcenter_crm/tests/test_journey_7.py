from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import CallcenterCase
from .journey import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyPool(JourneyCase):
    """Time goes by: untouched customers fall back, a seller claims within limits, care comes ahead of time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_user = CallcenterCase.__dict__["_new_user"].__func__
        cls.admin = new_user(cls, "journey_admin", "admin")
        cls.seller, cls.earlier = (new_user(cls, f"journey_seller_{n}", "agent") for n in (1, 2))
        cls.group = cls.env["callcenter.department"].create({"name": "Journey Sales"})
        (cls.seller | cls.earlier).callcenter_department_id = cls.group
        for model in ("lifecycle.rule", "pool.rule", "care.rule", "pool.limit"):
            cls.env[f"callcenter.{model}"].with_context(active_test=False).search([]).unlink()
        cls.pool_ = cls.env["callcenter.pool"].create({"name": "Journey", "department_ids": cls.group.ids})
        cls.env["callcenter.pool.limit"].create({"department_id": cls.group.id, "per_day": 1, "held": 10})
        only = {"domain": "[('name', '=like', 'Journey %')]"}
        cls.env["callcenter.pool.rule"].create(
            {"name": "Journey 30 days", "pool_id": cls.pool_.id, "days": 30, "warn_days": 3, **only}
        )
        cls.lost, cls.potential = (
            cls.env.ref(f"callcenter_crm.item_lifecycle_{name}") for name in ("lost", "potential")
        )
        cls.env["callcenter.lifecycle.rule"].create(
            {
                "name": "Journey lost",
                "lifecycle_id": cls.lost.id,
                "contact_when": "not_within",
                "contact_days": 30,
                **only,
            }
        )
        cls.env["ir.model.fields"].create(
            {
                "model_id": cls.env["ir.model"]._get_id("res.partner"),
                "name": "x_cc_journey_end",
                "field_description": "Contract End",
                "ttype": "date",
            }
        )
        cls.env["callcenter.care.rule"].create(
            [
                {"name": "Journey Birthday", "occasion": "birthday", "days_ahead": 3, "hour": 0, **only},
                {
                    "name": "Journey Contract",
                    "occasion": "date",
                    "date_field": "x_cc_journey_end",
                    "days_ahead": 14,
                    "hour": 0,
                    **only,
                },
            ]
        )

    def new_customer(self, name, contact, **vals):
        """Make a customer whom the earlier seller has and spoke to so many days ago."""
        customer = self.env["res.partner"].create({"name": name, "user_id": self.earlier.id, **vals})
        moment = fields.Datetime.now() - timedelta(days=contact)
        customer.write({"callcenter_last_contact_at": moment, "callcenter_owned_at": moment - timedelta(days=100)})
        return customer

    def journey(self, lang):
        today = fields.Date.context_today(self.env.user)
        fallen, left = self.new_customer("Journey Fallen", 31), self.new_customer("Journey Left", 33)
        kept = self.new_customer(
            "Journey Kept",
            5,
            callcenter_birthday=(today + timedelta(days=2)).replace(year=1984),
            x_cc_journey_end=today + timedelta(days=10),
        )
        self.walk("callcenter_rules_run", self.admin, lang, "/odoo/lifecycle-rules")
        self.assertEqual((fallen | left).callcenter_lifecycle_id, self.lost)
        self.assertFalse(kept.callcenter_lifecycle_id)

        self.walk("callcenter_rules_run", self.admin, lang, "/odoo/pool-rules")
        self.assertEqual((fallen | left).callcenter_pool_id, self.pool_)
        self.assertEqual(kept.user_id, self.earlier)

        self.walk("callcenter_pool_claim", self.seller, lang, "/odoo/pool")
        self.assertEqual((fallen.user_id, left.user_id), (self.seller, self.env["res.users"]))
        self.assertEqual(
            fallen.callcenter_move_ids.mapped("kind"), ["claim", "fall", "assign"][: len(fallen.callcenter_move_ids)]
        )
        self.walk("callcenter_pool_release", self.seller, lang, f"/odoo/callcenter-customers/{fallen.id}")
        self.assertEqual(fallen.callcenter_pool_id, self.pool_)
        self.assertEqual(fallen.callcenter_move_ids[0].kind, "release")

        self.walk("callcenter_rules_run", self.admin, lang, "/odoo/care-rules")
        self.walk("callcenter_care_tasks", self.earlier, lang, f"/odoo/callcenter-customers/{kept.id}")

        # the clock goes on by itself: first a warning, then it is gone
        with freeze_time(fields.Datetime.now() + timedelta(days=23)):
            self.env["callcenter.pool.rule"]._cron_fall()
            self.assertIn(self.env.ref("callcenter_crm.activity_type_pool"), kept.activity_ids.activity_type_id)
            self.assertEqual(kept.user_id, self.earlier)
        with freeze_time(fields.Datetime.now() + timedelta(days=26)):
            self.env["callcenter.pool.rule"]._cron_fall()
            self.env["callcenter.lifecycle.rule"]._cron_recompute()
            self.assertEqual((kept.callcenter_pool_id, kept.callcenter_lifecycle_id), (self.pool_, self.lost))
            self.assertFalse(kept.activity_ids)

    def test_the_pool_and_care_in_english(self):
        self.journey("en_US")

    def test_the_pool_and_care_in_chinese(self):
        self.journey("zh_CN")
