"""The tree of who may get contacts, saved filters, regions, the last act; in both directions."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .allocating import AllocationCase


@tagged("post_install", "-at_install")
class TestAllocationTree(AllocationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # nobody else's departments
        cls.campaign.department_ids = cls.sales

    def ticked(self, wizard):
        return set(wizard.choice["ticked"])

    # rows

    def test_agents_stand_below_their_departments_with_sums(self):
        self.new_contacts(2, user_id=self.agent.id, department_id=self.north.id)
        self.new_contacts(1, user_id=self.colleague.id, department_id=self.north.id, attempts=1, state="pending")
        wizard = self.new_wizard(self.manager, targets="agent")
        sales, north, agent = (self.row(wizard, target) for target in (self.sales, self.north, self.agent))
        self.assertEqual([row["level"] for row in (sales, north, agent)], [0, 1, 2])
        self.assertEqual((north["parent"], agent["parent"]), (self.key(self.sales), self.key(self.north)))
        self.assertEqual([sales[name] for name in ("holds", "untouched", "called")], [3, 2, 1])
        self.assertFalse(sales["target"])
        keys = [row["key"] for row in wizard.tree]
        self.assertLess(keys.index(self.key(self.sales)), keys.index(self.key(self.north)))

    def test_departments_as_targets_stand_for_themselves(self):
        self.new_contacts(2, department_id=self.north.id)
        wizard = self.new_wizard(self.manager, targets="department")
        self.assertEqual([self.row(wizard, target)["holds"] for target in (self.sales, self.north)], [0, 2])
        self.assertFalse([row for row in wizard.tree if row["user_id"]])

    def test_only_departments_of_the_campaign_are_offered(self):
        self.campaign.department_ids = self.south
        for targets in ("agent", "department"):
            wizard = self.new_wizard(self.manager, targets=targets)
            self.assertEqual({row["department_id"] for row in wizard.tree}, set(self.south.ids))

    # what is ticked at first

    def test_at_first_everybody_is_ticked_evenly_but_the_leaders(self):
        self.new_contacts(6)
        wizard = self.new_wizard(self.manager, targets="agent")
        agents = self.agent | self.colleague | self.southerner
        self.assertEqual(self.ticked(wizard), {self.key(user) for user in agents})
        self.assertEqual(set(wizard.plan.values()), {2})
        self.assertTrue(self.row(wizard, self.leader)["note"])
        self.choose(wizard, self.leader)
        self.assertEqual(self.row(wizard, self.leader)["gets"], 6)

    def test_at_first_the_lowest_departments_are_ticked(self):
        wizard = self.new_wizard(self.manager, targets="department")
        self.assertEqual(self.ticked(wizard), {self.key(self.north), self.key(self.south)})

    def test_who_was_not_seen_for_long_is_left_out_with_the_reason(self):
        self.env["ir.config_parameter"].sudo().set_param("callcenter_crm.absent_days", 14)
        log = self.env["res.users.log"].with_user(self.agent).sudo().create({})
        present = self.env["res.users.log"].with_user(self.colleague).sudo().create({})
        self.env.flush_all()
        for row, days in ((log, 15), (present, 13)):
            moment = fields.Datetime.now() - timedelta(days=days)
            self.env.cr.execute("UPDATE res_users_log SET create_date = %s WHERE id = %s", (moment, row.id))
        wizard = self.new_wizard(self.manager, targets="agent")
        self.assertNotIn(self.key(self.agent), self.ticked(wizard))
        self.assertIn("not signed in since", self.row(wizard, self.agent)["note"])
        self.assertIn(self.key(self.colleague), self.ticked(wizard))
        # a page that is open counts, however long ago the password was typed
        self.env["mail.presence"].create({"user_id": self.agent.id})
        self.assertIn(self.key(self.agent), self.ticked(self.new_wizard(self.manager, targets="agent")))

    def test_who_has_left_is_shown_while_holding_contacts_and_gets_none(self):
        self.new_contacts(2)
        self.new_contacts(1, user_id=self.colleague.id, department_id=self.north.id)
        (self.colleague | self.southerner).with_context(callcenter_handover=True).active = False
        wizard = self.new_wizard(self.manager, targets="agent")
        row = self.row(wizard, self.colleague)
        self.assertFalse(row["target"])
        self.assertTrue(row["note"])
        self.assertIsNone(self.row(wizard, self.southerner))
        wizard.choice = {"ticked": [self.key(self.colleague), self.key(self.agent)]}
        wizard.action_move()
        self.assertEqual(self.row(wizard, self.agent)["holds"], 2)

    # numbers that are typed

    def test_nonsense_in_the_choice_counts_as_nothing_typed(self):
        self.new_contacts(4)
        wizard = self.new_wizard(self.manager, targets="agent", way="weight")
        for weights in ({self.key(self.agent): "x"}, {self.key(self.agent): None}, None):
            with self.subTest(weights=weights):
                wizard.choice = {"ticked": [self.key(self.agent), self.key(self.colleague)], "weights": weights}
                self.assertEqual(sorted(wizard.plan.values()), [2, 2])
        wizard.choice = {
            "ticked": [self.key(self.agent), self.key(self.colleague)],
            "weights": {self.key(self.agent): -5},
        }
        self.assertEqual(self.row(wizard, self.agent)["gets"], 0)

    def test_an_amount_typed_for_one_goes_before_the_amount_for_each(self):
        self.new_contacts(9)
        wizard = self.new_wizard(self.manager, targets="agent", way="each", each=2)
        self.choose(wizard, self.agent, self.colleague, amounts={self.agent: 5})
        self.assertEqual([self.row(wizard, user)["gets"] for user in (self.agent, self.colleague)], [5, 2])

    # asked again

    def test_another_number_than_the_one_seen_is_asked_for_and_moves_nothing(self):
        contacts = self.new_contacts(3)
        wizard = self.new_wizard(self.manager, targets="agent")
        more = self.new_contacts(1)
        asked = self.rpc(self.manager, "callcenter.allocate", "action_move", [wizard.id], expected=3)
        self.assertEqual(asked, {"planned": 4, "count": 4})
        self.assertEqual(self.held(contacts | more), {self.env["callcenter.department"]: 4})
        self.assertFalse(self.rpc(self.manager, "callcenter.allocate", "action_move", [wizard.id], expected=4))
        self.assertNotIn(self.env["callcenter.department"], self.held(contacts | more))

    # regions of the count

    def test_the_count_s_largest_regions(self):
        for number, region in ((3, "广东"), (2, "福建"), (1, "北京"), (1, "上海")):
            self.new_contacts(number, region=region)
        wizard = self.new_wizard(self.manager)
        self.assertEqual((wizard.count, wizard.regions[:2]), (7, [["广东", 3], ["福建", 2]]))
        self.assertEqual(len(wizard.regions), 3)

    # the last act

    def test_what_was_done_last_is_told_with_what_an_undo_would_take_back(self):
        contacts = self.new_contacts(4)
        self.assertFalse(self.rpc(self.manager, "callcenter.allocation", "last_told"))
        wizard = self.new_wizard(self.manager, targets="agent")
        self.choose(wizard, self.agent, self.colleague)
        wizard.action_move()
        told = self.rpc(self.manager, "callcenter.allocation", "last_told")
        self.assertRegex(told["text"], r"^4 contacts went to 2 agents at \d\d:\d\d\.$")
        contacts[0].write({"attempts": 1, "last_at": wizard.last_act_id.at + timedelta(minutes=1), "state": "pending"})
        told = self.rpc(self.manager, "callcenter.allocation", "last_told")
        self.assertRegex(told["text"], r"1 have been called or moved since; an undo takes back the other 3\.$")
        self.rpc(self.manager, "callcenter.allocation", "action_undo", [told["id"]])
        self.assertFalse(self.rpc(self.manager, "callcenter.allocation", "last_told"))

    def test_acts_of_others_are_not_told(self):
        self.new_contacts(2, department_id=self.north.id)
        wizard = self.new_wizard(self.leader)
        self.choose(wizard, self.agent)
        wizard.action_move()
        self.assertTrue(self.rpc(self.leader, "callcenter.allocation", "last_told"))
        self.assertFalse(self.rpc(self.manager, "callcenter.allocation", "last_told"))
        with self.assertRaises(AccessError):
            self.rpc(self.other_leader, "callcenter.allocation", "told", [wizard.last_act_id.id])
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.allocation", "last_told")

    # saved filters

    def save_filter(self, user, name, shared=False, **vals):
        wizard = self.new_wizard(user, **vals)
        return self.rpc(user, "callcenter.allocate", "action_save_filter", [wizard.id], name, shared)

    def names(self, user):
        return {row["name"]: row["own"] for row in self.rpc(user, "callcenter.allocate", "filters")}

    def test_a_saved_filter_brings_its_conditions_back_and_clears_the_others(self):
        kept = {"region": "广东", "progress": "untouched", "disposition_ids": self.solved.ids, "older_days": 30}
        filter_id = self.save_filter(self.leader, "Fresh", **kept)
        self.new_contacts(1)
        wizard = self.new_wizard(self.leader, region="北京", agent_ids=self.agent.ids)
        wizard.filter_id = filter_id
        wizard._onchange_filter_id()
        values = [wizard.region, wizard.progress, wizard.disposition_ids, wizard.older_days, wizard.agent_ids.ids]
        self.assertEqual(values, ["广东", "untouched", self.solved, 30, []])
        self.assertEqual(wizard.campaign_id, self.campaign)

    def test_a_filter_saved_again_is_replaced_and_needs_a_name(self):
        first = self.save_filter(self.leader, "Fresh", region="广东")
        self.assertEqual(self.save_filter(self.leader, " Fresh ", region="北京"), first)
        self.assertEqual(self.env["callcenter.allocate.filter"].browse(first).conditions["region"], "北京")
        with self.assertRaises(UserError):
            self.save_filter(self.leader, " ")

    def test_a_filter_is_one_s_own_unless_it_is_shared(self):
        self.save_filter(self.manager, "Manager's own")
        self.save_filter(self.manager, "Everybody's", shared=True)
        self.save_filter(self.other_leader, "South's", shared=True)
        self.save_filter(self.leader, "Own")
        self.assertEqual(self.names(self.leader), {"Own": True, "Everybody's": False})
        self.other_leader.callcenter_department_id = self.sales
        self.assertEqual(self.names(self.leader), {"Own": True, "Everybody's": False, "South's": False})

    def test_foreign_filters_are_neither_read_nor_written_nor_forged(self):
        own = self.save_filter(self.manager, "Manager's own")
        shared = self.save_filter(self.manager, "Everybody's", shared=True)
        Filter = "callcenter.allocate.filter"
        forged = {"name": "Forged", "user_id": self.manager.id, "shared": True}
        for user, method, args in (
            (self.leader, "read", ([own],)),
            (self.leader, "write", ([shared], {"name": "Mine"})),
            (self.leader, "unlink", ([shared],)),
            (self.leader, "create", ([forged],)),
            (self.agent, "search", ([],)),
            (self.agent, "create", ([{"name": "Agent's"}],)),
        ):
            with self.subTest(user=user.login, method=method), self.assertRaises(AccessError):
                self.rpc(user, Filter, method, *args)
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.allocate", "filters")
        self.assertEqual(self.rpc(self.leader, Filter, "read", [shared], ["name"])[0]["name"], "Everybody's")

    def test_a_screen_is_its_user_s_alone(self):
        wizard = self.new_wizard(self.manager)
        for method, args in (("read", ([wizard.id], ["tree"])), ("write", ([wizard.id], {"each": 1}))):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc(self.leader, "callcenter.allocate", method, *args)
        self.assertTrue(self.rpc(self.manager, "callcenter.allocate", "read", [wizard.id], ["tree"])[0]["tree"])
