"""Guessed passwords as an admin sees them: told once, in the audit log, lifted by who may, limits of the server."""

import time

from odoo.exceptions import AccessError, ValidationError

from ..connector.guard import Guess
from .common import TelephonyCase


class TestRefusedAddress(TelephonyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Address = cls.env["callcenter.refused.address"]

    def booked(self, until=3600.0):
        now = time.time()
        guess = Guess("198.51.100.7", "PJSIP", now - 9, now, 10, ["1001", "1002"], until and now + until)
        self.Address._book(self.node, guess)
        self.Address._book(self.node, guess)
        return self.Address.search([("node_id", "=", self.node.id)])

    def test_it_is_booked_once_and_audited(self):
        row = self.booked()
        self.assertEqual((len(row), row.state, row.count, row.accounts), (1, "refused", 10, "1001, 1002"))
        self.env["callcenter.audit"]._write_pending()
        noted = self.env["callcenter.audit"].search([("model", "=", row._name), ("res_id", "=", row.id)])
        self.assertEqual(noted.act, "refuse")
        self.assertIn("198.51.100.7", noted.name)
        self.assertIn(": 10", noted.summary)

    def test_who_is_not_refused_is_told_as_such(self):
        self.assertEqual(self.booked(until=None).state, "told")

    def test_an_admin_lifts(self):
        row = self.booked().with_user(self.users["admin"])
        row.action_lift()
        self.assertEqual((row.state, row.lifted_by_id), ("lifted", self.users["admin"]))
        self.assertEqual(self.commands("lift_address"), [("lift_address", {"address": "198.51.100.7"})])
        row.action_lift()
        self.assertEqual(len(self.commands("lift_address")), 1, "once")

    def test_nobody_else_sees_or_lifts(self):
        row = self.booked().with_user(self.users["manager"])
        with self.assertRaises(AccessError):
            row.read(["address"])
        with self.assertRaises(AccessError):
            row.action_lift()
        with self.assertRaises(AccessError):
            self.Address.with_user(self.users["admin"]).create({"node_id": self.node.id, "address": "1.2.3.4"})
        self.assertFalse(self.commands("lift_address"))

    def test_the_node_is_told_its_limits_and_whom_to_spare(self):
        self.env["callcenter.trunk"].create(
            {"name": "T", "code": "guard-t", "node_id": self.node.id, "host": "h", "allowed_ips": "203.0.113.9"}
        )
        self.node.write({"guard_failures": 3, "guard_within_min": 2, "own_networks": "192.0.2.0/24\n\n 10.0.0.1 "})
        self.assertEqual(
            self.node._guard(),
            {
                "failures": 3,
                "within_s": 120,
                "refuse_s": 3600,
                "never": ("192.0.2.0/24", "10.0.0.1", "203.0.113.9"),
            },
        )

    def test_networks_are_addresses(self):
        for text in ("office", "1.2.3.4\ndeny=all", "300.1.1.1"):
            with self.assertRaises(ValidationError):
                self.node.own_networks = text
