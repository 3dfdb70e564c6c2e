from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests.common import tagged

from .allocating import AllocationCase


@tagged("post_install", "-at_install")
class TestAllocation(AllocationCase):
    # preview

    def test_the_count_follows_the_filter(self):
        self.new_contacts(3, region="广东深圳")
        self.new_contacts(2, region="福建", attempts=1, state="pending")
        wizard = self.new_wizard(self.manager)
        self.assertEqual(wizard.count, 5)
        wizard.region = "广东，江西"
        self.assertEqual(wizard.count, 3)
        wizard.write({"region": False, "progress": "unfinished"})
        self.assertEqual(wizard.count, 2)
        wizard.write({"progress": False, "domain": "[('region', '=', '福建')]"})
        self.assertEqual(wizard.count, 2)

    def test_the_preview_says_what_each_would_get_and_moves_nothing(self):
        contacts = self.new_contacts(5)
        wizard = self.new_wizard(self.manager, targets="agent")
        self.choose(wizard, self.agent, self.colleague)
        self.assertEqual(sorted(wizard.plan.values()), [2, 3])
        self.assertEqual(wizard.planned, 5)
        self.assertFalse(contacts.user_id)
        self.assertFalse(contacts.move_ids)

    def test_lines_say_what_targets_hold(self):
        self.new_contacts(3, user_id=self.agent.id, department_id=self.north.id)
        self.new_contacts(1, user_id=self.agent.id, department_id=self.north.id, attempts=1, state="pending")
        won = {"attempts": 2, "state": "done", "partner_id": self.customer.id}
        self.new_contacts(1, user_id=self.agent.id, department_id=self.north.id, **won)
        row = self.row(self.new_wizard(self.manager, targets="agent"), self.agent)
        self.assertEqual([row[name] for name in ("holds", "untouched", "called", "won")], [4, 3, 2, 1])

    def test_conditions_that_cannot_be_read_are_an_error_for_people(self):
        for text in ("[('no_such_field', '=', 1)]", "nonsense(", "[1]", "__import__('os')"):
            with self.subTest(text=text), self.assertRaises(UserError):
                self.new_wizard(self.manager, domain=text).count  # noqa: B018

    # ways

    def test_departments_by_weight(self):
        contacts = self.new_contacts(30)
        wizard = self.new_wizard(self.manager, way="weight", targets="department")
        self.choose(wizard, self.north, self.south, weights={self.south: 2})
        wizard.action_move()
        self.assertEqual(self.held(contacts), {self.north: 10, self.south: 20})

    def test_agents_evenly_by_their_leader(self):
        contacts = self.new_contacts(7, department_id=self.north.id)
        wizard = self.new_wizard(self.leader)
        self.choose(wizard, self.agent, self.colleague)
        wizard.action_move()
        self.assertEqual(sorted(self.held(contacts).values()), [3, 4])
        self.assertEqual(contacts.department_id, self.north)

    def test_n_each_leaves_the_rest(self):
        contacts = self.new_contacts(10)
        wizard = self.new_wizard(self.manager, way="each", targets="agent")
        wizard.each = 3
        self.choose(wizard, self.agent, self.southerner)
        wizard.action_move()
        nobody = self.env["callcenter.department"]
        self.assertEqual(self.held(contacts), {self.agent: 3, self.southerner: 3, nobody: 4})
        self.assertEqual(contacts.filtered(lambda c: c.user_id == self.southerner).department_id, self.south)

    def test_by_rule_the_first_that_fits_counts(self):
        south = self.new_contacts(2, region="广东深圳")
        north = self.new_contacts(3, region="北京")
        rest = self.new_contacts(1, region="", number="95588")  # a number of no place
        rules = [
            (0, 0, {"sequence": 1, "region": "广东，福建", "user_id": self.southerner.id}),
            (0, 0, {"sequence": 2, "domain": "[('region', '!=', False)]", "department_id": self.north.id}),
        ]
        wizard = self.new_wizard(self.manager, way="rule", rule_ids=rules)
        self.assertEqual(wizard.rule_ids.mapped("gets"), [2, 3])
        self.assertEqual(wizard.planned, 5)
        wizard.action_move()
        self.assertEqual(south.user_id, self.southerner)
        self.assertEqual(self.held(north), {self.north: 3})
        self.assertFalse(rest.department_id)

    def test_a_selection_by_hand_to_one(self):
        contacts = self.new_contacts(3)
        wizard = self.new_wizard(
            self.manager, domain=str([("id", "in", contacts[:2].ids)]), way="hand", to_user_id=self.agent.id
        )
        wizard.action_move()
        self.assertEqual(contacts[:2].user_id, self.agent)
        self.assertFalse(contacts[2].user_id)

    def test_priorities_are_dealt_like_cards(self):
        low = self.new_contacts(4, priority=0)
        high = self.new_contacts(4, priority=9)
        wizard = self.new_wizard(self.manager, targets="agent")
        self.choose(wizard, self.agent, self.colleague)
        wizard.action_move()
        self.assertEqual(self.held(high), {self.agent: 2, self.colleague: 2})
        self.assertEqual(self.held(low), {self.agent: 2, self.colleague: 2})

    def test_how_many_takes_those_first_in_order(self):
        old = self.new_contacts(2, created=fields.Datetime.now() - timedelta(days=9))
        new = self.new_contacts(2)
        wizard = self.new_wizard(self.manager, targets="agent", limit=2, order="newest")
        self.choose(wizard, self.agent)
        wizard.action_move()
        self.assertEqual(new.user_id, self.agent)
        self.assertFalse(old.user_id)

    def test_weights_from_result_rates(self):
        self.new_contacts(
            2, user_id=self.agent.id, department_id=self.north.id, attempts=1, partner_id=self.customer.id
        )
        self.new_contacts(2, user_id=self.colleague.id, department_id=self.north.id, attempts=1)
        wizard = self.new_wizard(self.manager, targets="agent")
        self.choose(wizard, self.agent, self.colleague)
        wizard.action_result_weights()
        weights = {self.key(self.agent): 2.0, self.key(self.colleague): 0.1}
        self.assertEqual((wizard.way, wizard.choice["weights"]), ("weight", weights))

    # who stays

    def test_finished_ones_and_those_with_an_agent_are_not_allocated(self):
        self.new_contacts(1, state="done")
        self.new_contacts(1, state="invalid")
        self.new_contacts(1, user_id=self.agent.id)
        self.assertEqual(self.new_wizard(self.manager, holder=False).count, 0)

    def test_nobody_takes_a_contact_that_is_on_a_call(self):
        talking, other = self.new_contacts(2, user_id=self.agent.id, department_id=self.north.id)
        self._new_call(number=talking.number, end=False, user_id=self.agent.id).end = False
        wizard = self.new_wizard(self.manager, kind="recall")
        self.assertEqual(wizard.count, 1)
        wizard.action_move()
        self.assertEqual(talking.user_id, self.agent)
        self.assertFalse(other.user_id)

    def test_without_a_contact_or_a_target_nothing_moves(self):
        wizard = self.new_wizard(self.manager)
        with self.assertRaises(UserError):
            wizard.action_move()
        self.new_contacts(1)
        wizard = self.new_wizard(self.manager)
        self.choose(wizard)
        with self.assertRaises(UserError):
            wizard.action_move()

    # history and undo

    def test_each_move_is_on_the_contact_s_history(self):
        [contact] = self.new_contacts(1)
        for vals, targets in (({"targets": "department"}, self.north), ({"targets": "agent"}, self.agent)):
            wizard = self.new_wizard(self.manager, **vals, holder="free")
            self.choose(wizard, targets)
            wizard.action_move()
        self.new_wizard(self.manager, kind="recall").action_move()
        moves = contact.move_ids.sorted("id")
        self.assertEqual(moves.mapped("kind"), ["allocate", "allocate", "recall"])
        self.assertEqual(moves.by_id, self.manager)
        self.assertEqual(
            [move.to_user_id for move in moves], [self.env["res.users"], self.agent, self.env["res.users"]]
        )
        self.assertEqual(moves[2].from_user_id, self.agent)
        self.assertEqual(moves[2].to_department_id, self.north)

    def test_a_move_by_hand_on_the_form_is_on_the_history(self):
        [contact] = self.new_contacts(1)
        contact.with_user(self.manager).write({"user_id": self.agent.id})
        self.assertEqual(contact.move_ids.kind, "reassign")
        self.assertEqual(contact.move_ids.to_user_id, self.agent)
        contact.write({"remark": "no move"})
        self.assertEqual(len(contact.move_ids), 1)

    def test_undo_takes_back_those_not_touched_since(self):
        contacts = self.new_contacts(4)
        wizard = self.new_wizard(self.manager, targets="agent")
        self.choose(wizard, self.agent)
        wizard.action_move()
        act = wizard.last_act_id
        self.assertEqual(act.count, 4)
        called, taken = contacts[0], contacts[1]
        called.write({"attempts": 1, "last_at": act.at + timedelta(minutes=1), "state": "pending"})
        taken.user_id = self.colleague
        wizard.action_undo()
        self.assertEqual((act.undone_count, act.stayed_count), (2, 2))
        self.assertFalse(contacts[2:].user_id)
        self.assertFalse(contacts[2:].department_id)
        self.assertEqual(called.user_id, self.agent)
        self.assertEqual(taken.user_id, self.colleague)
        self.assertEqual(contacts[2].move_ids.sorted("id").mapped("kind"), ["allocate", "undo"])
        with self.assertRaises(UserError):
            wizard.action_undo()

    # recall, reassign, recycle

    def test_recall_what_a_leaver_left(self):
        left = self.new_contacts(2, user_id=self.colleague.id, department_id=self.north.id)
        kept = self.new_contacts(2, user_id=self.agent.id, department_id=self.north.id)
        self.colleague.active = False
        wizard = self.new_wizard(self.leader, kind="recall", holder="left")
        self.assertEqual(wizard.count, 2)
        wizard.action_move()
        self.assertEqual(self.held(left), {self.north: 2})
        self.assertEqual(kept.user_id, self.agent)

    def test_recall_to_the_campaign_takes_them_from_the_department_too(self):
        contacts = self.new_contacts(2, user_id=self.agent.id, department_id=self.north.id)
        self.new_wizard(self.manager, kind="recall", recall_to="campaign").action_move()
        self.assertFalse(contacts.department_id)

    def test_recall_by_progress_and_age(self):
        ago = fields.Datetime.now() - timedelta(days=40)
        old = self.new_contacts(1, user_id=self.agent.id, attempts=1, state="pending", last_at=ago)
        self.new_contacts(1, user_id=self.agent.id, attempts=1, state="pending", last_at=fields.Datetime.now())
        untouched = self.new_contacts(1, user_id=self.agent.id, created=ago)
        wizard = self.new_wizard(self.manager, kind="recall", older_days=30)
        self.assertEqual(wizard.count, 2)
        wizard.progress = "untouched"
        wizard.action_move()
        self.assertFalse(untouched.user_id)
        self.assertEqual(old.user_id, self.agent)

    def test_reassign_from_one_to_another(self):
        when = fields.Datetime.now() + timedelta(hours=1)
        contacts = self.new_contacts(2, user_id=self.agent.id, state="pending", attempts=1, next_at=when)
        wizard = self.new_wizard(self.manager, kind="reassign", targets="agent", agent_ids=self.agent.ids)
        self.choose(wizard, self.southerner)
        wizard.action_move()
        self.assertEqual(contacts.user_id, self.southerner)
        self.assertEqual(contacts.department_id, self.south)
        self.assertEqual(contacts.mapped("next_at"), [when.replace(microsecond=when.microsecond)] * 2)
        self.assertEqual(set(contacts.move_ids.mapped("kind")), {"reassign"})

    def test_recycle_makes_new_contacts_that_know_the_old_ones(self):
        ago = fields.Datetime.now() - timedelta(days=40)
        no_answer = {"state": "done", "attempts": 3, "last_at": ago, "disposition_id": self.solved.id}
        old = self.new_contacts(3, remark="wants a car", user_id=self.agent.id, **no_answer)
        self.new_contacts(1, **no_answer | {"last_at": fields.Datetime.now()})
        wizard = self.new_wizard(
            self.manager,
            kind="recycle",
            to_campaign_id=self.next_campaign.id,
            disposition_ids=self.solved.ids,
            older_days=30,
        )
        self.assertEqual(wizard.count, 3)
        wizard.action_move()
        new = self.env["callcenter.contact"].search([("campaign_id", "=", self.next_campaign.id)])
        self.assertEqual(new.origin_id, old)
        self.assertEqual(sorted(new.mapped("number")), sorted(old.mapped("number")))
        self.assertEqual(set(new.mapped("remark")), {"wants a car"})
        self.assertEqual((set(new.mapped("state")), sum(new.mapped("attempts"))), ({"new"}, 0))
        self.assertFalse(new.user_id or new.disposition_id)
        self.assertEqual(new.move_ids.mapped("kind"), ["recycle"] * 3)
        self.assertEqual(new.move_ids.from_user_id, self.agent)
        self.assertEqual(old.mapped("state"), ["done"] * 3)

    def test_recycle_takes_no_number_twice(self):
        old = self.new_contacts(2, state="done")
        self.new_contacts(1, state="done", number=old[0].number)
        self.new_contacts(1, number=old[1].number, campaign_id=self.next_campaign.id)
        vals = {"kind": "recycle", "to_campaign_id": self.next_campaign.id}
        wizard = self.new_wizard(self.manager, **vals)
        self.assertEqual(wizard.count, 1)
        wizard.action_move()
        numbers = self.env["callcenter.contact"].search([("campaign_id", "=", self.next_campaign.id)]).mapped("number")
        self.assertEqual(sorted(numbers), sorted(old.mapped("number")))
        self.assertEqual(self.new_wizard(self.manager, **vals).count, 0)

    def test_undo_of_recycling_removes_those_not_touched(self):
        self.new_contacts(2, state="done")
        wizard = self.new_wizard(self.manager, kind="recycle", to_campaign_id=self.next_campaign.id)
        wizard.action_move()
        new = self.env["callcenter.contact"].search([("campaign_id", "=", self.next_campaign.id)])
        new[0].write({"attempts": 1, "state": "open"})
        wizard.action_undo()
        self.assertEqual(new.exists(), new[0])
        self.assertEqual((wizard.last_act_id.undone_count, wizard.last_act_id.stayed_count), (1, 1))
