from odoo.exceptions import UserError, ValidationError
from odoo.tests.common import tagged

from .workorder_common import WorkorderCase


@tagged("post_install", "-at_install")
class TestWorkorder(WorkorderCase):
    # types

    def test_a_subtype_has_what_it_leaves_empty_from_the_type_above(self):
        order, second = self.order(), self.order()
        self.assertEqual((order.number[:3], order.priority, order.stage_id), ("WO-", "2", self.new))
        self.assertEqual(order.type_stage_ids, self.new | self.busy | self.done)
        self.assertEqual(int(second.number[3:]), int(order.number[3:]) + 1)

    def test_a_subtype_may_have_numbers_of_its_own(self):
        self.power.number_prefix = "P-"
        self.assertEqual(self.order().number, "P-00001")
        with self.assertRaises(ValidationError):
            self.power.number_prefix = "%(nonsense)s"

    def test_what_is_in_use_is_archived_not_deleted(self):
        self.order()
        for record in (self.power, self.fault, self.new):
            with self.subTest(record=record), self.assertRaises(UserError):
                record.unlink()
        self.assertTrue(self.fault.create({"name": "Unused"}).unlink())

    def test_an_open_order_may_change_its_type_and_keeps_its_number(self):
        order = self.order()
        number = order.number
        order.category_id = self.fault.create({"name": "Other"})
        self.assertEqual(order.number, number)

    # routing

    def test_without_a_rule_it_goes_to_the_makers_department(self):
        order = self.order()
        self.assertEqual((order.department_id, order.user_id), (self.team, self.env["res.users"]))

    def test_the_first_rule_that_fits_holds(self):
        self.customer.city = "杭州市"
        self.rule(sequence=1, cities="宁波市")
        fits = self.rule(sequence=2, cities="温州市， 杭州市", type_ids=[(6, 0, self.fault.ids)], name="West")
        order = self.order().sudo()
        self.assertEqual((order.department_id, order.user_id.id), (self.field, False))
        self.assertEqual(order._routing()[0], fits)
        self.assertEqual(self.acts(order), ["made", "routed"])
        self.assertIn("West", str(order.action_try_routing()))

    def test_rules_name_an_owner(self):
        rule = self.rule(target="leader")
        self.assertEqual(self.order().sudo().user_id, self.field_leader)
        rule.write({"target": "user", "user_id": self.clerk.id})
        self.assertEqual(self.order().sudo().user_id, self.clerk)
        rule.target = "maker"
        self.assertEqual(self.order().sudo().user_id, self.agent)
        rule.target = "least"
        second = self._new_user("cc_clerk2", "agent")
        second.callcenter_department_id = self.field
        self.assertEqual(self.order().sudo().user_id, second)

    def test_a_rule_without_a_target_is_refused(self):
        empty = self.env["callcenter.department"].create({"name": "Empty"})
        for vals in (
            {"target": "user"},
            {"target": "user", "user_id": self.clerk.copy({"login": "gone", "active": False}).id},
            {"target": "leader", "department_id": empty.id},
            {"target": "least", "department_id": empty.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self.rule(**vals)

    # acts

    def test_a_day_in_the_life(self):
        order = self.order()
        self.act(self.agent, order, "hand_on", department_id=self.field.id, note="see the meter")
        self.rpc(self.clerk, "helpdesk.ticket", "action_take", order.ids)
        order = order.sudo()
        self.assertEqual((order.user_id, order.department_id, order.stage_id), (self.clerk, self.field, self.busy))
        self.act(self.clerk, order, "send_back", note="no meter there")
        self.assertEqual((order.user_id, order.department_id), (self.agent, self.team))
        self.act(self.agent, order, "hand_on", user_id=self.clerk.id)
        self.act(self.clerk, order, "escalate", note="needs a crane")
        self.assertEqual((order.user_id, order.priority), (self.field_leader, "3"))
        self.act(self.field_leader, order, "close", result_id=self.result.id, note="fuse replaced")
        self.assertEqual(
            (order.stage_id, order.result_id, order.result_text), (self.done, self.result, "fuse replaced")
        )
        self.act(self.field_leader, order, "reopen", note="dark again")
        self.assertEqual((order.stage_id, order.reopened), (self.busy, 1))
        acts = ["made", "handed", "taken", "sent_back", "handed", "escalated", "closed", "reopened"]
        self.assertEqual(self.acts(order), acts)
        last = order.step_ids[0]
        self.assertEqual((last.user_id, last.note), (self.field_leader, "dark again"))

    def test_it_is_closed_only_with_a_result(self):
        order = self.order()
        with self.assertRaises(UserError):
            self.act(self.agent, order, "close")
        with self.assertRaises(UserError):
            order.stage_id = self.done
        self.power.result_required = False
        order.stage_id = self.done
        self.assertTrue(order.closed)

    def test_reasons_are_asked_for(self):
        order = self.order()
        self.act(self.agent, order, "hand_on", department_id=self.field.id)
        self.rpc(self.clerk, "helpdesk.ticket", "action_take", order.ids)
        with self.assertRaises(UserError):
            self.act(self.clerk, order, "send_back", note=" ")

    def test_what_nobody_sent_is_not_sent_back(self):
        with self.assertRaises(UserError):
            self.act(self.agent, self.order(), "send_back", note="why me")

    def test_an_urge_reaches_the_owner_and_from_the_third_on_the_leader(self):
        order = self.order().sudo()
        order.write({"user_id": self.clerk.id, "department_id": self.field.id})
        told = []
        self.patch(type(order), "_tell", lambda _order, users, _act: told.append(users))
        for _n in range(3):
            order.with_user(self.agent).action_urge("still dark")
        self.assertEqual(told, [self.clerk, self.clerk, self.clerk | self.field_leader])
        self.assertEqual((order.urges, self.acts(order)[-3:]), (3, ["urged"] * 3))

    def test_a_duplicate_is_merged_with_all_it_has(self):
        first, second = self.order(), self.order()
        second.message_post(body="rang twice")
        self.env["ir.attachment"].create({"name": "meter.txt", "res_model": second._name, "res_id": second.id})
        call = self._new_call(partner_id=self.customer.id)
        second.sudo().call_ids = call
        self.act(self.agent, second, "merge", other_id=first.id)
        self.assertEqual((second.duplicate_id, second.closed), (first, True))
        self.assertIn("rang twice", " ".join(first.message_ids.mapped("body")))
        self.assertEqual((first.sudo().attachment_ids.mapped("name"), first.sudo().call_ids), (["meter.txt"], call))
        with self.assertRaises(UserError):
            self.act(self.agent, first, "merge", other_id=second.id)

    def test_a_closed_order_is_not_moved(self):
        order = self.order()
        self.act(self.agent, order, "close", result_id=self.result.id)
        for act, vals in (("hand_on", {"user_id": self.clerk.id}), ("escalate", {}), ("urge", {})):
            with self.subTest(act=act), self.assertRaises(UserError):
                self.act(self.agent, order, act, **vals)
