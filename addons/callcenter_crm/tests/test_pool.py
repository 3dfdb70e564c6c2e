"""Claims and releases: limits, protection, history, and two who claim at once."""

from datetime import timedelta
from threading import Barrier, Thread

from freezegun import freeze_time

from odoo import SUPERUSER_ID, Command, api, fields
from odoo.exceptions import AccessError, UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests.common import BaseCase, get_db_name, tagged

from .pool_common import PoolCase


@tagged("post_install", "-at_install")
class TestPool(PoolCase):
    def limit(self, **vals):
        return self.env["callcenter.pool.limit"].create({"per_day": 0, "held": 0, **vals})

    def state(self, user=None):
        return self.rpc(user or self.agent, "callcenter.pool.customer", "claim_state")

    def release(self, user, customers, **vals):
        wizard = self.env["callcenter.release"].with_user(user)
        wizard = wizard.with_context(active_model="res.partner", active_ids=customers.ids)
        return wizard.create({"reason_id": self.item("release_reason_other").id, **vals}).action_release()

    # claims

    def test_a_claim_makes_the_customer_one_s_own_with_all_that_is_below_it(self):
        customer = self.new_pooled("pooled", is_company=True)
        below = self.new_customer("below", parent_id=customer.id, phone="138 0013 0077")
        self.assertEqual(below.callcenter_pool_id, self.pool_)
        self.claim(self.agent, customer)
        for row in customer | below:
            self.assertEqual((row.user_id, row.callcenter_pool_id), (self.agent, self.pool_.browse()))
        self.assertTrue(customer.callcenter_owned_at)
        [move] = customer.callcenter_move_ids
        self.assertEqual(
            (move.kind, move.from_pool_id, move.to_user_id, move.by_id), ("claim", self.pool_, self.agent, self.agent)
        )
        self.assertFalse(below.callcenter_move_ids)

    def test_a_claim_says_what_is_left(self):
        self.limit(per_day=3)
        answer = self.claim(self.agent, self.new_pooled("one"))
        self.assertIn("2", answer["params"]["message"])
        self.assertEqual(self.state(), {"per_day": 3, "today": 1, "held_limit": 0, "held": 1, "left": 2})

    def test_claims_beyond_the_day_s_limit_are_refused_until_the_next_day(self):
        self.limit(per_day=2)
        customers = [self.new_pooled(f"day {number}") for number in range(4)]
        self.claim(self.agent, *customers[:2])
        with self.assertRaisesRegex(UserError, "2 customers a day.*2 today"):
            self.claim(self.agent, customers[2])
        self.assertFalse(customers[2].user_id)
        with freeze_time(self.now + timedelta(days=1)):
            self.claim(self.agent, customers[2])
        self.claim(self.colleague, customers[3])

    def test_several_claimed_at_once_are_all_taken_or_none(self):
        self.limit(per_day=2)
        customers = [self.new_pooled(f"many {number}") for number in range(3)]
        with self.assertRaises(UserError):
            self.claim(self.agent, *customers)
        self.assertFalse(any(row.user_id for row in customers))

    def test_a_release_does_not_give_the_day_s_claim_back(self):
        self.limit(per_day=1)
        first, second = self.new_pooled("first"), self.new_pooled("second")
        self.claim(self.agent, first)
        self.release(self.agent, first)
        with self.assertRaises(UserError):
            self.claim(self.agent, second)

    def test_whoever_holds_enough_claims_no_more(self):
        self.limit(held=2)
        own = self.new_customer("own", user_id=self.agent.id)
        # addresses below the own customer do not count
        self.new_customer("address", parent_id=own.id, user_id=self.agent.id)
        self.claim(self.agent, self.new_pooled("second"))
        with self.assertRaisesRegex(UserError, "hold 2 customers and hold 2"):
            self.claim(self.agent, self.new_pooled("third"))

    def test_the_first_limit_that_fits_by_role_and_department_holds(self):
        above = self.env["callcenter.department"].create({"name": "above"})
        self.team.parent_id = above
        self.limit(sequence=1, role_id=self.env.ref("callcenter_crm.role_leader").id, per_day=9)
        self.limit(sequence=2, department_id=above.id, per_day=7)
        self.limit(sequence=3, per_day=1)
        self.assertEqual(self.state(self.users["leader"])["per_day"], 9)
        self.assertEqual(self.state(self.agent)["per_day"], 7)
        self.assertEqual(self.state(self.admin)["per_day"], 1)

    def test_the_day_begins_at_the_company_s_midnight(self):
        self.limit(per_day=1)
        self.env.company.partner_id.tz = "Asia/Shanghai"
        first, second, third = (self.new_pooled(name) for name in ("first", "second", "third"))
        with freeze_time("2026-11-20 15:30:00"):
            self.claim(self.agent, first)
        with freeze_time("2026-11-20 15:59:00"), self.assertRaises(UserError):
            self.claim(self.agent, second)
        with freeze_time("2026-11-20 16:01:00"):
            self.claim(self.agent, second)
        with freeze_time("2026-11-21 15:59:00"), self.assertRaises(UserError):
            self.claim(self.agent, third)

    def test_who_gave_a_customer_back_does_not_claim_it_within_the_protection_days(self):
        self.pool_.reclaim_days = 10
        customer = self.new_pooled("mine once")
        self.claim(self.agent, customer)
        self.release(self.agent, customer)
        with self.assertRaisesRegex(UserError, "mine once"):
            self.claim(self.agent, customer)
        with freeze_time(fields.Datetime.now() + timedelta(days=11)):
            self.claim(self.agent, customer)
        self.release(self.agent, customer)
        self.claim(self.colleague, customer)

    def test_a_customer_that_is_gone_is_refused(self):
        customer = self.new_pooled("gone")
        self.claim(self.colleague, customer)
        with self.assertRaisesRegex(UserError, "faster"):
            self.claim(self.agent, customer)
        with self.assertRaisesRegex(UserError, "faster"):
            self.env["callcenter.pool"].with_user(self.agent)._claim(customer.ids)
        self.assertEqual(customer.user_id, self.colleague)

    # releases

    def test_a_release_says_why_and_ends_the_tasks_of_the_owner(self):
        customer = self.new_customer("tired", user_id=self.agent.id)
        kind = self.env.ref("callcenter_crm.activity_type_care")
        customer.activity_schedule(activity_type_id=kind.id, user_id=self.agent.id)
        self.release(self.agent, customer, note="moved away")
        self.assertEqual((customer.user_id, customer.callcenter_pool_id), (self.agent.browse(), self.pool_))
        move = customer.callcenter_move_ids[0]
        self.assertEqual((move.kind, move.note, move.from_user_id), ("release", "moved away", self.agent))
        self.assertEqual(move.reason_id, self.item("release_reason_other"))
        self.assertFalse(customer.activity_ids)

    def test_care_goes_with_the_customer_to_the_new_owner(self):
        customer = self.new_customer("handed over", user_id=self.agent.id)
        kind = self.env.ref("callcenter_crm.activity_type_care")
        task = customer.activity_schedule(activity_type_id=kind.id, user_id=self.agent.id)
        customer.user_id = self.colleague
        self.assertEqual(task.user_id, self.colleague)
        self.assertEqual(customer.callcenter_move_ids[0].kind, "assign")

    def test_agents_release_their_own_only_and_leaders_those_of_their_people(self):
        shared = self.new_customer("nobody's")
        with self.assertRaises(AccessError):
            self.release(self.agent, shared)
        own = self.new_customer("agent's", user_id=self.agent.id)
        with self.assertRaises(AccessError):
            self.release(self.colleague, own)
        self.release(self.users["leader"], own)
        self.assertEqual(own.callcenter_pool_id, self.pool_)

    def test_colleagues_do_not_go_into_the_pool(self):
        for partner in (self.colleague.partner_id, self.env.company.partner_id):
            with self.assertRaises(UserError):
                self.release(self.admin, partner, pool_id=self.pool_.id)

    def test_a_leader_gives_a_customer_of_the_pool_to_somebody(self):
        customer = self.new_pooled("assigned")
        self.rpc(self.users["leader"], "res.partner", "write", customer.ids, {"user_id": self.agent.id})
        self.assertFalse(customer.callcenter_pool_id)
        self.assertEqual(customer.callcenter_move_ids[0].kind, "assign")

    def test_a_pool_with_customers_is_not_deleted(self):
        self.new_pooled("inside")
        with self.assertRaises(UserError):
            self.pool_.unlink()


