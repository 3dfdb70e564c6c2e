"""Households that stay together, and contacts that do not go to who had them before."""

from odoo.tests.common import tagged

from .allocating import AllocationCase


@tagged("post_install", "-at_install")
class TestAllocationUnits(AllocationCase):
    def allocate(self, contacts, *targets, **vals):
        domain = str([("id", "in", contacts.ids)])
        wizard = self.new_wizard(self.manager, targets="agent", domain=domain, holder=False, **vals)
        self.choose(wizard, *targets)
        wizard.action_move()
        contacts.invalidate_recordset()
        return wizard.last_act_id

    # households

    def test_one_address_is_one_household(self):
        first, second = self.new_contacts(1, address="人民路 5 号"), self.new_contacts(1, address="人民路5号 ")
        others = self.new_contacts(4)
        self.allocate(first | others | second, self.agent, self.colleague, same_household=True)
        self.assertEqual(first.user_id, second.user_id)
        self.assertEqual(self.held(first | second | others), {self.agent: 3, self.colleague: 3})

    def test_a_number_of_the_one_that_is_the_other_s_is_one_household_over_several(self):
        first, second, third = self.new_contacts(3)
        second.number_2 = first.number
        third.write({"number_2": "+8675588886666", "address": "Garden Street 7"})
        second.address = "garden street 7"
        others = self.new_contacts(5)
        contacts = first | second | third | others
        self.allocate(contacts, self.agent, self.colleague, same_household=True)
        self.assertEqual(len((first | second | third).user_id), 1)
        self.assertEqual(set(self.held(contacts).values()), {4})

    def test_what_too_many_share_is_no_household(self):
        self.env["ir.config_parameter"].sudo().set_param("callcenter_crm.household_max", 3)
        office = self.new_contacts(4, address="Tower 1")
        self.allocate(office, self.agent, self.colleague, same_household=True)
        self.assertEqual(self.held(office), {self.agent: 2, self.colleague: 2})

    def test_households_stay_together_between_departments_too(self):
        home = self.new_contacts(2, address="Garden Street 7")
        others = self.new_contacts(2)
        wizard = self.new_wizard(self.manager, targets="department", same_household=True)
        self.choose(wizard, self.north, self.south)
        wizard.action_move()
        self.assertEqual(len(home.department_id), 1)
        self.assertEqual(set(self.held(home | others).values()), {2})

    # not again

    def test_nobody_gets_a_contact_that_he_had_before(self):
        contacts = self.new_contacts(4)
        self.allocate(contacts, self.agent)
        recall = self.new_wizard(self.manager, kind="recall", domain=str([("id", "in", contacts.ids)]))
        recall.action_move()
        fresh = self.new_contacts(4)
        act = self.allocate(contacts | fresh, self.agent, self.colleague, not_again=True)
        self.assertEqual(self.held(contacts), {self.colleague: 4})
        self.assertEqual(self.held(fresh), {self.agent: 4})
        self.assertEqual(act.count, 8)

    def test_whom_all_have_had_stays_where_it_is(self):
        contacts = self.new_contacts(1)
        self.allocate(contacts, self.agent)
        self.new_wizard(self.manager, kind="recall").action_move()
        fresh = self.new_contacts(1)
        act = self.allocate(contacts | fresh, self.agent, not_again=True)
        self.assertEqual((act.count, contacts.user_id.ids, fresh.user_id), (1, [], self.agent))

    def test_what_was_undone_does_not_count(self):
        contacts = self.new_contacts(2)
        self.allocate(contacts, self.agent).action_undo()
        self.allocate(contacts, self.agent, not_again=True)
        self.assertEqual(contacts.user_id, self.agent)

    def test_units_are_on_the_history_and_can_be_undone(self):
        home = self.new_contacts(2, address="Garden Street 7", share_user_id=self.southerner.id)
        act = self.allocate(home, self.agent, same_household=True)
        self.assertEqual(home.move_ids.mapped("kind"), ["allocate"] * 2)
        self.assertEqual((home.move_ids.to_user_id, home.move_ids.act_id), (self.agent, act))
        self.assertEqual((home.department_id, home.share_user_id.ids), (self.north, []))
        act.action_undo()
        self.assertFalse(home.user_id)

    def test_who_is_on_a_call_stays(self):
        talking, other = self.new_contacts(2, address="Garden Street 7")
        self._new_call(number=talking.number, end=False, user_id=self.agent.id).end = False
        self.allocate(talking | other, self.colleague, same_household=True)
        self.assertEqual((talking.user_id.ids, other.user_id), ([], self.colleague))

    def test_a_leader_moves_none_outside_the_own_scope_in_units_either(self):
        foreign = self.new_contacts(2, department_id=self.south.id, address="Garden Street 7")
        own = self.new_contacts(1, department_id=self.north.id, address="Garden Street 7")
        wizard = self.new_wizard(self.leader, holder=False, same_household=True, not_again=True)
        self.choose(wizard, self.agent)
        wizard.action_move()
        self.assertEqual((own.user_id, foreign.user_id.ids), (self.agent, []))
