import time
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError

from ..connector.ledger import Batch
from .test_monitor import MonitorCase, wait
from .test_supervision import running

TOLD = "callcenter/alarms"


class TestAlarmWatch(MonitorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alarms = cls.env["callcenter.alarm"]
        cls.alarms.search([]).active = False
        cls.env["callcenter.alarm.notice"].search([]).unlink()
        cls.env.flush_all()
        cls.wait = cls._rule("longest_wait", 10, 20)

    @classmethod
    def _rule(cls, metric, watch, alarm, **values):
        return cls.alarms.create({"metric": metric, "watch_from": watch, "alarm_from": alarm, **values})

    def told(self, watch=None):
        """Judge, and return by partner id what leaders were told of ours: [(kind, name, metric)]."""
        ours = {("queue", self.queue.id), ("agent", self.me.id), ("agent", self.other.id), ("node", self.node.id)}
        told = {}
        with self.bus() as sent:
            (watch or self.store.watch_alarms)()
        for partner, kind, message in sent:
            for row in message["alarms"] if kind == TOLD else ():
                if (row["kind"], row["id"]) in ours:
                    told.setdefault(partner, []).append((row["kind"], row["name"], row["metric"]))
        return told

    def leaders(self, *users):
        return {user.partner_id.id for user in users}

    def waits(self, seconds):
        self.store.write(Batch(calls=[running(since=seconds)]))

    def test_a_leader_is_told_once_until_it_has_gone(self):
        self.waits(19)
        self.assertFalse(self.told(), "not yet an alarm")
        self.waits(21)
        told = self.told()
        self.assertEqual(told[self.leader.partner_id.id], [("queue", "Help", "longest_wait")])
        self.assertFalse(self.told(), "once")
        self.store.write(Batch(calls=[running("7001", since=21)]))
        self.assertFalse(self.told(), "it has gone")
        self.store.write(Batch(calls=[wait("next", time.time() - 30, None, "")]))
        self.assertTrue(self.told(), "another one")

    def test_a_restart_of_the_connector_tells_nobody_again(self):
        self.waits(30)
        self.assertTrue(self.told())
        self.setUp()
        self.assertFalse(self.told())

    def test_only_who_leads_the_team_is_told(self):
        self.waits(30)
        told = self.told()
        self.assertLessEqual(self.leaders(self.leader, self.users["manager"]), told.keys())
        for user in (self.stranger, self.agent, self.users["qa"], self.outsider):
            self.assertNotIn(user.partner_id.id, told)

    def test_an_agents_alarm_is_for_the_leader_of_the_team_else_for_managers(self):
        self._rule("long_not_ready", 1, 5)
        self.set_state(self.me, "not_ready", reason="training")
        self.env.ref("callcenter_telephony.pause_reason_training").max_minutes = 0
        mine = ("agent", self.me.name, "long_not_ready")
        self.assertEqual(self.told(), {self.leader.partner_id.id: [mine]})
        self.env["callcenter.alarm.notice"].search([]).unlink()
        self.leader.active = False
        self.team.leader_id = False
        self.assertIn(mine, self.told()[self.users["manager"].partner_id.id])

    def test_a_reason_with_its_own_limit_needs_a_rule_to_be_told(self):
        self.reason.max_minutes = 1
        self.set_state(self.me, "not_ready", reason=self.reason.code)
        self.me.state_since -= timedelta(seconds=61)
        self.assertFalse(self.told())
        self._rule("long_not_ready", 3600, 7200)
        self.assertIn(self.leader.partner_id.id, self.told())

    def test_a_rule_may_be_silent_for_one_queue(self):
        self._rule("longest_wait", 10, 20, queue_id=self.queue.id, notify=False)
        self.waits(30)
        self.assertFalse(self.told())
        self.wait.notify = False
        self.alarms.search([("queue_id", "=", self.queue.id)]).notify = True
        self.assertTrue(self.told())

    def test_servers_and_the_days_numbers_are_judged_by_the_job(self):
        self._rule("disk_low", 5000, 1000)
        self._rule("node_down", 15, 30)
        self._rule("abandoned", 5, 10)
        self.store.heartbeat({"linked": True, "disk_free_mb": 900, "recordings_free_mb": 900})
        self.store.write(Batch(calls=[wait("gone", time.time() - 60, 50.0, "abandoned")]))
        told = self.told(self.alarms._cron_watch)
        self.assertEqual(
            sorted(told[self.leader.partner_id.id]), [("node", "Test", "disk_low"), ("queue", "Help", "abandoned")]
        )
        self.env.cr.execute("UPDATE callcenter_node_status SET last_seen = last_seen - interval '1 minute'")
        told = self.told(self.alarms._cron_watch)
        self.assertIn(("node", "Test", "node_down"), told[self.leader.partner_id.id])
        self.assertNotIn(("node", "Test", "disk_low"), told[self.leader.partner_id.id])

    def test_what_the_one_judges_the_other_does_not_forget(self):
        self.waits(30)
        self.assertTrue(self.told())
        self._rule("abandoned", 5, 10)
        self.told(self.alarms._cron_watch)
        self.assertFalse(self.told())

    def test_while_another_one_judges_nothing_is_done(self):
        self.waits(30)
        with patch.object(type(self.alarms), "_lock", lambda *_args: False):
            self.assertFalse(self.told())
        self.assertTrue(self.told())

    def test_without_rules_nothing_is_read(self):
        self.alarms.search([]).notify = False
        with patch.object(type(self.alarms), "_standing", side_effect=AssertionError):
            self.assertFalse(self.told())

    def test_the_message_says_what_and_where(self):
        self.waits(30)
        with self.bus() as sent:
            self.store.watch_alarms()
        message = next(
            message for partner, kind, message in sent if partner == self.leader.partner_id.id and kind == TOLD
        )
        row = next(row for row in message["alarms"] if row["id"] == self.queue.id)
        self.assertEqual(
            (row["id"], row["limit"], row["key"]), (self.queue.id, 20.0, f"queue-{self.queue.id}-longest_wait-")
        )
        self.assertGreaterEqual(row["value"], 30)
        self.assertNotIn("departments", row)

    def test_nobody_writes_what_was_told(self):
        self.waits(30)
        self.told()
        row = self.env["callcenter.alarm.notice"].search([], limit=1)
        for user in (self.agent, self.leader):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.rpc(user, "callcenter.alarm.notice", "read", row.ids, ["key"])
        with self.assertRaises(AccessError):
            self.rpc(self.users["admin"], "callcenter.alarm.notice", "unlink", row.ids)
