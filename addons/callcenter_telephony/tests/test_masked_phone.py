from odoo import Command
from odoo.tests.common import tagged

from odoo.addons.callcenter_crm.tests.masking_common import MaskingCase

from .common import TelephonyCase


@tagged("post_install", "-at_install")
class TestMaskedPhone(TelephonyCase, MaskingCase):
    """Which phones are told masked numbers, and that the node learns of each change of it."""

    def setUp(self):
        super().setUp()
        self.numbers = self.env.ref("callcenter_crm.group_numbers")
        self.settled()

    def settled(self):
        """Return the extensions that are masked on the node, and whether it is configured again for what was done."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        configured = bool(self.commands("configure"))
        self.env["callcenter.command"].search([]).unlink()
        self.env.invalidate_all()
        return [each.extension for each in self.node._node_config().endpoints if each.masked], configured

    def test_phones_of_agents_with_masked_numbers(self):
        self.assertEqual(self.settled(), (["7001", "7002"], False))
        self._new_agent(self.manager, "7003")
        self.env["callcenter.endpoint"].create({"extension": "7004", "node_id": self.node.id})
        self.assertEqual(self.settled(), (["7001", "7002", "7004"], True))

    def test_the_companys_switch(self):
        self.env["callcenter.endpoint"].create({"extension": "7004", "node_id": self.node.id})
        self.settled()
        self.env.company.callcenter_mask_numbers = False
        self.assertEqual(self.settled(), ([], True))
        self.env.company.callcenter_mask_numbers = True
        self.assertEqual(self.settled(), (["7001", "7002", "7004"], True))

    def test_a_right_that_is_given_and_taken(self):
        self.numbers.user_ids |= self.agent
        self.assertEqual(self.settled(), (["7002"], True))
        self.agent.group_ids -= self.numbers
        self.assertEqual(self.settled(), (["7001", "7002"], True))

    def test_a_role_that_changes_or_ends(self):
        role = self.env["res.users.role"].create({"name": "Sees numbers", "implied_ids": self.agent.group_ids.ids})
        self.agent.write({"role_line_ids": [Command.create({"role_id": role.id})]})
        self.settled()
        role.implied_ids |= self.numbers
        self.assertEqual(self.settled(), (["7002"], True))
        self.agent.role_line_ids.date_to = "2020-01-01"
        self.env["res.users.role"].cron_update_users()
        self.assertEqual(self.settled(), (["7001", "7002"], True))

    def test_another_company_that_masks(self):
        self.env.company.callcenter_mask_numbers = False
        other = self.env["res.company"].create({"name": "Masks", "callcenter_mask_numbers": True})
        self.settled()
        self.agent.company_ids |= other
        self.assertEqual(self.settled(), (["7001"], True))

    def test_an_extension_changes_hands(self):
        self._new_agent(self.manager, "7003")
        self.settled()
        boss = self.env["callcenter.agent"].search([("user_id", "=", self.manager.id)])
        phone, boss.endpoint_id = boss.endpoint_id, False
        self.me.endpoint_id = phone
        self.assertEqual(self.settled(), (["7001", "7002", "7003"], True))

    def test_what_has_nothing_to_do_with_it_configures_nothing(self):
        self.agent.signature = "Other"
        self.env.company.callcenter_lookups = 6
        self.assertEqual(self.settled(), (["7001", "7002"], False))

    def test_a_masked_agents_phone_is_told_the_masked_number(self):
        self.act(self.agent, "sign_in", "sip")
        self.set_state(self.me, "ready")
        self.assertTrue(self.act(self.agent, "desktop")["agent"]["masked"])
        for number, shown in (("138 0013 5021", "138****5021"), ("021-58876234", "+862****6234")):
            self.act(self.agent, "dial", number)
            self.assertEqual(self.commands("dial")[-1][1]["shown"], shown)
        self.act(self.agent, "dial", "", self.customer.id)
        args = self.commands("dial")[-1][1]
        self.assertEqual((args["number"], args["shown"]), ("+8613800135021", "138****5021"))
        for whole in ("7002", "10086"):
            self.act(self.agent, "dial", whole)
            self.assertNotIn("shown", self.commands("dial")[-1][1])

    def test_whoever_sees_numbers_dials_with_them(self):
        self.numbers.user_ids |= self.agent
        self.act(self.agent, "sign_in", "sip")
        self.set_state(self.me, "ready")
        self.act(self.agent, "dial", "138 0013 5021")
        self.assertNotIn("shown", self.commands("dial")[-1][1])
