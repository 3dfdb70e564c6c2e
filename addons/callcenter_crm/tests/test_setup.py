from odoo.exceptions import AccessError, ValidationError
from odoo.tests.common import tagged
from odoo.tools import mute_logger

from .common import CallcenterCase

STEP = "callcenter.setup.step"


@tagged("post_install", "-at_install")
class TestSetup(CallcenterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.users["admin"]
        # the checklist of a house that has only these steps
        cls.env[STEP].search([]).active = False
        cls.step = cls._new_step("Rooms", domain='[("name", "=like", "Room %")]')
        cls.looked = cls._new_step("Look", tick="hand")

    @classmethod
    def _new_step(cls, name, **vals):
        menu = cls.env.ref("callcenter_crm.callcenter_menu_department")
        return cls.env[STEP].create({"name": name, "menu_id": menu.id, **vals})

    def call(self, method, *args, user=None):
        return self.rpc(user or self.admin, STEP, method, *args)

    def states(self):
        return [row["state"] for row in self.call("search_read", [], ["state"])]

    def test_a_step_ticks_itself_off_when_there_are_records_and_takes_it_back(self):
        self.assertEqual((self.states(), self.call("progress")), (["open", "open"], {"done": 0, "total": 2}))
        room = self.env["callcenter.department"].create({"name": "Room 1"})
        self.assertEqual((self.states(), self.call("progress")), (["done", "open"], {"done": 1, "total": 2}))
        room.active = False
        self.assertEqual(self.states(), ["open", "open"])

    def test_a_step_may_take_several_records(self):
        self.step.at_least = 2
        self.env["callcenter.department"].create({"name": "Room 1"})
        self.assertEqual(self.step.state, "open")
        self.env["callcenter.department"].create({"name": "Room 2"})
        self.env.invalidate_all()
        self.assertEqual(self.step.state, "done")

    def test_a_step_is_ticked_by_hand_and_back(self):
        self.call("action_confirm", self.looked.ids)
        self.assertEqual(self.states(), ["open", "done"])
        self.call("action_confirm", self.looked.ids)
        self.assertEqual(self.states(), ["open", "open"])

    def test_a_skipped_step_does_not_count_unless_it_is_done(self):
        self.call("action_skip", self.step.ids)
        self.assertEqual((self.states(), self.call("progress")), (["skipped", "open"], {"done": 0, "total": 1}))
        self.env["callcenter.department"].create({"name": "Room 1"})
        self.assertEqual((self.states(), self.call("progress")), (["done", "open"], {"done": 1, "total": 2}))

    def test_each_company_has_ticks_of_its_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        (self.step | self.looked).write({"skipped": True, "confirmed": True})
        there = self.env[STEP].with_company(other).browse((self.step | self.looked).ids)
        self.assertEqual(there.mapped("state"), ["open", "open"])

    def test_a_step_opens_its_place(self):
        action = self.call("action_open", self.step.ids)
        self.assertEqual((action["res_model"], action["type"]), ("callcenter.department", "ir.actions.act_window"))

    def test_a_place_that_is_closed_to_the_user_does_not_open(self):
        self.step.menu_id.group_ids = self.env.ref("base.group_system")
        with self.assertRaisesRegex(AccessError, "not open to you"):
            self.call("action_open", self.step.ids)

    def test_what_cannot_be_counted_is_refused(self):
        for domain in ("[('nothing', '=', 1)]", "[", "__import__('os')", "[('id', '=', uid)]"):
            with self.subTest(domain=domain), self.assertRaises(ValidationError):
                self.call("write", self.step.ids, {"domain": domain})
        folder = self.env.ref("callcenter_crm.callcenter_menu_config")
        with self.assertRaisesRegex(ValidationError, "ticked by hand"):
            self.call("write", self.step.ids, {"menu_id": folder.id})

    def test_a_step_whose_field_is_gone_is_to_do_and_the_list_still_opens(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE callcenter_setup_step SET domain = %s WHERE id = %s", ["[('x_gone', '=', 1)]", self.step.id]
        )
        with mute_logger("odoo.osv.expression"):
            self.assertEqual(self.states(), ["open", "open"])

    def test_nobody_else_sees_changes_or_uses_the_checklist(self):
        others = [user for role, user in self.users.items() if role != "admin"]
        for user in [*others, self.outsider]:
            for method, args in (
                ("search_read", [[]]),
                ("read", [self.step.ids, ["name"]]),
                ("progress", []),
                ("create", [{"name": "x", "menu_id": self.step.menu_id.id}]),
                ("write", [self.step.ids, {"skipped": True}]),
                ("unlink", [self.step.ids]),
                ("action_open", [self.step.ids]),
                ("action_confirm", [self.looked.ids]),
                ("action_skip", [self.step.ids]),
            ):
                with self.subTest(user=user.login, method=method), self.assertRaises(AccessError):
                    self.call(method, *args, user=user)

    def test_a_step_counts_with_the_rights_of_who_looks(self):
        """A condition on records that the administrator may not read is no way to learn of them."""
        secret = self.env.ref("base.ir_config_menu")
        with self.assertRaises(AccessError):
            self.call("write", self.step.ids, {"menu_id": secret.id, "domain": "[]"})
        self.step.write({"menu_id": secret.id, "domain": "[]"})
        self.assertEqual(self.states(), ["open", "open"])

    def test_the_administrator_adds_and_deletes_steps(self):
        step = self.call("create", {"name": "Own", "menu_id": self.step.menu_id.id, "tick": "hand"})
        self.assertEqual(self.call("progress")["total"], 3)
        self.call("unlink", step)
        self.assertEqual(self.call("progress")["total"], 2)


@tagged("post_install", "-at_install")
class TestShippedSteps(CallcenterCase):
    def shipped(self):
        data = self.env["ir.model.data"].search([("model", "=", STEP)])
        return self.env[STEP].with_user(self.users["admin"]).browse(data.mapped("res_id")).exists()

    def test_every_shipped_step_opens_for_a_business_administrator(self):
        for step in self.shipped():
            with self.subTest(step=step.name):
                self.assertTrue(step.action_open())

    def test_shipped_steps_are_known_to_be_done_by_records_that_exist(self):
        done = {
            "department": "callcenter.department",
            "field": "callcenter.field",
            "campaign": "callcenter.campaign",
        }
        for name, model in done.items():
            with self.subTest(step=name):
                step = self.env.ref(f"callcenter_crm.setup_step_{name}")
                self.assertEqual(step.state == "done", bool(self.env[model].search_count([], limit=1)))

    def test_the_checklist_stands_first_in_the_configuration(self):
        config = self.env.ref("callcenter_crm.callcenter_menu_config")
        menus = self.env["ir.ui.menu"].with_user(self.users["admin"]).load_web_menus(False)
        self.assertEqual(menus[config.id]["children"][0], self.env.ref("callcenter_crm.callcenter_menu_setup").id)
