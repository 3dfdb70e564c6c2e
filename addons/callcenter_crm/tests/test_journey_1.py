from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import CallcenterCase
from .journey import JourneyCase

EXPERIENCE, MONEY = "x_cc_journeyexp", "x_cc_journeymoney"


@tagged("post_install", "-at_install")
class TestJourneyFields(JourneyCase):
    """An administrator makes fields and a role for them without code; the junior sees what the role says, no more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(cls.registry.reset_changes)
        new_user = CallcenterCase.__dict__["_new_user"].__func__
        cls.admin, cls.junior = new_user(cls, "journey_admin", "admin"), new_user(cls, "journey_junior", "agent")
        cls.manager = new_user(cls, "journey_boss", "manager")
        cls.model = cls.env.ref("callcenter_crm.role_agent").with_user(cls.admin).copy({"name": "Journey Model"})

    def journey(self, lang):
        for tour, path in (
            ("callcenter_define_dictionary", "dictionaries/new"),
            ("callcenter_define_section", "form-sections/new"),
            ("callcenter_define_fields", "custom-fields/new"),
            ("callcenter_define_role", f"callcenter-roles/{self.model.id}"),
            ("callcenter_assign_role", f"callcenter-users/{self.junior.id}"),
        ):
            self.walk(tour, self.admin, lang, f"/odoo/{path}")
        role = self.junior.role_line_ids.role_id
        self.assertEqual((role.name, set(role.scope_ids.mapped("scope"))), ("Journey Junior", {"own"}))
        self.fill()
        self.walk(
            "callcenter_junior_sees_customers",
            self.junior,
            lang,
            "/odoo/action-callcenter_crm.callcenter_customer_action",
        )
        worklist = "/odoo/work-list"
        self.walk("callcenter_junior_sees_pop", self.junior, lang, worklist)
        for model, record in (("res.partner", self.customer), ("callcenter.contact", self.contact)):
            self.attack(model, record)

    def fill(self):
        """Give a customer and a contact of the junior values in both fields, and a colleague a customer."""
        dictionary = self.env["callcenter.dictionary"].search([("code", "=", "journey_experience")])
        self.gold = dictionary.item_ids.filtered(lambda item: item.name == "Journey Gold")
        self.assertEqual(self.gold.display_name, "Journey Funds / Journey Gold")
        values = {EXPERIENCE: self.gold.ids, MONEY: 987654}
        campaign = self.env["callcenter.campaign"].create(
            {"name": "Journey Gold", "state": "running", "hour_from": 0, "hour_to": 24}
        )
        self.customer, self.foreign = self.env["res.partner"].create(
            [
                {"name": "Journey Customer", "user_id": self.junior.id, **values},
                {"name": "Journey Foreign", "user_id": self.manager.id, **values},
            ]
        )
        self.contact = self.env["callcenter.contact"].create(
            {
                "campaign_id": campaign.id,
                "name": "Journey Contact",
                "number": "13800138888",
                "user_id": self.junior.id,
                "priority": 9,
                **values,
            }
        )

    def rpc(self, user, model, method, *args):
        self.env.flush_all()
        self.env.invalidate_all()
        return call_kw(self.env[model].with_user(user), method, args, {})

    def attack(self, model, record):
        self.assertFalse(self.rpc(self.junior, "res.partner", "search", [("id", "=", self.foreign.id)]))
        [row] = self.rpc(self.junior, model, "read", record.ids, [EXPERIENCE])
        self.assertEqual(row[EXPERIENCE], self.gold.ids)
        other = {EXPERIENCE: [(5, 0, 0)]}
        for method, *args in (
            ("read", record.ids, [MONEY]),
            ("search", [(MONEY, ">", 1)]),
            ("formatted_read_group", [], [MONEY], ["__count"]),
            ("formatted_read_group", [], [], [f"{MONEY}:sum"]),
            ("write", record.ids, {MONEY: 1}),
            ("write", record.ids, other),
            ("web_save", record.ids, other, {}),
        ):
            with self.subTest(model=model, method=method, args=args), self.assertRaises(AccessError):
                self.rpc(self.junior, model, method, *args)
        with self.assertRaises(AccessError):
            record.with_user(self.junior)._export_rows([[MONEY]])
        self.assertTrue(self.rpc(self.manager, model, "search", [(MONEY, ">", 1)]))
        self.assertEqual((record[EXPERIENCE], record[MONEY]), (self.gold, 987654))
        if model == "res.partner":
            [copy] = self.rpc(self.junior, model, "copy", record.ids)
            copy = self.env[model].browse(copy)
            self.assertEqual((copy[MONEY], copy[EXPERIENCE].ids), (0, []))
            told = self.rpc(self.junior, model, "load", ["name", MONEY], [["n", "5"]])
            self.registry._setup_models__(self.env.cr)
            self.assertFalse(told["ids"])

    def test_journey_in_english(self):
        self.journey("en_US")

    def test_journey_in_chinese(self):
        self.journey("zh_CN")
