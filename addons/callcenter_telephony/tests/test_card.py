import time

from odoo.exceptions import AccessError, UserError

from ..connector.ledger import Batch
from ..connector.ports import Taken
from .common import TelephonyCase, answered_call


class TestCard(TelephonyCase):
    def setUp(self):
        super().setUp()
        self.now = time.time()
        self.env["callcenter.did"].create(
            {"number": "4001", "name": "Hotline", "node_id": self.node.id, "target": "queue", "queue_id": self.queue.id}
        )
        self.store.write(
            Batch(
                calls=[
                    answered_call("test-node:1.1", at=self.now - 70),
                    answered_call("test-node:0.1", at=self.now - 5000, agent="7002"),
                    answered_call("test-node:0.2", at=self.now - 9000, agent="7002", number="+8613800130003"),
                ]
            )
        )
        self.call("test-node:0.1").note = "colleague's note"
        self.call("test-node:0.2").note = "somebody else's"

    def call(self, key):
        return self.env["callcenter.call"].search([("key", "=", key)])

    def card(self):
        card = self.act(self.agent, "call_card", "test-node:1.1")
        # as the phone knows the call
        self.assertEqual(self.act(self.agent, "call_card", "1.1"), card)
        return card

    def test_the_card_says_who_and_how(self):
        card = self.card()
        self.assertEqual((card["phase"], card["display_number"], card["keys"]), ("wrap_up", "138 0013 0001", "2"))
        self.assertEqual(card["path"], ["4001 Hotline", "2", "Help"])
        belongs = "Beijing · China Mobile"
        shown = {"display": "138 0013 0001", "kind": "Mobile", "location": belongs}
        self.assertEqual((card["partner"]["numbers"], card["location"]), ([shown], belongs))
        self.assertAlmostEqual(card["answered_at"] - card["waiting_since"], 10_000, delta=2)

    def test_the_history_of_the_one_on_the_line_has_the_colleagues_notes_but_not_their_recordings(self):
        self.store.recording_taken(Taken("test-node:0.1", "a.wav", 5.0, 100, "ab"))
        (row,) = self.card()["history"]
        self.assertEqual(
            (row["key"], row["note"], row["user"], row["recording_id"]),
            ("test-node:0.1", "colleague's note", "cc_colleague", False),
        )

    def test_setting_another_customer_shows_no_colleagues_notes(self):
        card = self.act(self.agent, "set_partner", "test-node:1.1", self.other_customer.id)
        self.assertEqual(card["partner"]["id"], self.other_customer.id)
        self.assertNotIn("test-node:0.2", [row["key"] for row in card["history"]])

    def test_a_customer_out_of_sight_is_not_set_on_an_own_call_unless_the_number_is_his(self):
        self.env["ir.rule"].create(
            {
                "name": "Nobody sees this one",
                "model_id": self.env["ir.model"]._get("res.partner").id,
                "domain_force": [("id", "!=", self.other_customer.id)],
            }
        )
        for method, value in (
            ("set_partner", self.other_customer.id),
            ("save_wrap_up", {"partner_id": self.other_customer.id}),
        ):
            with self.assertRaises(AccessError):
                self.act(self.agent, method, "test-node:1.1", value)
        self.assertEqual(self.call("test-node:1.1").partner_id, self.customer)
        self.other_customer.phone = "138 0013 0001"
        card = self.act(self.agent, "set_partner", "test-node:1.1", self.other_customer.id)
        self.assertEqual(card["partner"]["id"], self.other_customer.id)

    def test_who_shares_the_number_is_named(self):
        wife = self.env["res.partner"].create({"name": "Wife", "phone": "138 0013 0001"})
        self.assertEqual(self.card()["others"], [{"id": wife.id, "name": "Wife"}])

    def test_an_unknown_caller_becomes_a_customer(self):
        self.store.write(Batch(calls=[answered_call("test-node:5.5", at=self.now, number="+8613900139000")]))
        self.assertIs(self.act(self.agent, "call_card", "test-node:5.5")["partner"], False)
        with self.assertRaisesRegex(UserError, "name"):
            self.act(self.agent, "create_partner", "test-node:5.5", {"name": " "})
        card = self.act(
            self.agent, "create_partner", "test-node:5.5", {"name": "New", "email": "n@example.com", "user_id": 1}
        )
        self.assertEqual((card["partner"]["name"], card["partner"]["numbers"][0]["display"]), ("New", "139 0013 9000"))
        partner = self.env["res.partner"].browse(card["partner"]["id"])
        self.assertEqual((partner.email, partner.create_uid), ("n@example.com", self.agent))

    def test_drafts_come_back_after_a_reload(self):
        self.act(self.agent, "save_draft", "test-node:1.1", {"note": "half", "evil": 1})
        self.act(self.agent, "save_draft", "test-node:1.1", {"note": "half a"})
        self.assertEqual(self.card()["draft"], {"disposition_id": False, "note": "half a"})
        (card,) = self.act(self.agent, "desktop")["calls"]
        self.assertEqual((card["key"], card["draft"]["note"]), ("test-node:1.1", "half a"))

    def test_a_draft_of_a_call_that_only_the_phone_knows_yet_is_that_calls_draft(self):
        self.act(self.agent, "save_draft", "1.1", {"note": "typed at once"})
        self.assertEqual(self.card()["draft"]["note"], "typed at once")

    def test_lookup_by_name_and_number(self):
        self.customer.name = "Rare Name"
        found = self.act(self.agent, "lookup", "Rare Name")
        self.assertEqual([(row["partner_id"], row["number"]) for row in found], [(self.customer.id, "+8613800130001")])
        self.assertIn(self.customer.id, [row["partner_id"] for row in self.act(self.agent, "lookup", "13800130001")])
        for text in ("", "%", "'; --"):
            self.assertNotIn(self.customer.id, [row["partner_id"] for row in self.act(self.agent, "lookup", text)])

    def test_today_counts_own_calls_only(self):
        today = self.act(self.agent, "today")
        self.assertIn(today["recent"]["count"], (0, 1))  # the call may have been before midnight
        self.assertNotIn("test-node:0.1", [row["key"] for row in today["recent"]["rows"]])

    def test_calls_of_others_have_no_card(self):
        for method, args in (
            ("call_card", ()),
            ("set_partner", (self.customer.id,)),
            ("create_partner", ({"name": "X"},)),
            ("save_wrap_up", ({"note": "X"},)),
            ("save_draft", ({"note": "X"},)),
        ):
            with self.assertRaises(AccessError):
                self.act(self.agent, method, "test-node:0.1", *args)
        self.assertEqual(self.call("test-node:0.1").note, "colleague's note")
