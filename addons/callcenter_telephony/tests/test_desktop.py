import time

from odoo.exceptions import AccessError, UserError

from ..connector.ledger import Batch, Call, Leg, State
from .common import TelephonyCase, answered_call


class TestDesktop(TelephonyCase):
    def refused(self, words, method, *args, user=None, kind=UserError):
        with self.assertRaisesRegex(kind, words):
            self.act(user or self.agent, method, *args)

    def wrap_up(self):
        """Bring 7001 into the wrap-up of call 1.1; returns the call."""
        now = time.time()
        state = State("7001", now - 5, None, "wrap_up", call="test-node:1.1")
        self.store.write(Batch(calls=[answered_call(at=now - 70)], states=[state]))
        return self.env["callcenter.call"].search([("key", "=", "test-node:1.1")])

    def test_desktop_has_all_that_the_bar_needs(self):
        desktop = self.act(self.agent, "desktop")
        self.assertEqual(
            desktop["agent"],
            {"id": self.me.id, "name": "cc_agent", "extension": "7001", "phone_kind": "browser", "masked": False},
        )
        self.assertEqual(desktop["state"]["state"], "offline")
        self.assertEqual(desktop["queues"], [{"code": "help", "name": "Help"}])
        codes = [reason["code"] for reason in desktop["reasons"]]
        self.assertIn("lunch", codes)
        self.assertNotIn("missed", codes)
        phone = desktop["phone"]
        self.assertEqual((phone["uri"], phone["authorization_user"]), ("sip:7001-web@127.0.0.1", "7001-web"))
        self.assertEqual((phone["ws_url"], phone["password"]), ("ws://127.0.0.1:8088/ws", self.me.endpoint_id.password))

    def test_a_sip_phone_gets_no_password(self):
        self.me.phone_kind = "sip"
        self.assertIs(self.act(self.agent, "desktop")["phone"], False)

    def test_the_socket_follows_the_node(self):
        self.node.write({"ws_host": "voice.example.com", "ws_port": 8443, "ws_secure": True})
        self.assertEqual(self.act(self.agent, "desktop")["phone"]["ws_url"], "wss://voice.example.com:8443/ws")

    def test_sign_in_with_the_phone_chosen(self):
        answer = self.act(self.agent, "sign_in", "sip")
        queued = self.env["callcenter.command"].browse(answer["command"])
        self.assertEqual(queued.args, {"agent": "7001", "interface": "PJSIP/7001", "queues": [["help", 0]]})
        self.assertEqual((queued.name, queued.user_id, queued.state), ("sign_in", self.agent, "queued"))
        self.act(self.agent, "sign_in", "browser")
        self.assertEqual(self.commands("sign_in")[-1][1]["interface"], "PJSIP/7001-web")

    def test_sign_in_says_what_is_missing(self):
        self.refused("Choose", "sign_in", "fax")
        self.me.endpoint_id = False
        self.refused("no extension", "sign_in", "browser")
        self.assertEqual(self.commands(), [])

    def test_who_serves_no_queue_signs_in_to_dial_and_to_watch(self):
        self.me.member_ids.unlink()
        self.act(self.agent, "sign_in", "browser")
        self.assertEqual(self.commands("sign_in")[-1][1]["queues"], [["cc-desk", 0]])

    def test_nobody_else_is_an_agent(self):
        for method, args in (
            ("desktop", ()),
            ("sign_in", ("browser",)),
            ("ready", ()),
            ("today", ()),
            ("dial", ("138",)),
        ):
            self.refused("not set up", method, *args, user=self.outsider, kind=AccessError)
            self.refused("not set up", method, *args, user=self.users["leader"], kind=AccessError)

    def test_states_need_a_sign_in(self):
        self.refused("Sign in first", "ready")
        self.refused("Sign in first", "not_ready", "lunch")
        self.refused("Sign in first", "dial", "13800138000")

    def test_not_ready_with_a_reason_in_use(self):
        self.set_state(self.me, "ready")
        self.act(self.agent, "not_ready", "lunch")
        self.assertEqual(self.commands(), [("not_ready", {"agent": "7001", "reason": "lunch"})])
        for code in ("missed", "nonsense", "lunch\r\nAction: x"):
            self.refused("not in use", "not_ready", code)

    def test_a_wish_during_a_call_is_shown(self):
        self.set_state(self.me, "on_call", sub="talk")
        with self.bus() as sent:
            self.act(self.agent, "not_ready", "lunch")
        self.assertEqual([m["wish"] for _to, kind, m in sent if kind == "callcenter/state"], ["not_ready:lunch"])

    def test_dial_normalises_and_refuses_nonsense(self):
        self.set_state(self.me, "ready")
        self.act(self.agent, "dial", "138 0013-8000")
        self.assertEqual(
            self.commands("dial")[-1][1],
            {"agent": "7001", "interface": "PJSIP/7001-web", "number": "+8613800138000", "kind": "manual"},
        )
        self.act(self.agent, "dial", "7002")
        self.assertEqual(self.commands("dial")[-1][1]["kind"], "internal")
        for text in ("", "abc", "&&", "1\r\nAction: Originate", "+1"):
            self.refused("no phone number", "dial", text)
        self.refused("own extension", "dial", "7001")
        self.set_state(self.me, "on_call", sub="talk")
        self.refused("in a call", "dial", "13800138000")

    def test_dial_a_customer_by_record(self):
        self.set_state(self.me, "ready")
        answer = self.act(self.agent, "dial", False, self.customer.id)
        self.assertEqual(self.env["callcenter.command"].browse(answer["command"]).partner_id, self.customer)
        self.assertEqual(self.commands("dial")[-1][1]["number"], "+8613800130001")

    def test_dial_needs_a_trunk(self):
        self.set_state(self.me, "ready")
        self.node.outbound_trunk_id = False
        self.refused("No trunk", "dial", "13800138000")

    def test_the_command_tells_the_link_its_id(self):
        self.set_state(self.me, "ready")
        answer = self.act(self.agent, "dial", "13800138000")
        (command,) = [row for row in self.store.take_commands(10) if row.name == "dial"]
        self.assertEqual((command.id, command.args["command"]), (answer["command"], str(answer["command"])))
        self.assertAlmostEqual(command.created, time.time(), delta=60)

    def test_hang_up_ends_the_own_leg(self):
        self.refused("no call", "hang_up")
        leg = Leg("agent", "agent", "7001", time.time(), channel="PJSIP/7001-web-00000001")
        other = Leg("target", "target", "7002", time.time(), channel="PJSIP/7002-00000002")
        self.store.write(Batch(calls=[Call("test-node:9.9", start=time.time(), legs=[leg, other])]))
        self.act(self.agent, "hang_up")
        self.assertEqual(
            self.commands("hang_up"),
            [("hang_up", {"agent": "7001", "by": "agent", "channel": "PJSIP/7001-web-00000001"})],
        )

    def test_wrap_up_is_saved_and_ended(self):
        call = self.wrap_up()
        self.act(self.agent, "save_draft", call.key, {"note": "half"})
        values = {
            "disposition_id": self.solved.id,
            "note": "all",
            "partner_id": self.other_customer.id,
            "result": "lost",
        }
        answer = self.act(self.agent, "save_wrap_up", call.key, values, next="ready")
        self.assertEqual((call.disposition_id, call.note, call.partner_id), (self.solved, "all", self.other_customer))
        self.assertEqual(call.result, "answered")
        self.assertEqual([name for name, _args in self.commands()], ["ready", "end_wrap_up"])
        self.assertEqual(self.env["callcenter.command"].browse(answer["command"]).name, "end_wrap_up")
        self.assertEqual(answer["card"]["draft"], {"disposition_id": self.solved.id, "note": "all"})
        self.assertFalse(self.env["callcenter.call.draft"].search([("call_key", "=", call.key)]))

    def test_save_then_not_ready(self):
        call = self.wrap_up()
        self.act(self.agent, "save_wrap_up", call.key, {"reason": "break"}, next="not_ready")
        self.assertEqual(
            self.commands(), [("not_ready", {"agent": "7001", "reason": "break"}), ("end_wrap_up", {"agent": "7001"})]
        )

    def test_saving_alone_ends_nothing(self):
        call = self.wrap_up()
        self.assertIs(self.act(self.agent, "save_wrap_up", call.key, {"note": "x"})["command"], False)
        self.assertEqual(self.commands(), [])

    def test_more_time_moves_the_end(self):
        self.refused("not in wrap-up", "more_time")
        self.wrap_up()
        before = self.me.wrap_until
        self.act(self.agent, "more_time")
        ((_name, args),) = self.commands("more_time")
        self.assertAlmostEqual((self.me.wrap_until - before).total_seconds(), 20, delta=1)
        self.assertAlmostEqual(args["seconds"], 35, delta=2)

    def test_line_breaks_never_reach_the_node(self):
        command = self.env["callcenter.command"]._send(self.node, "x", {"a\r\n": ["b\r\nAction: c\x00", {"d": "e\n"}]})
        self.assertEqual(command.args, {"a": ["bAction: c", {"d": "e"}]})

    def test_a_refusal_is_told_in_the_language_of_who_asked(self):
        self.set_state(self.me, "ready")
        answer = self.act(self.agent, "dial", "13800138000")
        refusal = {"code": "phone_busy", "values": {"phone": "7001"}}
        with self.bus() as sent:
            self.store.finish_command(answer["command"], False, "technical", refusal)
        [message] = [row["message"] for _to, kind, row in sent if kind == "callcenter/command"]
        self.assertEqual(message, "The phone 7001 is busy. End the other call first.")
        command = self.env["callcenter.command"].browse(answer["command"])
        self.assertEqual((command.message, command.result_text), ("technical", message))
        for strange in ({"code": "of another version", "values": {}}, {"code": "phone_busy", "values": {}}, {}):
            command.refusal = strange
            self.assertEqual(command.result_text, "technical")

    def test_results_reach_the_one_who_asked(self):
        self.set_state(self.me, "ready")
        answer = self.act(self.agent, "dial", "13800138000")
        self.store.take_commands(10)
        with self.bus() as sent:
            self.store.finish_command(answer["command"], False, "the agent's phone: busy")
        self.assertEqual(
            sent,
            [
                (
                    self.agent.partner_id.id,
                    "callcenter/command",
                    {"id": answer["command"], "ok": False, "message": "the agent's phone: busy"},
                )
            ],
        )

    def test_commands_nobody_waits_for_expire(self):
        self.set_state(self.me, "ready")
        answer = self.act(self.agent, "dial", "13800138000")
        self.env.cr.execute(
            "UPDATE callcenter_command SET create_date = create_date - interval '5 min' WHERE node_id = %s",
            (self.node.id,),
        )
        self.assertEqual(
            {row.name for row in self.store.take_commands(10)},
            {"configure"} & {name for name, _ in self.commands("configure")},
        )
        self.assertEqual(self.env["callcenter.command"].browse(answer["command"]).state, "expired")

    def test_taken_commands_are_unfinished_until_reported(self):
        self.act(self.agent, "sign_in", "sip")
        taken = self.store.take_commands(10)
        self.assertEqual(self.store.take_commands(10), [])
        self.assertEqual([row.id for row in self.store.unfinished_commands()], [row.id for row in taken])
        for row in taken:
            self.store.finish_command(row.id, True)
        self.assertEqual(self.store.unfinished_commands(), [])

    def test_old_commands_are_removed(self):
        command = self.env["callcenter.command"]._send(self.node, "x", {})
        command._finish(True, "")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE callcenter_command SET create_date = create_date - interval '31 days' WHERE id = %s", (command.id,)
        )
        command.invalidate_recordset()
        self.env["callcenter.command"]._gc_commands()
        self.assertFalse(command.exists())
