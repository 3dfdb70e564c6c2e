import time

from odoo.tests.common import tagged

from odoo.addons.callcenter_crm.tests.masking_common import MaskingCase, leaks

from ..connector.ledger import Batch
from ..connector.ports import Taken
from .common import TelephonyCase, answered_call, offer

NUMBER, SHOWN = "+8613800135021", "138****5021"
KEY = "test-node:1.1"


@tagged("post_install", "-at_install")
class TestMasking(TelephonyCase, MaskingCase):
    """What telephony tells an agent with masked numbers, and what such an agent does all the same."""

    def setUp(self):
        super().setUp()
        self.now = time.time()
        self.store.write(
            Batch(
                calls=[
                    answered_call(KEY, at=self.now - 70, number=NUMBER, name="13800135021"),
                    answered_call("test-node:1.2", at=self.now - 700, number="+8613900135021", name=""),
                ]
            )
        )
        self.call = self.env["callcenter.call"].search([("key", "=", KEY)])
        self.call.note = "回电 13800135021"
        self.act(self.agent, "sign_in", "sip")
        self.set_state(self.me, "ready")

    def dialled(self):
        return self.commands("dial")[-1][1]["number"]

    def test_the_agents_acts_tell_masked_numbers_only(self):
        for method, args in (
            ("desktop", ()),
            ("today", ()),
            ("call_card", (KEY,)),
            ("set_partner", (KEY, self.customer.id)),
            ("lookup", ("13800135021",)),
            ("lookup", ("王磊",)),
        ):
            with self.subTest(method=method):
                got = self.act(self.agent, method, *args)
                self.assertTrue(got)
                self.assertFalse(leaks(got))
        card = self.act(self.agent, "call_card", KEY)
        self.assertEqual((card["number"], card["display_number"], card["did"]), (SHOWN, SHOWN, "4001"))
        self.assertEqual(card["partner"]["id"], self.customer.id)

    def test_whoever_sees_numbers_gets_the_card_with_them(self):
        self.env.ref("callcenter_crm.group_numbers").user_ids += self.agent
        self.assertEqual(self.act(self.agent, "call_card", KEY)["display_number"], "138 0013 5021")

    def test_the_pop_is_sent_with_the_masked_number(self):
        call = answered_call("test-node:9.9", at=self.now, number=NUMBER, end=None, result="", last_handler="")
        call.legs = call.legs[:4]
        call.legs[3].answer = call.legs[3].end = call.legs[3].wrap = None
        with self.bus() as sent:
            self.store.write(Batch(calls=[call], offers=[offer("test-node:9.9", at=self.now)]))
        [card] = [message for _to, kind, message in sent if kind == "callcenter/offer"]
        self.assertEqual((card["display_number"], card["partner"]["id"]), (SHOWN, self.customer.id))
        self.assertFalse(leaks(sent))

    def test_an_agent_dials_what_is_behind_a_masked_number(self):
        number = self.customer.callcenter_numbers.filtered(lambda row: row.number == NUMBER)
        for source in (
            {"model": "res.partner", "id": self.customer.id, "name": "phone"},
            {"model": "callcenter.number", "id": number.id, "name": "number"},
            {"call": KEY},
        ):
            with self.subTest(source=source):
                self.act(self.agent, "dial", SHOWN, False, source)
                self.assertEqual(self.dialled(), NUMBER)
        self.act(self.agent, "dial", SHOWN, False, {"call": "test-node:1.2"})
        self.assertEqual(self.dialled(), "+8613900135021")
        self.act(self.agent, "dial", "", self.customer.id)
        self.assertEqual(self.dialled(), self.customer.sudo().callcenter_numbers[:1].number)
        self.act(self.agent, "dial", "138 0013 8000")
        self.assertEqual(self.dialled(), "+8613800138000")

    def test_an_agent_dials_no_record_out_of_scope_and_no_other_field(self):
        self.other_customer.user_id = self.users["qa"]
        source = {"model": "res.partner", "id": self.other_customer.id, "name": "phone"}
        self.refused(self.agent, "callcenter.agent", "dial", "138****0003", False, source)
        for source in (None, {"model": "res.partner", "id": self.customer.id, "name": "name"}, {"model": "nothing"}):
            self.refused(self.agent, "callcenter.agent", "dial", SHOWN, False, source)

    def test_an_unknown_caller_becomes_a_customer_with_the_whole_number(self):
        self.act(self.agent, "create_partner", "test-node:1.2", {"name": "新客户"})
        partner = self.env["callcenter.call"].search([("key", "=", "test-node:1.2")]).partner_id
        self.assertEqual(self.raw(partner), "+8613900135021")

    def test_a_note_that_comes_back_masked_keeps_its_numbers(self):
        self.act(self.agent, "save_draft", KEY, {"note": "回电 138****5021, 已答复"})
        self.act(self.agent, "save_wrap_up", KEY, {"note": "回电 138****5021, 已答复"})
        self.assertEqual(self.raw(self.call, "note"), "回电 13800135021, 已答复")

    def test_whose_a_number_is_may_be_asked_so_often(self):
        self.env.company.callcenter_lookups = 1
        for _time in range(2):
            self.assertTrue(self.act(self.agent, "lookup", "13800135021"))
        self.refused(self.agent, "callcenter.agent", "lookup", "13800135022")
        self.assertTrue(self.act(self.agent, "lookup", "王磊"))

    def test_a_part_of_a_number_finds_nobody(self):
        self.assertFalse(self.act(self.agent, "lookup", "1380013502"))

    def test_no_model_of_telephony_gives_an_agent_a_whole_number(self):
        self.store.recording_taken(Taken(KEY, "1.wav", 5.0, 100, "ab"))
        self.act(self.agent, "dial", "138 0013 5021")
        self.env.ref("base.group_allow_export").user_ids |= self.agent | self.leader | self.users["qa"]
        for user in (self.agent, self.leader, self.users["qa"]):
            with self.subTest(user=user.login):
                self.assertFalse(self.sweep(user, "callcenter."))
