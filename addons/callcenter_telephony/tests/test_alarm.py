from odoo.exceptions import AccessError, ValidationError

from .test_monitor import CHANNELS, MonitorCase


class TestAlarm(MonitorCase):
    def alarm(self, metric, watch, alarm, **more):
        return self.env["callcenter.alarm"].create(
            {"metric": metric, "watch_from": watch, "alarm_from": alarm, "company_id": self.env.company.id, **more}
        )

    def rules(self, user=None):
        return {row["id"]: row for row in self.load(user)["alarms"]}

    def test_limits_come_with_the_snapshot_and_say_which_way_is_worse(self):
        wait = self.alarm("longest_wait", 30, 60, queue_id=self.queue.id, sound=True)
        disk = self.alarm("disk_low", 5000, 100)
        rules = self.rules()
        self.assertEqual(
            rules[wait.id],
            {
                "id": wait.id,
                "metric": "longest_wait",
                "queue": self.queue.id,
                "department": False,
                "watch": 30.0,
                "alarm": 60.0,
                "lower": False,
                "sound": True,
                "notify": True,
            },
        )
        self.assertTrue(rules[disk.id]["lower"])

    def test_another_companys_row_is_not_told(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        row = self.alarm("waiting", 1, 2, company_id=company.id)
        self.assertNotIn(row.id, self.rules())

    def test_limits_must_be_in_order(self):
        for metric, watch, alarm in (
            ("longest_wait", 60, 30),
            ("service_level", 70, 80),
            ("abandoned", 5, 101),
            ("waiting", -1, 5),
        ):
            with self.subTest(metric=metric), self.assertRaises(ValidationError):
                self.alarm(metric, watch, alarm)

    def test_a_queue_or_department_only_where_it_means_something(self):
        with self.assertRaises(ValidationError):
            self.alarm("disk_low", 5000, 100, queue_id=self.queue.id)
        with self.assertRaises(ValidationError):
            self.alarm("waiting", 1, 2, department_id=self.team.id)

    def test_monitors_load_anew_after_each_change(self):
        row = self.alarm("waiting", 1, 2)
        told = (f"{CHANNELS}/company/{self.env.company.id}", f"{CHANNELS}/reload", {})
        with self.bus() as sent:
            row.alarm_from = 3
        self.assertEqual(sent.count(told), 1)
        with self.bus() as sent:
            row.unlink()
        self.assertEqual(sent.count(told), 1)

    def test_admins_set_alarms_leaders_do_not(self):
        row = self.alarm("waiting", 1, 2)
        self.rpc(self.users["admin"], "callcenter.alarm", "write", row.ids, {"alarm_from": 4})
        self.assertEqual(row.alarm_from, 4)
        for user in (self.leader, self.agent):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.rpc(user, "callcenter.alarm", "write", row.ids, {"alarm_from": 5})
