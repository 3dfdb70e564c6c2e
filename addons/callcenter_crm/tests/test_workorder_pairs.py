from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .workorder_common import WorkorderCase


@tagged("post_install", "-at_install")
class TestWorkorderPairs(WorkorderCase):
    """Merge and its undo, links, urges as tasks, and what a change of the type does."""

    def merged(self):
        first, second = self.order(), self.order()
        second.message_post(body="rang twice")
        self.env["ir.attachment"].create({"name": "meter.txt", "res_model": second._name, "res_id": second.id})
        call = self._new_call(partner_id=self.customer.id)
        second.sudo().call_ids = call
        self.act(self.agent, second, "merge", other_id=first.id)
        return first, second, call

    def test_a_merge_is_undone_with_all_that_moved(self):
        first, second, call = self.merged()
        kept = self._new_call(partner_id=self.customer.id)
        first.sudo().call_ids |= kept
        self.rpc(self.agent, "helpdesk.ticket", "action_unmerge", second.ids)
        self.assertEqual((second.closed, second.stage_id, second.duplicate_id.id), (False, self.new, False))
        self.assertFalse(second.result_text)
        self.assertEqual((second.sudo().call_ids, first.sudo().call_ids), (call, kept))
        self.assertIn("rang twice", " ".join(second.message_ids.mapped("body")))
        self.assertNotIn("rang twice", " ".join(first.message_ids.mapped("body")))
        self.assertEqual(second.sudo().attachment_ids.mapped("name"), ["meter.txt"])
        self.assertFalse(first.related_ids | second.related_ids)
        self.assertEqual((second.reopened, self.acts(second)[-1], self.acts(first)[-1]), (0, "unmerged", "unmerged"))
        with self.assertRaises(UserError):
            self.rpc(self.agent, "helpdesk.ticket", "action_unmerge", second.ids)

    def test_a_merge_is_undone_only_by_who_may_change_both(self):
        manager = self.users["manager"]
        mine, foreign = self.order(), self.order(self.clerk, user_id=self.clerk.id, department_id=self.field.id)
        self.act(manager, mine, "merge", other_id=foreign.id)
        self.env.flush_all()
        # the rules are asked anew, as in a request of its own
        self.env.invalidate_all()
        self.assertTrue(mine.with_user(self.agent).has_access("write"))
        self.assertFalse(foreign.with_user(self.agent).has_access("read"))
        for user in (self.agent, self.clerk, self.users["qa"]):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.rpc(user, "helpdesk.ticket", "action_unmerge", mine.ids)
            self.assertEqual(mine.sudo().duplicate_id, foreign.sudo())
        self.rpc(manager, "helpdesk.ticket", "action_unmerge", mine.ids)
        self.assertFalse(mine.sudo().closed)

    def test_what_was_merged_on_is_taken_apart_in_turn(self):
        first, second, _call = self.merged()
        third = self.order()
        self.act(self.agent, first, "merge", other_id=third.id)
        with self.assertRaisesRegex(UserError, "Undo that first"):
            self.rpc(self.agent, "helpdesk.ticket", "action_unmerge", second.ids)
        self.rpc(self.agent, "helpdesk.ticket", "action_unmerge", first.ids)
        self.rpc(self.agent, "helpdesk.ticket", "action_unmerge", second.ids)
        self.assertIn("rang twice", " ".join(second.message_ids.mapped("body")))

    def test_a_merge_whose_facts_were_not_written_down_is_opened_again(self):
        first, second, call = self.merged()
        second.sudo().step_ids.moved = False
        self.rpc(self.agent, "helpdesk.ticket", "action_unmerge", second.ids)
        self.assertEqual((second.closed, second.duplicate_id.id), (False, False))
        self.assertEqual(first.sudo().call_ids, call)

    def test_a_forged_duplicate_takes_nothing_from_another_order(self):
        _first, second, call = self.merged()
        self.rpc(self.agent, "helpdesk.ticket", "action_unmerge", second.ids)
        third = self.order()
        third.sudo().call_ids = call
        self.rpc(self.agent, "helpdesk.ticket", "write", second.ids, {"duplicate_id": third.id})
        self.rpc(self.agent, "helpdesk.ticket", "action_unmerge", second.ids)
        self.assertEqual(third.sudo().call_ids, call)

    def test_what_a_merge_moved_is_not_read_by_users(self):
        _first, second, _call = self.merged()
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.workorder.step", "read", second.step_ids.ids, ["moved"])

    def test_the_only_other_open_order_is_proposed_for_a_merge(self):
        first, second = self.order(), self.order()
        self.order(partner_id=self.other_customer.id)
        vals = {"ticket_id": second.id, "act": "merge"}
        [row_id] = self.rpc(self.agent, "callcenter.workorder.act", "create", [vals])
        self.assertEqual(self.env["callcenter.workorder.act"].browse(row_id).other_id, first)

    def test_orders_are_linked_both_ways_and_unlinked(self):
        first, second = self.order(), self.order()
        self.act(self.agent, first, "link", other_id=second.id, note="same house")
        self.assertEqual((first.related_ids, second.related_ids), (second, first))
        self.assertEqual(first.sudo().step_ids[0].note, f"{second.number} same house")
        with self.assertRaises(UserError):
            self.act(self.agent, first, "link", other_id=second.id)
        with self.assertRaises(UserError):
            self.act(self.agent, first, "link", other_id=first.id)
        unlink = {"context": {"callcenter_linked_to": first.id}}
        self.rpc(self.agent, "helpdesk.ticket", "action_unlink_order", second.ids, **unlink)
        self.assertFalse(first.related_ids | second.related_ids)
        self.assertEqual((self.acts(first), self.acts(second)), (["made", "linked", "unlinked"],) * 2)

    def test_what_is_not_seen_is_not_linked(self):
        mine = self.order()
        foreign = self.order(self.clerk)
        with self.assertRaises(AccessError):
            self.act(self.agent, mine, "link", other_id=foreign.id)
        with self.assertRaises(AccessError):
            self.act(self.users["qa"], mine, "link", other_id=self.order().id)
        with self.assertRaises(AccessError):
            self.rpc(
                self.agent, "helpdesk.ticket", "action_unlink_order", mine.ids,
                context={"callcenter_linked_to": foreign.id},
            )  # fmt: skip

    # urges

    def urged(self):
        order = self.order().sudo()
        order.write({"user_id": self.clerk.id, "department_id": self.field.id})
        for note in ("still dark", "please"):
            order.with_user(self.agent).action_urge(note)
        return order

    def test_an_urge_is_one_task_of_the_owner_until_the_order_is_closed(self):
        order = self.urged()
        [task] = order.activity_ids
        self.assertEqual((task.user_id, task.note), (self.clerk, "<p>please</p>"))
        self.assertIn("2×", task.summary)
        order.with_user(self.agent).action_urge("<b>now</b>")
        self.assertEqual(task.note, "<p>&lt;b&gt;now&lt;/b&gt;</p>")
        self.act(self.clerk, order, "close", result_id=self.result.id)
        self.assertFalse(order.activity_ids)

    def test_the_task_of_an_urge_goes_with_the_order(self):
        order = self.urged()
        self.act(self.clerk, order, "hand_on", user_id=self.field_leader.id)
        self.assertEqual(order.activity_ids.user_id, self.field_leader)
        self.act(self.field_leader, order, "hand_on", department_id=self.team.id)
        self.assertFalse(order.activity_ids)

    # types

    def test_values_of_the_former_type_are_kept_and_shown(self):
        other = self.fault.create({"name": "Other"})
        section = self.env["callcenter.field.section"].create({"name": "Fault", "type_ids": [(6, 0, self.fault.ids)]})
        self.env["callcenter.field"].create(
            {
                "model": "helpdesk.ticket",
                "code": "meter_tried",
                "label": "Meter",
                "kind": "char",
                "section_id": section.id,
            }
        )
        order = self.order(x_cc_meter_tried="M-1")
        self.assertFalse(order.former_values)
        order.category_id = other
        self.assertEqual((order.former_values, order.x_cc_meter_tried), ("Meter: M-1", "M-1"))
        last = order.sudo().step_ids.sorted("id")[-1]
        self.assertEqual((last.act, last.note), ("typed", "Fault / Power → Other"))
        order.category_id = self.power
        self.assertFalse(order.former_values)

    def test_a_stage_that_the_new_type_does_not_have_is_left(self):
        waiting = self.env["helpdesk.ticket.stage"].create({"name": "Asked", "sequence": 5})
        seen = self.env["helpdesk.ticket.stage"].create({"name": "Received", "unattended": True, "sequence": 4})
        other = self.fault.create({"name": "Other", "stage_ids": [(6, 0, (waiting | seen | self.done).ids)]})
        new, busy = self.order(), self.order()
        busy.stage_id = self.busy
        (new | busy).category_id = other
        self.assertEqual((new.stage_id, busy.stage_id), (seen, waiting))

    def test_without_a_rule_the_type_says_where_an_order_goes(self):
        self.fault.department_id = self.field
        order = self.order().sudo()
        self.assertEqual((order.department_id, order.user_id.id), (self.field, False))
        self.power.user_id = self.clerk
        self.assertEqual(self.order().sudo().user_id, self.clerk)
        self.rule(department_id=self.team.id)
        self.assertEqual(self.order().sudo().department_id, self.team)

    def test_who_has_left_owns_no_new_order(self):
        self.power.user_id = self.clerk
        self.clerk.active = False
        self.assertFalse(self.order().sudo().user_id)

    # dictionaries

    def test_a_result_in_use_is_archived_and_it_is_said(self):
        self.act(self.agent, self.order(), "close", result_id=self.result.id)
        told = []
        self.patch(type(self.env.user), "_bus_send", lambda _user, _kind, message, **_kw: told.append(message))
        self.result.unlink()
        self.assertFalse(self.result.active)
        self.assertIn(self.result.name, str(told))
