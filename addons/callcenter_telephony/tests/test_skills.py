from odoo.exceptions import AccessError

from .common import TelephonyCase


class TestSkills(TelephonyCase):
    """A queue that asks for skills finds its agents itself, and at once."""

    def setUp(self):
        super().setUp()
        self.english, self.billing = self.env["callcenter.skill"].create([{"name": "English X"}, {"name": "Billing X"}])
        self.desk = self.env["callcenter.queue"].create({"name": "Desk", "code": "desk", "node_id": self.node.id})
        self.ask(self.english, 4)

    def ask(self, skill, level):
        return self.env["callcenter.queue.skill"].create(
            {"queue_id": self.desk.id, "skill_id": skill.id, "level": level}
        )

    def give(self, agent, skill, level):
        return self.env["callcenter.agent.skill"].create({"agent_id": agent.id, "skill_id": skill.id, "level": level})

    def members(self):
        return {member.agent_id: member.penalty for member in self.desk.member_ids}

    def test_who_has_the_level_is_a_member_the_best_first(self):
        self.give(self.me, self.english, 9)
        row = self.give(self.other, self.english, 3)
        self.assertEqual(self.members(), {self.me: 1})
        row.level = 4
        self.assertEqual(self.members(), {self.me: 1, self.other: 6})
        row.unlink()
        self.assertEqual(self.members(), {self.me: 1})

    def test_all_skills_are_needed_and_the_lowest_level_counts(self):
        self.give(self.me, self.english, 9)
        need = self.ask(self.billing, 1)
        self.assertFalse(self.members())
        self.give(self.me, self.billing, 2)
        self.assertEqual(self.members(), {self.me: 8})
        need.unlink()
        self.assertEqual(self.members(), {self.me: 1})

    def test_people_put_in_by_hand_stay(self):
        self.env["callcenter.queue.member"].create({"queue_id": self.desk.id, "agent_id": self.me.id, "penalty": 7})
        row = self.give(self.me, self.english, 9)
        row.unlink()
        self.assertEqual(self.members(), {self.me: 7})

    def test_who_is_signed_in_serves_the_queue_at_once(self):
        self.set_state(self.me, "ready")
        self.give(self.me, self.english, 10)
        self.give(self.other, self.english, 10)
        self.env.flush_all()
        self.env.cr.precommit.run()
        (sent,) = [args for name, args in self.commands("serve")]
        self.assertEqual((sent["agent"], sorted(sent["queues"])), ("7001", [["desk", 0], ["help", 0]]))

    def test_who_serves_no_queue_any_more_leaves_the_last_one(self):
        self.queue.member_ids.unlink()
        row = self.give(self.me, self.english, 10)
        self.set_state(self.me, "ready")
        row.level = 3
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.assertEqual(self.commands("serve")[-1], ("serve", {"agent": "7001", "queues": [["cc-desk", 0]]}))

    def test_agents_set_no_levels(self):
        row = self.give(self.me, self.english, 1)
        with self.assertRaises(AccessError):
            row.with_user(self.agent).write({"level": 10})
        self.assertEqual(row.with_user(self.agent).level, 1)
