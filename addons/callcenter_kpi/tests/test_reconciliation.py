"""Days that add up, and faults put in by SQL that are found and named."""

from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests.common import new_test_user, tagged

from odoo.addons.callcenter_telephony.connector.sink_ledger import write_ledger
from odoo.addons.callcenter_telephony.connector.sink_names import Names

from .common import EXTENSIONS, NODE
from .month import Month
from .test_facts import START, FactCase
from .test_report import moment

DAY = date(2026, 3, 2)
ADMINS = ("manager", "admin")
OTHERS = ("agent1", "leader", "qa")


@tagged("post_install", "-at_install")
class TestReconciliation(FactCase):
    def setUp(self):
        super().setUp()
        self.Reconciliation = self.env["callcenter.reconciliation"]
        self.queue, self.agent = self.queues["service"], self.agents["agent1"]
        answered, abandoned = self.waiting(START, 10), self.waiting(START + 600, 40, "abandoned")
        for call, parts in ((answered, {"wait_s": 10.0, "talk_s": 60.0}), (abandoned, {"wait_s": 40.0})):
            for name, seconds in parts.items():
                setattr(call, name, seconds)
        self.answered, self.abandoned = self.book(answered, abandoned)
        self.leg = self.answered.leg_ids.filtered(lambda leg: leg.role == "agent")
        self.sign_in()
        self.refresh()
        while self.env["callcenter.fact.state"]._refresh_some():
            pass

    def at(self, seconds):
        return datetime(2026, 3, 2, 2, 10) + timedelta(seconds=seconds)

    def sign_in(self):
        """The states of agent1 around the call, as the connector writes them."""
        spans = [
            (-600, 0, "ready"),
            (0, 10, "ringing"),
            (10, 70, "on_call"),
            (70, 100, "wrap_up"),
            (100, 3600, "ready"),
            (3600, None, "offline"),
        ]
        for start, end, state in spans:
            self.env["callcenter.agent.state"].create(
                {
                    "node_id": self.node.id,
                    "extension": self.agent.extension,
                    "agent_id": self.agent.id,
                    "start": self.at(start),
                    "end": None if end is None else self.at(end),
                    "state": state,
                    "sub_state": "talk" if state == "on_call" else False,
                    "call_id": self.answered.id if state in ("ringing", "on_call", "wrap_up") else False,
                }
            )
        self.env.flush_all()

    def sql(self, query, *args):
        self.env.flush_all()
        self.env.cr.execute(query, args)
        self.assertTrue(self.env.cr.rowcount)
        self.env.invalidate_all()

    def run_day(self, day=DAY):
        (row,) = self.Reconciliation._run([day])
        return row

    def found(self, verdict="unexplained"):
        """Return ``{kind: differences}`` of the day."""
        rows = self.run_day().line_ids.difference_ids.filtered(lambda row: row.verdict == verdict)
        return dict(rows.grouped("kind"))

    def test_a_day_that_adds_up(self):
        row = self.run_day()
        self.assertEqual([(x.kind, x.about, x.left_value, x.right_value) for x in row.line_ids.difference_ids], [])
        self.assertEqual((row.state, row.unexplained, row.explained), ("ok", 0, 0))
        self.assertEqual((row.calls_ledger, row.calls_facts, row.calls_apart), (2, 2, 0))
        kinds = dict(row.line_ids._fields["kind"]._description_selection(self.env))
        self.assertEqual(set(row.line_ids.mapped("kind")), set(kinds))
        of_states = row.line_ids.filtered(lambda line: line.kind == "leg_state")
        self.assertEqual((of_states.compared, of_states.left_value, of_states.right_value), (2, 100, 100))

    def test_a_sum_of_the_figures_that_is_wrong(self):
        self.sql("UPDATE callcenter_fact_queue SET answered = answered + 1 WHERE queue_id = %s", self.queue.id)
        (row,) = self.found()["facts_queue"].filtered(lambda row: row.left_value)
        self.assertEqual((row.queue_id, row.figure, row.half_hour), (self.queue, "answered", "10:00"))
        self.assertEqual((row.left_value, row.right_value, row.gap), (1, 2, 1))
        self.assertIn("10:00", row.about)
        self.assertIn(self.answered, self.env["callcenter.call"].search(row.action_open()["domain"]))

    def test_a_figure_of_an_agent_that_is_not_there(self):
        self.sql("DELETE FROM callcenter_fact_agent WHERE agent_id = %s", self.agent.id)
        rows = self.found()["facts_agent"]
        self.assertEqual(rows.agent_id, self.agent)
        self.assertEqual({row.figure: row.left_value for row in rows}["talk_s"], 60)
        self.assertEqual(set(rows.mapped("right_value")), {0})

    def test_figures_that_are_there_twice(self):
        self.sql(
            """INSERT INTO callcenter_fact_agent SELECT * FROM callcenter_fact_agent WHERE agent_id = %s""",
            self.agent.id,
        )
        rows = self.found()["facts_agent"]
        self.assertEqual({row.figure: (row.left_value, row.right_value) for row in rows}["handled"], (1, 2))

    def test_a_call_that_is_counted_twice_or_not_at_all(self):
        report = self.registry["callcenter.report.queue"]
        waits = report._waits

        def wrong(this):
            select, figures = waits(this)
            select = type(select)(
                "SELECT w.* FROM (%s) w, generate_series(1, 2) WHERE w.call_id <> %s", select, self.abandoned.id
            )
            return select, figures

        self.patch(report, "_waits", wrong)
        rows = self.found()["calls"]
        values = {row.call_id: (row.left_value, row.right_value) for row in rows}
        self.assertEqual(values, {self.answered: (3, 4), self.abandoned: (1, 0)})
        self.assertEqual(rows[0].action_open()["res_model"], "callcenter.call")

    def test_calls_that_no_report_counts_are_told_apart(self):
        inside, menu = self.waiting(START, 10), self.waiting(START, 10, "abandoned")
        inside.direction = inside.kind = "internal"
        menu.legs = []
        self.book(inside, menu)
        row = self.run_day()
        self.assertEqual((row.calls_ledger, row.calls_facts, row.calls_apart), (4, 2, 2))

    def test_a_duration_and_parts_that_are_wrong(self):
        self.sql("UPDATE callcenter_call SET duration_s = 71 WHERE id = %s", self.answered.id)
        found = self.found()
        for kind, values in {"duration": (70, 71), "parts": (71, 70)}.items():
            with self.subTest(kind):
                (row,) = found[kind]
                self.assertEqual((row.call_id, row.left_value, row.right_value), (self.answered, *values))

    def test_legs_that_are_not_in_the_states(self):
        self.sql('UPDATE callcenter_call_leg SET "end" = "end" - interval \'20 s\' WHERE id = %s', self.leg.id)
        rows = {row.figure: row for row in self.found()["leg_state"]}
        self.assertEqual((rows["busy"].left_value, rows["busy"].right_value), (50, 70))
        self.assertEqual(rows["busy"].agent_id, self.agent)
        states = self.env["callcenter.agent.state"].search(rows["busy"].action_open()["domain"])
        self.assertEqual(len(states), 6)

    def test_up_to_a_second_is_within_tolerance(self):
        self.sql(
            """UPDATE callcenter_agent_state SET start = start + interval '900 ms'
                WHERE agent_id = %s AND state = 'ringing'""",
            self.agent.id,
        )
        self.assertNotIn("leg_state", self.found())
        (row,) = self.found("tolerance")["leg_state"]
        self.assertAlmostEqual(row.gap, -0.9)
        self.assertFalse(row.reason)

    def test_a_telephone_used_while_signed_out_is_explained(self):
        self.sql("UPDATE callcenter_agent_state SET state = 'offline' WHERE agent_id = %s", self.agent.id)
        self.assertNotIn("leg_state", self.found())
        self.assertEqual(set(self.found("explained")["leg_state"].mapped("reason")), {"signed_out"})

    def test_gaps_and_overlaps_in_the_states(self):
        for shift, gap in (("+ interval '20 s'", 20), ("- interval '40 s'", -20)):
            with self.subTest(shift):
                self.sql(
                    f"""UPDATE callcenter_agent_state SET start = start {shift}
                         WHERE agent_id = %s AND state = 'wrap_up'""",
                    self.agent.id,
                )
                found = self.found()
                (line,), (of_day,) = found["state_line"], found["state_day"]
                self.assertEqual((line.agent_id, line.gap, line.figure), (self.agent, gap, "wrap_up"))
                self.assertEqual(of_day.gap, -gap)

    def test_recordings_without_a_file_and_shorter_than_they_must_be(self):
        recording = self.env["callcenter.recording"].create(
            {"node_id": self.node.id, "call_id": self.answered.id, "call_key": f"{NODE}:r", "path": "r.wav",
             "expected_s": 60, "seconds": 60, "sha256": "0"}
        )  # fmt: skip
        self.assertEqual(self.found(), {})
        recording.seconds = 40
        (row,) = self.found()["recorded"]
        self.assertEqual((row.call_id, row.left_value, row.right_value), (self.answered, 60, 40))
        self.answered.marks = "journal,fault"
        self.assertEqual(self.found("explained")["recorded"].reason, "cut")
        recording.write({"sha256": False})
        self.answered.marks = False
        self.assertEqual(self.found()["files"].call_id, self.answered)
        recording.deleted_at = "2026-04-01 00:00:00"
        self.assertEqual(self.found("explained")["files"].reason, "deleted")

    def test_a_day_of_which_nothing_is_known_is_not_called_right(self):
        self.assertEqual(self.run_day(DAY - timedelta(days=900)).state, "none")

    def test_compared_anew_a_day_is_there_once(self):
        first = self.run_day()
        second = self.run_day()
        self.assertFalse(first.exists())
        self.assertEqual(self.Reconciliation.search([("day", "=", DAY)]), second)

    def test_the_night_takes_yesterday_and_what_was_booked_late(self):
        self.patch(self.registry["callcenter.reconciliation"], "_today", lambda _self: DAY + timedelta(days=5))
        self.Reconciliation.search([]).unlink()
        yesterday, quiet = DAY + timedelta(days=4), DAY + timedelta(days=1)
        self.assertEqual(self.Reconciliation._due_days(), [yesterday])
        self.Reconciliation._run([DAY, quiet, yesterday])
        # one of the others, by chance
        self.assertEqual(len(self.Reconciliation._due_days()), 2)
        self.book(self.waiting(START + 1200, 10))
        due = self.Reconciliation._due_days()
        self.assertLessEqual({yesterday, DAY}, set(due))

    def test_managers_read_and_have_days_compared_and_nobody_edits_a_sum(self):
        self.sql("UPDATE callcenter_call SET duration_s = 71 WHERE id = %s", self.answered.id)
        for name in ADMINS:
            user = self.users[name]
            with self.subTest(name):
                wizard = self.env["callcenter.reconciliation.run"].with_user(user)
                wizard.create({"first_day": DAY, "last_day": DAY}).action_run()
                row = self.Reconciliation.with_user(user).search([("day", "=", DAY)])
                self.assertEqual(row.unexplained, 2)
                row.action_run_again()
                row = self.Reconciliation.with_user(user).search([("day", "=", DAY)])
                self.assertEqual(len(row.line_ids.difference_ids), 2)
                for record in (row, row.line_ids[0], row.line_ids.difference_ids[0]):
                    self.refused_to_write(record)

    def refused_to_write(self, record):
        field = "left_value" if "left_value" in record._fields else "unexplained"
        for act in (
            lambda: record.write({field: 0}),
            lambda: record.unlink(),
            lambda: record.copy(),
            lambda: record.create({}),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_agents_leaders_and_inspectors_are_refused(self):
        row = self.run_day()
        people = [*(self.users[name] for name in OTHERS), new_test_user(self.env, "kpi_nobody", "base.group_user")]
        for user in people:
            with self.subTest(user.login):
                for record in (row, row.line_ids):
                    with self.assertRaises(AccessError):
                        record.with_user(user).read(["day"])
                with self.assertRaises(AccessError):
                    row.with_user(user).action_run_again()
                with self.assertRaises(AccessError):
                    self.env["callcenter.reconciliation.difference"].with_user(user).search([])
                with self.assertRaises(AccessError):
                    self.env["callcenter.reconciliation.run"].with_user(user).create({})

    def test_only_days_that_are_over(self):
        wizard = self.env["callcenter.reconciliation.run"].with_user(self.users["manager"])
        today = self.Reconciliation._today()
        for first, last in ((today, today), (DAY, DAY - timedelta(days=1)), (DAY, DAY + timedelta(days=40))):
            with self.subTest(first=first, last=last), self.assertRaises(UserError):
                wizard.create({"first_day": first, "last_day": last}).action_run()


@tagged("post_install", "-at_install")
class TestReconciliationOfManyCalls(FactCase):
    def test_calls_told_late_and_twice_add_up_whether_added_up_already_or_not(self):
        numbers = [did.number for did in self.dids]
        begin = moment("2026-03-30T00:00")
        month = Month(NODE, list(self.queues), list(EXTENSIONS.values()), numbers, begin, 3, 300)
        names = Names.read(self.env.cr, NODE)
        for batch in month.batches():
            ids = write_ledger(self.env.cr, batch, names)
            self.env.invalidate_all()
            self.env["callcenter.call"]._ledger_written(self.env["callcenter.call"].browse(ids.values()))
        days = [date(2026, 3, 30) + timedelta(days=number) for number in range(4)]
        for when in ("running", "kept"):
            rows = self.env["callcenter.reconciliation"]._run(days)
            lines = rows.line_ids.filtered(lambda line: line.kind in ("calls", "duration") or "facts" in line.kind)
            wrong = lines.difference_ids
            with self.subTest(when):
                self.assertEqual([(x.day, x.kind, x.about, x.left_value, x.right_value) for x in wrong], [])
                self.assertGreater(sum(lines.mapped("compared")), 500)
                self.assertGreater(sum(rows.mapped("calls_facts")), 200)
            self.refresh()
