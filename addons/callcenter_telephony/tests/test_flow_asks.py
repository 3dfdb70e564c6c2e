import base64
import datetime
from functools import partial
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError

from .. import spoken
from ..models import callcenter_voice
from .common import TelephonyCase
from .test_flow import sound


class TestFlowAsks(TelephonyCase):
    """Member numbers, look-ups, regions: what the connector asks for a flow while its caller waits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls.env["callcenter.member"].create(
            {"number": "88001", "partner_id": cls.customer.id, "pin": "2468"}
        )

    def enter(self, pin, number="88001", after=3):
        values = {"number": number, "pin": pin, "lock_after": after, "lock_minutes": 30}
        return self.store.answer("member", values)

    def test_the_right_pin_tells_who_is_calling(self):
        self.assertEqual(self.enter("2468"), {"answer": "ok", "customer": self.customer.id})
        self.assertEqual(self.enter("1111"), {"answer": "failed", "customer": False})
        self.assertEqual(self.enter("2468")["answer"], "ok")
        self.assertEqual(self.member.failures, 0, "only wrong ones in a row count")

    def test_three_wrong_pins_lock_and_an_admin_unlocks(self):
        self.assertEqual([self.enter("1111")["answer"] for _n in range(3)], ["failed", "failed", "locked"])
        self.assertEqual(self.enter("2468")["answer"], "locked")
        self.assertTrue(self.member.locked)
        with self.assertRaises(AccessError):
            self.rpc(self.users["leader"], "callcenter.member", "action_unlock", self.member.ids)
        self.rpc(self.users["admin"], "callcenter.member", "action_unlock", self.member.ids)
        self.assertEqual(self.enter("2468")["answer"], "ok")

    def test_a_lock_ends_by_itself(self):
        self.member.locked_until = fields.Datetime.now() - datetime.timedelta(seconds=1)
        self.assertEqual(self.enter("2468")["answer"], "ok")

    def test_unknown_and_archived_numbers_and_those_without_pin_are_nobody(self):
        for number, pin in (("99999", "0000"), ("", "")):
            self.assertEqual(self.enter(pin, number), {"answer": "failed", "customer": False})
        bare = self.env["callcenter.member"].create({"number": "88002", "partner_id": self.customer.id})
        self.assertEqual(self.enter("0000", "88002")["answer"], "failed")
        self.member.active = False
        self.assertEqual(self.enter("2468")["answer"], "failed")
        self.assertFalse(bare.has_pin)

    def test_a_pin_is_kept_nowhere(self):
        self.assertNotIn("2468", self.member.sudo().pin_hash)
        self.assertFalse(self.member.pin)
        other = self.env["callcenter.member"].create({"number": "88003", "partner_id": self.customer.id, "pin": "2468"})
        self.assertNotEqual(other.sudo().pin_hash, self.member.sudo().pin_hash, "each has salt of its own")
        with self.assertRaises(AccessError):
            self.rpc(self.users["admin"], "callcenter.member", "read", self.member.ids, ["pin_hash"])
        for wrong in ("123", "12a4", "1" * 13):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.member.pin = wrong

    # look-ups

    def order(self, partner, **vals):
        product = self.env["product.product"].create({"name": "Box", "list_price": 1234.5, "taxes_id": False})
        line = fields.Command.create({"product_id": product.id, "product_uom_qty": 1})
        return self.env["sale.order"].create({"partner_id": partner.id, "order_line": [line], **vals})

    def said(self, code, typed="", customer="", number="", language="zh"):
        values = {"code": code, "typed": typed, "customer": customer, "number": number, "language": language}
        answer = self.store.answer("lookup", values)["answer"]
        if answer == "none":
            return answer
        ids = [int(name.partition("-")[0].removeprefix("s")) for name in answer.split("&")]
        return self.env["callcenter.speech"].browse(ids).mapped("text")

    def speaking(self):
        """Words with sounds, whether or not this machine has a voice."""
        read = patch.object(self.env.registry["callcenter.voice"], "_say", lambda voice, text: fake_sound())
        self.startPatcher(read)
        self.env["callcenter.speech"]._all_words()
        self.env["callcenter.lookup"].search([])._speak()

    def test_an_order_is_spoken_back_to_its_customer_alone(self):
        self.speaking()
        order = self.order(self.customer, name="S90017", date_order="2026-10-01 04:00:00")
        said = self.said("order", "90017", str(self.customer.id))
        money = spoken.amount("zh", 1234.5, order.currency_id.name)
        self.assertEqual(said[7:-2], ["日期", *spoken.date("zh", datetime.date(2026, 10, 1)), "金额", *money])
        self.assertEqual(said[-2], "状态是")
        self.assertEqual(said[:7], ["您的订单", "S", "九", "零", "零", "一", "七"])
        self.assertEqual(said, self.said("order", "90017", number="+8613800130001"), "known by the number called from")
        self.assertEqual(self.said("order", "90017", str(self.other_customer.id)), "none")
        self.assertEqual(self.said("order", "90017"), "none")
        self.assertEqual(self.said("order", "0017", str(self.customer.id)), "none")
        self.assertEqual(self.said("order", "", str(self.customer.id)), "none")
        self.assertEqual(self.said("gone", "90017", str(self.customer.id)), "none")

    def test_english_and_the_last_order(self):
        self.speaking()
        self.order(self.customer, name="S90018", date_order="2026-10-01 04:00:00")
        said = self.said("last_order", customer=str(self.customer.id), language="en")
        self.assertEqual(said[:7], ["Your last order", "S", "nine", "zero", "zero", "one", "eight"])
        self.assertIn("thousand", said)

    def test_a_look_up_of_ones_own(self):
        self.speaking()
        lookup = self.env["callcenter.lookup"].create(
            {
                "name": "City",
                "code": "city",
                "model_id": self.env.ref("base.model_res_partner").id,
                "search_field": "ref",
                "own_only": False,
                "sentence_zh": "您的邮编是{zip}",
            }
        )
        self.customer.write({"ref": "77", "zip": "200000"})
        self.assertEqual("".join(self.said("city", "77")), "您的邮编是二零零零零零")
        self.assertEqual("".join(self.said("city", "77", language="en")), "您的邮编是二零零零零零")
        for vals in ({"sentence_zh": "{nothing}"}, {"search_field": "x.y"}, {"domain": "[("}, {"order": "dance"}):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                lookup.write(vals)

    def test_where_a_number_belongs(self):
        self.assertEqual(self.store.answer("region", {"number": "+862161234567"})["answer"], "上海")
        self.assertFalse(self.store.answer("region", {"number": ""})["answer"])

    def test_a_caller_put_on_the_blacklist_stays_on_it(self):
        for _twice in range(2):
            self.store.answer("blacklist", {"number": "+8613900000009"})
        row = self.env["callcenter.blacklist"].search([("number", "=", "+8613900000009")])
        self.assertEqual((len(row), row.kind, row.refuses), (1, "blacklist", "refused"))
        self.assertEqual(self.node._number_entries({"+8613900000009"})["refused/+8613900000009"], "1")
        self.store.answer("blacklist", {"number": ""})

    # voices

    def test_a_text_is_read_once_and_taken_as_data(self):
        spoken = []
        read = patch.object(
            callcenter_voice.CallcenterVoice, "_say_espeak", lambda voice, text: spoken.append(text) or fake_sound()
        )
        hostile = "--version; $(reboot) `id` [[x]] 'a\" <b>"
        prompt = self.env["callcenter.prompt"].create({"name": "P", "code": "p", "text": hostile})
        with read:
            prompt.action_speak()
            prompt.action_speak()
        self.assertEqual(spoken, [hostile])
        self.assertTrue(prompt.seconds)

    def test_ten_thousand_characters_are_refused(self):
        prompt = self.env["callcenter.prompt"].create({"name": "P", "code": "p", "text": "长" * 10_000})
        with self.assertRaisesRegex(UserError, "10000 characters.*1500"):
            prompt.action_speak()
        prompt.text = " \n "
        with self.assertRaisesRegex(UserError, "no text"):
            prompt.action_speak()

    def test_a_real_voice_reads_chinese_and_english(self):
        try:
            self.env["callcenter.voice"]._espeak()
        except UserError:
            self.skipTest("no eSpeak NG here")
        prompt = self.env["callcenter.prompt"].create({"name": "P", "code": "p", "text": "您好，欢迎致电。--help"})
        prompt.action_speak()
        self.assertGreater(prompt.seconds, 1)
        other = self.env["callcenter.prompt.sound"].create(
            {"prompt_id": prompt.id, "language": "en", "text": "Welcome"}
        )
        other.action_speak()
        value = prompt._as_prompt()
        self.assertEqual([one.language for one in value.others], ["en"])
        self.assertNotEqual(value.others[0].revision, value.revision)

    # prompts by phone

    def test_what_was_spoken_into_a_phone_is_the_prompt(self):
        prompt = self.env["callcenter.prompt"].create({"name": "P", "code": "p"})
        self.assertEqual(self.store.answer("prompt", {"prompt": prompt.id, "sound": fake_sound()}), {"answer": "ok"})
        self.assertTrue(prompt.revision)
        prompt_id = prompt.id
        prompt.unlink()
        self.assertEqual(self.store.answer("prompt", {"prompt": prompt_id, "sound": b"x"}), {"answer": "failed"})

    def test_ones_own_phone_rings_and_nobody_elses(self):
        admin = self.users["admin"]
        prompt = self.env["callcenter.prompt"].create({"name": "P", "code": "p"})
        flow = self.env["callcenter.ivr.flow"].create(
            {
                "name": "F", "code": "f", "node_id": self.node.id,
                "step_ids": [fields.Command.create({"code": "a", "name": "a", "kind": "hangup"})],
            }
        )  # fmt: skip
        with self.assertRaisesRegex(RedirectWarning, "no phone"):
            self.rpc(admin, "callcenter.ivr.flow", "call_me", flow.ids)
        with self.assertRaisesRegex(RedirectWarning, "no phone"):
            self.rpc(admin, "callcenter.ivr.flow", "record_prompt", flow.ids, prompt.id)
        self._new_agent(admin, "7009")
        self.rpc(admin, "callcenter.ivr.flow", "call_me", flow.ids)
        self.rpc(admin, "callcenter.ivr.flow", "record_prompt", flow.ids, prompt.id)
        own = {"agent": "7009", "interface": "PJSIP/7009-web"}
        self.assertEqual(self.commands("try_flow"), [("try_flow", {**own, "flow": flow.id})])
        self.assertEqual(self.commands("record_prompt"), [("record_prompt", {**own, "prompt": prompt.id})])
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.prompt", "record_by_phone", prompt.ids)

    def test_who_else_speaks_the_prompt_is_told(self):
        admin = self.users["admin"]
        second = admin.copy({"login": "second", "name": "Second <b>Admin</b>"})
        prompt = self.env["callcenter.prompt"].create({"name": "P", "code": "p"})
        other = self.env["callcenter.prompt"].create({"name": "Q", "code": "q"})
        flow = self.env["callcenter.ivr.flow"].create({"name": "F", "code": "f", "node_id": self.node.id})
        self._new_agent(admin, "7009")
        self._new_agent(second, "7010")
        record = partial(self.rpc, second, "callcenter.ivr.flow", "record_prompt", flow.ids)
        self.assertFalse(record(prompt.id)["others"])
        told = self.rpc(admin, "callcenter.ivr.flow", "record_prompt", flow.ids, prompt.id)
        self.assertEqual(told["others"], "Second <b>Admin</b>")
        self.assertTrue(told["command"])
        self.assertFalse(self.rpc(admin, "callcenter.ivr.flow", "record_prompt", flow.ids, other.id)["others"])
        self.env["callcenter.command"].sudo().search([("user_id", "=", admin.id)])._finish(False, "not answered")
        self.assertFalse(record(prompt.id)["others"], "whose phone was not answered speaks nothing")

    def test_an_unfinished_draft_can_be_tried(self):
        flow = self.env["callcenter.ivr.flow"].create(
            {
                "name": "F", "code": "f", "node_id": self.node.id,
                "step_ids": [
                    fields.Command.create({"code": "a", "name": "a", "kind": "play", "next_code": "b"}),
                    fields.Command.create({"code": "b", "name": "b", "kind": "queue", "queue_id": self.queue.id}),
                ],
            }
        )  # fmt: skip
        value, config = self.store.trial(flow.id, "17")
        self.assertEqual((value.code, [step.kind for step in value.steps]), ("f-17", ["hangup", "queue"]))
        self.assertEqual(config.code, self.node.code)


def fake_sound():
    return base64.b64decode(sound(0.2, 8000, 1, "WAV"))
