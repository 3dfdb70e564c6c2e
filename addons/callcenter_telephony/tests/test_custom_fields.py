import time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests.common import tagged

from ..connector.ledger import Batch
from .common import TelephonyCase, answered_call

KEY = "test-node:1.1"


@tagged("post_install", "-at_install")
class TestCustomFields(TelephonyCase):
    """The pop and the wrap-up form: what each role sees of the customer and fills in of the call."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(cls.registry.reset_changes)
        role = cls.env.ref("callcenter_crm.role_agent")
        Field = cls.env["callcenter.field"]
        # those of the demo company
        Field.search([]).in_pop = False
        secret, shown, _plain, cls.reason, shut = Field.create(
            [
                {"label": "Secret", "kind": "integer", "in_pop": True},
                {"label": "Shown", "in_pop": True},
                {"label": "Not in the Pop"},
                {"label": "Reason", "model": "callcenter.call", "in_pop": True},
                {"label": "Shut", "model": "callcenter.call", "in_pop": True},
            ]
        )
        for field, right in ((secret, "hidden"), (shown, "read"), (shut, "hidden")):
            field.access_ids.filtered(lambda row: row.role_id == role).right = right
        cls.customer.write({"x_cc_secret": 987654, "x_cc_shown": "seen", "x_cc_not_in_the_pop": "far"})

    def setUp(self):
        super().setUp()
        self.store.write(Batch(calls=[answered_call(KEY, at=time.time() - 70)]))
        self.ledger = self.env["callcenter.call"].search([("key", "=", KEY)])

    def card(self):
        return self.act(self.agent, "call_card", KEY)

    def test_the_pop_shows_what_the_agent_may_see_also_when_the_system_sends_it(self):
        agent = self.env["callcenter.agent"].search([("user_id", "=", self.agent.id)])
        [sent] = agent._cards(self.ledger)
        for card in (self.card(), sent):
            rows = [(row["name"], row["value"], row["write"]) for row in card["custom"]]
            self.assertEqual(rows, [("x_cc_shown", "seen", False)])
            self.assertNotIn("987654", str(card))

    def test_the_wrap_up_form_asks_for_what_the_agent_may_write(self):
        inputs = self.act(self.agent, "desktop")["wrap_inputs"]
        self.assertEqual([row["name"] for row in inputs], ["x_cc_reason"])

    def test_what_was_typed_comes_back_and_is_saved(self):
        self.act(self.agent, "save_draft", KEY, {"note": "n", "custom": {"x_cc_reason": "pr", "x_cc_shut": "x"}})
        self.assertEqual(self.card()["draft"]["custom"], {"x_cc_reason": "pr"})
        self.act(self.agent, "save_wrap_up", KEY, {"note": "n", "custom": {"x_cc_reason": "price"}})
        self.assertEqual(self.ledger.x_cc_reason, "price")
        self.assertEqual(self.card()["draft"]["custom"], {"x_cc_reason": "price"})
        with self.assertRaises(AccessError):
            self.act(self.agent, "save_wrap_up", KEY, {"custom": {"x_cc_shut": "x"}})

    def test_a_draft_that_nobody_saved_is_kept_with_its_fields(self):
        self.act(self.agent, "save_draft", KEY, {"custom": {"x_cc_reason": "late", "x_cc_shut": "x"}})
        self.env["callcenter.call.draft"].search([])._keep()
        self.assertEqual((self.ledger.x_cc_reason, self.ledger.x_cc_shut), ("late", False))

    def test_a_required_field_is_asked_for_before_the_wrap_up_ends(self):
        self.reason.required = True
        with self.assertRaisesRegex(ValidationError, "Reason"):
            self.act(self.agent, "save_wrap_up", KEY, {"note": "n"})
        self.act(self.agent, "save_wrap_up", KEY, {"custom": {"x_cc_reason": "price"}})