@tagged("post_install", "-at_install")
class TestClaimRace(BaseCase):
    """Two at once, each in a transaction of its own as two requests are; what is made here is committed and removed."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            role = env.ref("callcenter_crm.role_agent")
            self.users = (
                env["res.users"]
                .create(
                    [
                        {"name": login, "login": login, "role_line_ids": [Command.create({"role_id": role.id})]}
                        for login in ("cc_race_1", "cc_race_2")
                    ]
                )
                .ids
            )
            department = env["callcenter.department"].create({"name": "race"})
            env["res.users"].browse(self.users).callcenter_department_id = department
            pool = env["callcenter.pool"].create({"name": "race", "department_ids": department.ids})
            partners = env["res.partner"].create(
                [{"name": f"race {number}", "callcenter_pool_id": pool.id} for number in range(2)]
            )
            limit = env["callcenter.pool.limit"].create(
                {"sequence": -1, "department_id": department.id, "per_day": 1, "held": 0}
            )
            self.partners = partners.ids
            self.made = [(row._name, row.ids) for row in (limit, partners, pool, department)]

    def tearDown(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            users = env["res.users"].browse(self.users)
            users.callcenter_department_id = False
            for model, ids in self.made[:3]:
                env[model].browse(ids).unlink()
            people = users.partner_id
            # the audit log keeps who did what, and so the users: only here it goes with them
            cr.execute("DELETE FROM callcenter_audit WHERE user_id = ANY(%s)", (self.users,))
            users.role_line_ids.unlink()
            users.unlink()
            people.unlink()
            env["callcenter.department"].browse(self.made[3][1]).unlink()
        super().tearDown()

    def claim_at_once(self, *claims):
        """Let each (user id, partner id) claim in a thread of its own; returns what each got: id or exception."""
        barrier, got = Barrier(len(claims)), {}

        def claim(index, user_id, partner_id):
            with self.registry.cursor() as cr:
                env = api.Environment(cr, user_id, {})
                cr.execute("SELECT 1")
                barrier.wait(10)
                try:
                    got[index] = retrying(lambda: env["callcenter.pool"]._claim([partner_id]).ids, env)
                except UserError as error:
                    got[index] = error

        threads = [Thread(target=claim, args=(index, *claims[index])) for index in range(len(claims))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return [got[index] for index in range(len(claims))]

    def owners(self):
        with self.registry.cursor() as cr:
            cr.execute("SELECT user_id FROM res_partner WHERE id = ANY(%s) ORDER BY id", (self.partners,))
            return [row[0] for row in cr.fetchall()]

    def test_of_two_agents_at_once_one_gets_the_customer(self):
        results = self.claim_at_once(*((user, self.partners[0]) for user in self.users))
        self.assertEqual([isinstance(result, UserError) for result in results].count(True), 1, results)
        winner = next(user for user, got in zip(self.users, results, strict=True) if not isinstance(got, UserError))
        self.assertEqual(self.owners(), [winner, None])

    def test_two_windows_of_one_agent_do_not_claim_beyond_the_limit(self):
        results = self.claim_at_once(*((self.users[0], partner) for partner in self.partners))
        self.assertEqual([isinstance(result, UserError) for result in results].count(True), 1, results)
        self.assertEqual(self.owners().count(None), 1)
