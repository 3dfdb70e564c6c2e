import time
from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError

from ..connector.ledger import Batch, Call, Leg
from .common import NODE, TelephonyCase
from .test_supervision import KEY, _Kept, running

CHANNELS = "callcenter.monitor"


class MonitorCase(TelephonyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = cls.users["leader"]
        cls.stranger = cls._new_user("cc_other_leader", "leader")
        cls._new_team(cls.stranger, cls.env["res.users"])

    def load(self, user=None):
        return self.act(user or self.leader, "monitor_load")

    def wish(self):
        """A caller who has chosen to be called back."""
        self.entered = round(time.time(), 3) - 90
        call = wait("wish", self.entered, 20.0, "callback")
        call.result, call.callback_number = "callback", "+8613800130001"
        self.store.write(Batch(calls=[call]))
        return self.env["callcenter.callback"].search([("number", "=", "+8613800130001")])

    def queue_of(self, snapshot):
        return next(row for row in snapshot["queues"] if row["id"] == self.queue.id)

    def agent_of(self, snapshot, agent):
        return next((row for row in snapshot["agents"] if row["id"] == agent.id), None)


def wait(number, start, length, outcome, reason=""):
    """A call that waited ``length`` seconds in queue ``help``; None: waits still."""
    end = None if length is None else start + length
    legs = [
        Leg("caller", "caller", "+8613800130001", start, end=end),
        Leg("queue-1", "queue", "help", start, end=end, queue="help", outcome=outcome, reason=reason),
    ]
    return Call(f"{NODE}:w{number}", start=start, end=end, number="+8613800130001", queue="help", legs=legs)


class TestMonitorSnapshot(MonitorCase):
    def test_the_days_numbers_are_those_of_the_metrics(self):
        """T = 20 s, S = 5 s; each row of the table of metrics 2.2 once."""
        self.queue.write({"service_level_s": 20, "short_abandon_s": 5})
        (start, _length) = self.env["callcenter.monitor"]._days(self.env.company.ids)[self.env.company.id]
        at = (start - datetime(1970, 1, 1)).total_seconds() + 1
        waits = [
            (20.0, "answered", ""),
            (20.000001, "answered", ""),
            (5.0, "abandoned", ""),
            (5.000001, "abandoned", ""),
            (30.0, "lost", ""),
            (20.0, "overflow_queue", ""),
            (21.0, "voicemail", ""),
            (0.0, "overflow_outside", "no_agents"),
        ]
        calls = [wait(index, at, *values) for index, values in enumerate(waits)]
        calls.append(wait("open", time.time() - 3, None, ""))
        calls.append(wait("yesterday", at - 2, 1.0, "answered"))
        self.store.write(Batch(calls=calls))
        day = self.queue_of(self.load())["day"]
        self.assertEqual(
            day,
            {
                "offered": 9,
                "open": 1,
                "answered": 2,
                "abandoned": 1,
                "short": 1,
                "left": 3,
                "lost": 1,
                "yes": 1,
                "no": 4,
                "out": 3,
            },
        )
        closed = day["answered"] + day["abandoned"] + day["short"] + day["left"] + day["lost"]
        self.assertEqual(day["offered"], closed + day["open"])

    def test_the_day_begins_at_the_companys_midnight(self):
        self.env.company.partner_id.tz = "Asia/Shanghai"
        with patch("odoo.fields.Datetime.now", lambda: datetime(2026, 3, 1, 17, 0)):
            (start, length) = self.env["callcenter.monitor"]._days(self.env.company.ids)[self.env.company.id]
        self.assertEqual((start, length), (datetime(2026, 3, 1, 16, 0), 86_400_000))
        self.env.company.partner_id.tz = "Europe/Berlin"
        with patch("odoo.fields.Datetime.now", lambda: datetime(2026, 10, 25, 12, 0)):
            (start, length) = self.env["callcenter.monitor"]._days(self.env.company.ids)[self.env.company.id]
        self.assertEqual((start, length), (datetime(2026, 10, 24, 22, 0), 90_000_000))

    def test_yesterday_counts_up_to_this_time_of_day_alone(self):
        self.env.company.partner_id.tz = "Asia/Shanghai"
        now = datetime(2026, 3, 2, 6, 0)  # 14:00 there; yesterday began on the 28th at 16:00
        self.assertEqual(self.queue_of(self.load())["before"], False)

        def at(day, hour, minute=0):
            return (datetime(2026, day[0], day[1], hour, minute) - datetime(1970, 1, 1)).total_seconds()

        calls = [
            wait("y1", at((2, 28), 16), 5.0, "answered"),
            wait("y2", at((3, 1), 5, 59), 60.0, "abandoned"),
            wait("later", at((3, 1), 6), 5.0, "answered"),
            wait("earlier", at((2, 28), 15, 59), 5.0, "answered"),
            wait("today", at((3, 2), 5), 5.0, "answered"),
        ]
        self.store.write(Batch(calls=calls))
        with patch("odoo.fields.Datetime.now", lambda: now):
            queue = self.queue_of(self.load())
            with self.bus() as sent:
                self.env["callcenter.monitor"]._cron_before()
        before = queue["before"]
        self.assertEqual((before["offered"], before["yes"], before["no"], before["abandoned"]), (2, 1, 1, 1))
        self.assertEqual(queue["day"]["offered"], 1)
        told = {channel: message["before"] for channel, kind, message in sent if kind == f"{CHANNELS}/before"}
        channels = {f"{CHANNELS}/queue/{self.queue.id}/{form}" for form in ("whole", "masked")}
        self.assertEqual({channel: told.get(channel) for channel in channels}, dict.fromkeys(channels, before))

    def test_the_same_time_yesterday_is_that_of_the_clock_on_the_wall(self):
        self.env.company.partner_id.tz = "Europe/Berlin"
        with patch("odoo.fields.Datetime.now", lambda: datetime(2026, 10, 26, 11, 0)):  # 12:00, the day before was long
            (start, length) = self.env["callcenter.monitor"]._days_before(self.env.company.ids)[self.env.company.id]
        self.assertEqual((start, length), (datetime(2026, 10, 24, 22, 0), 13 * 3_600_000))

    def test_who_chose_a_call_back_keeps_the_place_of_the_first_wait(self):
        snapshot = self.load()
        self.assertEqual(snapshot["callbacks"], [])
        wish = self.wish()
        (row,) = self.load()["callbacks"]
        self.assertEqual((row["key"], row["queue"], row["name"]), (f"callback-{wish.id}", self.queue.id, "王磊"))
        self.assertEqual(row["since"], round(self.entered * 1000, 3))
        self.assertEqual(row["number"], "138 0013 0001")
        self.assertFalse(self.load(self.stranger)["callbacks"])
        wish.state = "open"
        self.assertEqual(self.load()["callbacks"], [])

    def test_agents_show_state_call_and_what_they_did_today(self):
        self.store.write(Batch(calls=[running("7001")]))
        self.set_state(self.me, "on_call", sub="talk", call=KEY)
        self.set_state(self.other, "not_ready", reason="lunch")
        snapshot = self.load()
        mine = self.agent_of(snapshot, self.me)
        self.assertEqual((mine["state"], mine["sub"], mine["handled"]), ("on_call", "talk", 1))
        self.assertEqual(mine["call"]["name"], self.customer.name)
        self.assertEqual(mine["call"]["queue"], self.queue.id)
        other = self.agent_of(snapshot, self.other)
        self.assertEqual((other["state"], other["reason"], other["call"]), ("not_ready", "lunch", False))
        self.assertIn(other["department"], [row["id"] for row in snapshot["departments"]])
        self.assertEqual(snapshot["waiting"], [])

    def test_who_waits_is_listed_those_of_a_high_level_first(self):
        level = self.env["callcenter.dictionary.item"].search([("dictionary_id.code", "=", "customer_level")], limit=1)
        level.queue_priority = 5
        important = self.env["res.partner"].create(
            {"name": "Important", "phone": "13800139999", "callcenter_level_id": level.id}
        )
        vip = running(since=10, number="+8613800139999")
        vip.key = f"{NODE}:78.1"
        self.store.write(Batch(calls=[running(since=30), vip]))
        snapshot = self.load()
        self.assertEqual([row["key"] for row in snapshot["waiting"]], [vip.key, KEY])
        self.assertEqual(snapshot["waiting"][0]["name"], important.display_name)
        self.assertEqual(snapshot["levels"][level.id], level.name)

    def test_a_snapshot_asks_a_fixed_number_of_queries(self):
        def count():
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.load()
            return self.env.cr.sql_log_count - before

        self.load()
        few = count()
        for number in range(8):
            user = self._new_user(f"cc_more_{number}", "agent")
            user.callcenter_department_id = self.agent.callcenter_department_id
            self._new_agent(user, f"71{number:02}")
        self.store.write(Batch(calls=[wait(n, time.time() - 9, None, "") for n in range(8)]))
        self.load()
        self.assertLessEqual(count(), few + 1)


class TestMonitorRights(MonitorCase):
    def channels(self, user, *asked):
        return self.env["ir.websocket"].with_user(user)._callcenter_channels(list(asked))

    def test_only_leaders_load_and_a_refusal_is_written_down(self):
        for user in (self.agent, self.users["qa"], self.outsider):
            with (
                self.subTest(user=user.login),
                patch.object(self.env.registry, "cursor", lambda: _Kept(self.env.cr)),
            ):
                self.env.cr.postrollback.clear()
                with self.assertRaises(AccessError):
                    self.load(user)
                self.env.cr.postrollback.run()
                note = self.env["callcenter.audit"].search([("act", "=", "refuse")], order="id desc", limit=1)
                self.assertEqual((note.user_id, note.detail), (user, "monitor"))
        for user in (self.leader, self.users["manager"], self.users["admin"]):
            self.assertTrue(self.load(user)["agents"])

    def test_a_leader_sees_the_own_departments_alone(self):
        mine, others = self.load(), self.load(self.stranger)
        self.assertTrue(self.agent_of(mine, self.me) and self.queue_of(mine))
        self.assertFalse(others["agents"] or others["queues"] or others["waiting"])
        self.store.write(Batch(calls=[running()]))
        self.assertEqual(len(self.load()["waiting"]), 1)
        self.assertFalse(self.load(self.stranger)["waiting"])

    def test_the_name_stands_for_the_channels_in_scope(self):
        mine, others = self.channels(self.leader, CHANNELS), self.channels(self.stranger, CHANNELS)
        department = self.agent.callcenter_department_id.id
        company = self.env.company.id
        self.assertIn(f"{CHANNELS}/department/{company}/{department}/whole", mine)
        self.assertIn(f"{CHANNELS}/queue/{self.queue.id}/whole", mine)
        self.assertIn(f"{CHANNELS}/company/{company}", others)
        self.assertFalse([name for name in others if "/queue/" in name or name.endswith(f"/{department}/whole")])

    def test_channels_asked_for_by_their_own_name_are_refused_and_written_down(self):
        channel = f"{CHANNELS}/queue/{self.queue.id}/whole"
        for user, asked, kept in (
            (self.agent, (CHANNELS, "other"), ["other"]),
            (self.agent, (channel,), []),
            (self.leader, (channel,), []),
            (self.users["qa"], (CHANNELS,), []),
        ):
            with self.subTest(user=user.login, asked=asked):
                self.assertEqual(self.channels(user, *asked), kept)
                self.env["callcenter.audit"]._write_pending()
                note = self.env["callcenter.audit"].search([("act", "=", "refuse")], order="id desc", limit=1)
                self.assertEqual(note.user_id, user)
                self.assertIn(CHANNELS, note.detail)

    def test_numbers_are_masked_for_who_may_not_see_them(self):
        self.env.company.callcenter_mask_numbers = True
        self.leader.group_ids -= self.env.ref("callcenter_crm.group_numbers")
        self.env.registry.clear_cache()
        self.customer.name = "Call 13800130001"
        talk = running("7001")
        talk.key = f"{NODE}:79.1"
        self.store.write(Batch(calls=[running(), talk]))
        self.set_state(self.me, "on_call", sub="talk", call=talk.key)
        snapshot = self.load()
        self.assertTrue(snapshot["masked"])
        self.assertEqual(snapshot["waiting"][0]["number"], "138****0001")
        self.assertNotIn("00130001", str(snapshot))
        channels = self.channels(self.leader, CHANNELS)
        self.assertFalse([name for name in channels if name.endswith("/whole")])
        with self.bus() as sent:
            self.store.tell_monitors()
        told = [(str(channel).rpartition("/")[2], str(message).replace(" ", "")) for channel, _kind, message in sent]
        masked = [message for form, message in told if form == "masked"]
        self.assertTrue(masked)
        self.assertFalse([message for message in masked if "13800130001" in message])
        self.assertTrue([message for form, message in told if form == "whole" and "13800130001" in message])


class TestMonitorMessages(MonitorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls._new_agent(cls.leader, "7009")

    def setUp(self):
        super().setUp()
        self.store.tell_monitors()  # the first one has all monitors load anew

    def told(self, *batches):
        """Write and return what monitors are told, of those with whole numbers: [(channel, kind, message)]."""
        with self.bus() as sent:
            for batch in batches:
                self.store.write(batch)
            sent.clear()
            self.store.tell_monitors()
        return [row for row in sent if str(row[0]).startswith(CHANNELS) and not str(row[0]).endswith("masked")]

    def test_several_batches_are_one_message_a_channel(self):
        self.set_state(self.me, "ready")
        self.store.tell_monitors()
        told = self.told(Batch(calls=[running()]), Batch(calls=[running("7001")]))
        ((channel, kind, message),) = told
        self.assertEqual((channel, kind), (f"{CHANNELS}/queue/{self.queue.id}/whole", f"{CHANNELS}/queue"))
        self.assertEqual((message["put"], message["gone"]), ([], [KEY]))
        self.assertEqual((message["day"]["offered"], message["day"]["answered"]), (1, 1))

    def test_a_wait_comes_and_goes(self):
        ((_channel, _kind, came),) = self.told(Batch(calls=[running()]))
        self.assertEqual([row["key"] for row in came["put"]], [KEY])
        self.assertEqual(came["day"]["open"], 1)
        self.assertFalse(self.told(Batch(calls=[running()])), "nothing has changed")
        ((_channel, _kind, went),) = self.told(Batch(calls=[running("7001")]))
        self.assertEqual((went["put"], went["gone"]), ([], [KEY]))

    def test_a_state_is_told_to_the_agents_department(self):
        with self.bus() as sent:
            self.set_state(self.me, "not_ready", reason="lunch")
            self.store.tell_monitors()
        department = self.agent.callcenter_department_id.id
        channel = f"{CHANNELS}/department/{self.env.company.id}/{department}/whole"
        (message,) = [message for target, _kind, message in sent if target == channel]
        self.assertEqual([(row["id"], row["state"]) for row in message["agents"]], [(self.me.id, "not_ready")])
        self.assertGreater(message["at"], message["agents"][0]["since"])

    def test_a_call_back_is_told_when_it_comes_and_when_it_goes(self):
        def told(sent):
            rows = [(channel, message) for channel, kind, message in sent if kind == f"{CHANNELS}/callbacks"]
            return {channel.rpartition("/")[2]: message["rows"] for channel, message in rows}

        with self.bus() as sent:
            wish = self.wish()
        forms = told(sent)
        self.assertEqual([row["number"] for row in forms["whole"]], ["138 0013 0001"])
        self.assertNotIn("0013 0001", forms["masked"][0]["number"])
        with self.bus() as sent:
            wish.note = "asked twice"
        self.assertFalse(told(sent), "nothing that monitors show")
        with self.bus() as sent:
            self.rpc(self.leader, "callcenter.callback", "action_done", wish.ids)
        self.assertEqual(told(sent), {"whole": [], "masked": []})

    def test_how_a_leader_watches_is_told_when_it_changes(self):
        self.set_state(self.lead, "on_call", sub="monitor", call=KEY)
        call, now = running("7001"), time.time()
        for mode in ("listen", "whisper"):
            call.legs.append(Leg(f"s-{mode}", "supervisor", "7009", now, mode=mode))
            with self.bus() as sent:
                self.store.write(Batch(calls=[call]))
                self.store.tell_monitors()
            rows = [
                row for _channel, kind, message in sent if kind == f"{CHANNELS}/agents" for row in message["agents"]
            ]
            self.assertEqual({row["mode"] for row in rows if row["id"] == self.lead.id}, {mode})
            call.legs[-1].end = now

    def test_what_could_not_be_sent_is_sent_the_next_time(self):
        self.store.write(Batch(calls=[running()]))
        monitor = self.env.registry["callcenter.monitor"]
        with patch.object(monitor, "_tell_queues", side_effect=OSError("away")), self.assertRaises(OSError):
            self.store.tell_monitors()
        self.assertTrue(self.told())

    def test_a_delta_is_what_a_snapshot_would_say(self):
        ((_channel, _kind, message),) = self.told(Batch(calls=[running()]))
        snapshot = self.load()
        self.assertEqual(message["put"], snapshot["waiting"])
        self.assertEqual(message["day"], self.queue_of(snapshot)["day"])

    def test_a_heartbeat_is_told_to_the_company(self):
        with self.bus() as sent:
            self.store.heartbeat({"linked": True, "cpu": 12.5, "trunks": [{"code": "line", "state": "up", "calls": 2}]})
        ((channel, kind, message),) = [row for row in sent if str(row[0]).startswith(CHANNELS)]
        self.assertEqual((channel, kind), (f"{CHANNELS}/company/{self.env.company.id}", f"{CHANNELS}/node"))
        status = message["node"]["status"]
        self.assertEqual((status["cpu"], status["trunks"][0]["name"], status["trunks"][0]["calls"]), (12.5, "Line", 2))

    def test_the_servers_form_shows_what_the_heartbeat_said(self):
        self.store.heartbeat({"linked": True, "cpu": 12.5, "memory": 40.0, "channels": 4, "phones": {"registered": 3}})
        node = self.node
        self.assertEqual(
            (node.cpu_percent, node.memory_percent, node.live_channels, node.phones_registered), (12.5, 40.0, 4, 3)
        )

    def test_a_change_of_the_set_up_has_monitors_load_anew(self):
        with self.bus() as sent:
            self.node._send_configure(self.node.ids)
        self.assertIn((f"{CHANNELS}/company/{self.env.company.id}", f"{CHANNELS}/reload", {}), sent)

    def test_a_wish_is_told_at_once(self):
        self.store.write(Batch(calls=[running("7001")]))
        self.set_state(self.me, "on_call", sub="talk", call=KEY)
        with self.bus() as sent:
            self.act(self.leader, "set_agent_state", self.me.id, "not_ready", "lunch")
        told = [message for target, _kind, message in sent if str(target).endswith("whole")]
        self.assertEqual(told[0]["agents"][0]["wish"], "not_ready:lunch")
