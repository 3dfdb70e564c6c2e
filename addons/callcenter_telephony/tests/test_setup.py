from .common import TelephonyCase


class TestSetup(TelephonyCase):
    """The company of the test has a server with a trunk, agents with phones, and a queue with them."""

    def step(self, name):
        step = self.env.ref(f"callcenter_telephony.setup_step_{name}")
        return step.with_user(self.users["admin"])

    def test_the_checklist_ticks_what_the_company_has(self):
        for name in ("node", "agent", "queue"):
            with self.subTest(step=name):
                self.assertEqual(self.step(name).state, "done")

    def test_what_cannot_take_a_call_yet_is_not_done(self):
        self.env["callcenter.node"].search([]).outbound_trunk_id = False
        self.env["callcenter.queue.member"].search([]).unlink()
        self.env["callcenter.agent"].search([]).endpoint_id = False
        self.env.invalidate_all()
        for name in ("node", "agent", "queue"):
            with self.subTest(step=name):
                self.assertEqual(self.step(name).state, "open")
