from datetime import date

from .common import TelephonyCase


class TestNumbers(TelephonyCase):
    """What the node knows of single numbers follows the records by small commands."""

    def setUp(self):
        super().setUp()
        self.vip = self.env.ref("callcenter_crm.item_customer_level_vip")
        self.number = self.customer.callcenter_numbers[:1].number
        self.vip.queue_priority = 3
        self.told()
        self.configured = self.commands("configure")

    def told(self):
        """What the node has been told since the last look: {key: value}, or "all"."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        commands = self.env["callcenter.command"].search([("node_id", "=", self.node.id), ("name", "=", "numbers")])
        args = [command.args or {} for command in commands.sorted("id")]
        commands.unlink()
        if any("changes" not in arg for arg in args):
            return "all"
        return {key: value for arg in args for key, value in arg["changes"].items()}

    def test_a_change_of_level_is_told_for_the_customer_alone(self):
        self.customer.callcenter_level_id = self.vip
        told = self.told()
        self.assertEqual(told[f"vip/{self.number}"], "3")
        self.assertFalse([key for key in told if key.startswith("vip/") and key != f"vip/{self.number}"])
        self.assertEqual(self.commands("configure"), self.configured, "no new configuration")
        self.customer.callcenter_level_id = False
        self.assertIn(f"vip/{self.number}", self.told())
        self.assertNotIn(f"vip/{self.number}", self.node._number_entries())

    def test_a_new_number_of_an_important_customer(self):
        self.customer.callcenter_level_id = self.vip
        self.told()
        row = self.env["callcenter.number"].create({"partner_id": self.customer.id, "number": "+8613800139999"})
        self.assertEqual(self.told()["vip/+8613800139999"], "3")
        row.unlink()
        self.assertIsNone(self.told()["vip/+8613800139999"])

    def test_the_own_agent_is_the_salesperson_s_extension(self):
        self.customer.user_id = self.colleague
        self.assertEqual(self.told()[f"own/{self.number}"], "7002")

    def test_the_priority_of_a_level_concerns_all(self):
        self.vip.queue_priority = 5
        self.assertEqual(self.told(), "all")

    def test_blacklisted_numbers_ranges_and_ends(self):
        Row = self.env["callcenter.blacklist"]
        Row.create({"number": "+8613800138888", "date_end": date(2031, 1, 1)})
        Row.create({"number": "17199", "prefix": True})
        told = self.told()
        self.assertGreater(int(told["refused/+8613800138888"]), 1_900_000_000)
        self.assertEqual(told["refused/+8617199x"], "1")
        self.assertIn("8", told["ranges/refused"].split("&"))

    def test_do_not_call_refuses_nobody_and_a_whitelist_forbids_no_call(self):
        Row = self.env["callcenter.blacklist"]
        Row.create({"number": "+8613800138886", "kind": "do_not_call"})
        allowed = Row.create({"number": "+8613800138887", "kind": "whitelist"})
        told = self.told()
        self.assertNotIn("refused/+8613800138886", told)
        self.assertEqual(told["allowed/+8613800138887"], "1")
        self.assertEqual(list(Row._matching(["+8613800138886", "+8613800138887"])), ["+8613800138886"])
        allowed.unlink()
        self.assertIsNone(self.told()["allowed/+8613800138887"])

    def test_callers_without_a_number_on_one_did(self):
        did = self.env["callcenter.did"].create(
            {"number": "4007", "node_id": self.node.id, "target": "queue", "queue_id": self.queue.id}
        )
        row = self.env["callcenter.blacklist"].create({"withheld": True, "did_ids": did.ids})
        self.assertEqual(self.told()["refused/withheld@4007"], "1")
        self.assertEqual(row.display_name, "No number")
        row.did_ids = False
        told = self.told()
        self.assertIsNone(told["refused/withheld@4007"])
        self.assertEqual(told["refused/withheld"], "1")

    def test_everything_at_once_is_what_was_told_bit_by_bit(self):
        self.customer.write({"callcenter_level_id": self.vip.id, "user_id": self.colleague.id})
        self.node.refused_numbers = "+8613800137777"
        entries = self.store.numbers()
        self.assertEqual(entries[f"vip/{self.number}"], "3")
        self.assertEqual(entries[f"own/{self.number}"], "7002")
        self.assertEqual(entries["refused/+8613800137777"], "1")
