from odoo.exceptions import AccessError, UserError, ValidationError

from .common import TelephonyCase

HERE, THERE = "a" * 32, "b" * 32


class TestOnePhone(TelephonyCase):
    """One active browser phone for each agent, with take-over."""

    def desktop(self, browser):
        return self.act(self.agent, "desktop", browser)

    def told(self, sent, kind="callcenter/phone"):
        return [(to, message) for to, what, message in sent if what == kind]

    def test_who_signs_in_has_the_phone_and_others_are_told(self):
        with self.bus() as sent:
            self.act(self.agent, "sign_in", "browser", HERE)
        [(to, message)] = self.told(sent)
        self.assertEqual(to, self.agent.partner_id.id)
        self.assertEqual((message["browser"], message["kind"]), (HERE, "browser"))
        self.set_state(self.me, "ready")
        self.assertTrue(self.desktop(HERE)["phone"])
        self.assertIs(self.desktop(HERE)["elsewhere"], False)
        there = self.desktop(THERE)
        self.assertIs(there["phone"], False)
        self.assertEqual(there["elsewhere"], message["since"])

    def test_while_signed_out_every_browser_may_become_the_phone(self):
        self.act(self.agent, "sign_in", "browser", HERE)
        self.set_state(self.me, "offline")
        self.assertTrue(self.desktop(THERE)["phone"])
        self.assertIs(self.desktop(THERE)["elsewhere"], False)

    def test_the_first_page_has_the_phone_of_who_signed_in_without_a_browser(self):
        self.act(self.agent, "sign_in", "browser")
        self.set_state(self.me, "ready")
        self.assertTrue(self.desktop(HERE)["phone"])
        self.assertIs(self.desktop(THERE)["phone"], False)

    def test_a_desk_phone_takes_it_from_all_browsers(self):
        self.act(self.agent, "sign_in", "browser", HERE)
        self.set_state(self.me, "ready")
        with self.bus() as sent:
            self.act(self.agent, "sign_in", "sip", HERE)
        [(_to, message)] = self.told(sent)
        self.assertEqual((message["browser"], message["kind"]), (False, "sip"))
        self.assertIs(self.desktop(HERE)["elsewhere"], False)

    def test_who_changes_the_phone_stays_not_ready(self):
        self.set_state(self.me, "not_ready", reason="lunch")
        self.act(self.agent, "sign_in", "sip")
        self.assertEqual(self.commands("sign_in")[-1][1]["reason"], "lunch")
        self.set_state(self.me, "not_ready", reason="unreachable")
        self.act(self.agent, "sign_in", "sip")
        self.assertNotIn("reason", self.commands("sign_in")[-1][1])

    def test_take_over(self):
        self.act(self.agent, "sign_in", "browser", HERE)
        self.set_state(self.me, "on_call", sub="talk")
        with self.bus() as sent:
            answer = self.act(self.agent, "use_phone_here", THERE)
        self.assertEqual(answer["phone"]["authorization_user"], "7001-web")
        self.assertEqual(self.told(sent)[0][1]["browser"], THERE)
        self.assertIs(self.desktop(HERE)["phone"], False)
        self.assertTrue(self.desktop(THERE)["phone"])

    def test_the_phone_stays_while_it_rings_or_dials(self):
        self.act(self.agent, "sign_in", "browser", HERE)
        for state, sub in (("ringing", None), ("on_call", "dialing"), ("on_call", "consult"), ("on_call", "monitor")):
            self.set_state(self.me, state, sub=sub)
            with self.assertRaisesRegex(UserError, "other computer"):
                self.act(self.agent, "use_phone_here", THERE)
        with self.assertRaisesRegex(UserError, "End it before you change"):
            self.act(self.agent, "sign_in", "sip", THERE)
        self.assertTrue(self.desktop(HERE)["phone"])

    def test_only_a_signed_in_browser_phone_is_taken_over(self):
        with self.assertRaisesRegex(UserError, "Sign in first"):
            self.act(self.agent, "use_phone_here", THERE)
        self.act(self.agent, "sign_in", "sip")
        self.set_state(self.me, "ready")
        with self.assertRaisesRegex(UserError, "browser phone first"):
            self.act(self.agent, "use_phone_here", THERE)
        self.act(self.agent, "sign_in", "browser", HERE)
        for nonsense in (False, 5, "x", "A" * 32, "a" * 100, ["a" * 32]):
            with self.assertRaisesRegex(UserError, "browser phone first"):
                self.act(self.agent, "use_phone_here", nonsense)

    def test_a_talk_goes_to_the_own_browsers_alone(self):
        self.act(self.agent, "sign_in", "browser", THERE)
        with self.bus() as sent:
            self.act(self.agent, "hand_over", {"dialog": {"id": "x\r\nVia: y"}})
        [(to, message)] = self.told(sent, "callcenter/phone_call")
        self.assertEqual(to, self.agent.partner_id.id)
        self.assertEqual(message, {"browser": THERE, "kept": {"dialog": {"id": "xVia: y"}}})
        for nonsense in ("x", None, {"note": "x" * 3000}):
            with self.assertRaises(ValidationError):
                self.act(self.agent, "hand_over", nonsense)

    def test_nobody_else_has_a_phone(self):
        for method, args in (("use_phone_here", (HERE,)), ("hand_over", ({},))):
            with self.assertRaises(AccessError):
                self.act(self.outsider, method, *args)
        self.act(self.agent, "sign_in", "browser", HERE)
        self.set_state(self.me, "ready")
        with self.assertRaises(AccessError):
            self.rpc(self.colleague, "callcenter.agent", "read", self.me.ids, ["phone_browser"])
        self.set_state(self.other, "ready")
        self.act(self.colleague, "use_phone_here", THERE)
        self.assertTrue(self.desktop(HERE)["phone"])
