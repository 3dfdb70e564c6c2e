"""Facts: as right as the ledger at every moment, however it changes."""

import time
from itertools import product
from unittest.mock import patch

from odoo.tests.common import tagged
from odoo.tools import SQL

from odoo.addons.callcenter_telephony.connector.ledger import Call

from ..report.callcenter_fact_stale import ALWAYS
from .common import NODE, KpiCase
from .test_report import moment

START = moment("2026-03-02T10:10")
FACTS = ("callcenter.fact.queue", "callcenter.fact.agent", "callcenter.fact.call")
GROUPS = {
    "callcenter.fact.queue": (["queue_id"], ["day:month", "half_hour"], ["weekday"]),
    "callcenter.fact.agent": (["agent_id", "queue_id"], ["day:month"]),
    "callcenter.fact.call": (["did_id"], ["campaign_id", "day:month"], ["half_hour"]),
}
DOMAINS = (
    [],
    [("day", ">=", "2026-02-01")],
    [("day", ">=", "2026-03-03"), ("direction", "=", "inbound")],
    [("day", ">", "2026-03-01"), ("day", "<", "2026-04-01")],
    ["|", ("day", "<=", "2026-03-02"), ("day", ">=", "2026-03-04")],
)


class FactCase(KpiCase):
    def setUp(self):
        super().setUp()
        self.stale = self.env["callcenter.fact.stale"]
        self.refresh()

    def refresh(self):
        """Add up what is stale, as the cron does."""
        self.env.flush_all()
        while self.stale._refresh_some():
            pass
        self.env.invalidate_all()

    def rows(self, model, raw=False):
        """Return the rows of a report with all sums, as sets; ``raw``: worked out of the ledger as a whole."""
        columns = sorted(self.env[model]._all_columns())
        if raw:
            table = self.env[model]._added_up(ALWAYS)
        else:
            table = self.env[model]._table_query
        names = SQL(", ").join(map(SQL.identifier, columns))
        self.env.cr.execute(SQL("SELECT %s FROM (%s) t", names, table))
        return [dict(zip(columns, row, strict=True)) for row in self.env.cr.fetchall()]

    def check(self):
        """The facts as a report reads them are those of the whole ledger, each once; and so are the coarser sums."""
        self.env.flush_all()
        for model in FACTS:
            got, want = (sorted(map(repr, self.rows(model, raw))) for raw in (False, True))
            self.assertEqual(got, want, model)
            for groups, domain in product(GROUPS[model], DOMAINS):
                with patch.object(self.registry[model], "_levels", ()):
                    want = self.groups(model, domain, groups)
                self.assertEqual(self.groups(model, domain, groups), want, (model, domain, groups))

    def groups(self, model, domain, groups):
        """Return what a pivot shows, seconds to the microsecond."""
        figures = self.env[model]._figures()
        specs = [f"{name}:{self.env[model]._fields[name].aggregator}" for name in figures]
        rows = self.env[model].formatted_read_group(domain, groups, specs)
        return [
            {name: round(value, 6) if isinstance(value, float) else value for name, value in row.items()}
            for row in rows
        ]

    def stored(self, model):
        self.env.cr.execute(SQL("SELECT count(*) FROM %s", SQL.identifier(self.env[model]._table)))
        return self.env.cr.fetchone()[0]


@tagged("post_install", "-at_install")
class TestFacts(FactCase):
    def offered(self, **domain):
        domain = [(name, "=", value) for name, value in domain.items()]
        groups = self.env["callcenter.fact.queue"].formatted_read_group(domain, ["queue_id"], ["offered:sum"])
        return {group["queue_id"][0]: group["offered:sum"] for group in groups}

    def test_a_call_counts_at_once_and_once(self):
        service = self.queues["service"].id
        self.book(self.waiting(START, 10))
        self.assertEqual(self.offered(day="2026-03-02"), {service: 1})
        self.refresh()
        self.assertEqual(self.offered(day="2026-03-02"), {service: 1})
        self.book(self.waiting(START + 5, 10))
        self.assertEqual(self.offered(day="2026-03-02"), {service: 2})

    def test_what_is_over_is_added_up_and_read_from_the_table(self):
        self.book(self.waiting(START, 10))
        self.refresh()
        self.assertEqual([self.stored(model) for model in FACTS], [1, 1, 1])
        self.assertFalse(self.stale._slots("half_hour") + self.stale._slots("day"))
        # what nobody marked is not looked at: the reports do read the table
        self.env.cr.execute("UPDATE callcenter_fact_queue SET offered = 7")
        self.env.cr.execute("UPDATE callcenter_fact_queue_day SET offered = 8")
        self.assertEqual([row["offered"] for row in self.rows("callcenter.fact.queue")], [7])
        self.assertEqual(list(self.offered(day="2026-03-02").values()), [8])

    def test_a_day_that_runs_is_read_from_the_ledger_and_its_half_hours_when_over(self):
        self.book(self.waiting(time.time() - 7200, 10), self.waiting(time.time(), 1))
        self.refresh()
        self.assertEqual(len(self.stale._slots("half_hour")), 1)
        self.assertTrue(self.stale._slots("day"))
        self.check()

    def test_a_later_version_moves_a_call_to_another_half_hour(self):
        call = self.waiting(START, 10)
        self.book(call)
        self.refresh()
        later = self.waiting(START + 3600, 50)
        later.key = call.key
        self.book(later)
        self.check()
        self.refresh()
        self.check()
        [row] = self.rows("callcenter.fact.queue")
        self.assertEqual((row["half_hour"], row["offered"], row["sl_no"]), ("11:00", 1, 1))

    def test_a_second_leg_changes_the_half_hour_of_the_first(self):
        call = self.waiting(START, 10)
        self.book(call)
        self.refresh()
        call.legs.append(self.talk(START + 3000, START + 3010, START + 3100, via="return"))
        self.book(call)
        self.check()
        self.refresh()
        self.check()
        self.assertEqual(
            {row["half_hour"]: row["talk_s"] for row in self.rows("callcenter.fact.queue")}, {"10:00": 150}
        )

    def test_a_call_that_was_part_of_another_counts_no_more(self):
        young, old = self.waiting(START + 60, 10), self.waiting(START, 10)
        self.book(old, young)
        self.refresh()
        old.aliases = [young.key.partition(":")[2]]
        self.book(old)
        self.check()
        self.assertEqual(list(self.offered().values()), [1])
        self.refresh()
        self.check()

    def test_a_rating_and_a_direction_set_later(self):
        [call] = self.book(self.waiting(START, 10, survey_offered=True))
        self.refresh()
        level = self.env["callcenter.rating.level"].search([], limit=1)
        call.write({"rating_level_id": level.id, "rating_score": 5, "rating_satisfied": True})
        self.check()
        self.refresh()
        self.check()
        call.direction = "internal"
        self.assertFalse(self.offered())
        self.check()
        self.refresh()
        self.assertEqual([self.stored(model) for model in FACTS], [0, 0, 0])

    def test_what_people_note_on_a_call_touches_no_fact(self):
        [call] = self.book(self.waiting(START, 10))
        self.refresh()
        call.note = "Rang again"
        self.env.flush_all()
        self.assertFalse(self.stale._slots("half_hour"))

    def test_a_deleted_call_is_gone(self):
        calls = self.book(self.waiting(START, 10), self.waiting(START + 4000, 10))
        self.refresh()
        calls[0].unlink()
        self.check()
        self.refresh()
        self.check()
        self.assertEqual([self.stored(model) for model in FACTS], [1, 1, 1])

    def test_the_hour_that_comes_twice_and_days_of_23_and_25_hours(self):
        self.env.company.partner_id.tz = "Europe/Berlin"
        zone = "Europe/Berlin"
        moments = [
            moment("2026-10-24T23:59:59", zone),
            moment("2026-10-25T00:00", zone),
            moment("2026-10-25T02:10", zone, fold=0),
            moment("2026-10-25T02:10", zone, fold=1),
            moment("2026-10-25T23:59:59", zone),
            moment("2026-10-26T00:00", zone),
            moment("2026-03-29T01:59", zone),
            moment("2026-03-29T03:00", zone),
            moment("2026-03-29T23:59", zone),
            moment("2026-03-30T00:00", zone),
        ]
        self.book(*(self.waiting(at, 0.5) for at in moments))
        self.refresh()
        self.check()
        got = sorted((str(row["day"]), row["half_hour"]) for row in self.rows("callcenter.fact.queue"))
        self.assertEqual(len(got), len(moments))
        self.assertIn(("2026-10-25", "02:00 +"), got)
        self.assertIn(("2026-10-25", "02:00"), got)
        days = {str(row["day"]): row["handled"] for row in self.rows("callcenter.fact.agent")}
        want = {"2026-10-24": 1, "2026-10-25": 4, "2026-10-26": 1, "2026-03-29": 3, "2026-03-30": 1}
        self.assertEqual(days, want)

    def test_another_zone_of_the_company_is_right_at_once(self):
        self.book(self.waiting(moment("2026-03-02T23:50"), 10))
        self.refresh()
        self.env.company.partner_id.tz = "Asia/Kathmandu"
        self.check()
        self.refresh()
        self.check()
        self.assertEqual({row["half_hour"] for row in self.rows("callcenter.fact.queue")}, {"21:30"})

    def test_facts_are_those_of_the_detail_for_every_figure_and_ratio(self):
        calls = [self.waiting(START + 700 * i, 3 * i, outcome=("answered", "abandoned")[i % 3 == 0]) for i in range(20)]
        out = Call(key=f"{NODE}:out", direction="outbound", kind="manual", start=START, end=START + 100)
        out.legs = [self.talk(START, START + 8, START + 100, via="manual", queue="", wrap=0)]
        records = self.book(*calls, out)
        self.refresh()
        for what, key in (("queue", "queue_id"), ("agent", "agent_id")):
            fact, detail = self.env[f"callcenter.fact.{what}"], self.env[f"callcenter.report.{what}"]
            names = [*detail._figures(), *detail._report_ratios()]
            specs = [f"{name}:{detail._fields[name].aggregator}" for name in names]
            got, want = (
                [
                    {spec: row[spec] for spec in specs}
                    for row in model.formatted_read_group(domain, [key, "day:day"], specs)
                ]
                for model, domain in ((fact, []), (detail, [("call_id", "in", records.ids)]))
            )
            self.assertEqual(got, want)

    def test_coarser_sums_are_read_where_they_say_the_same(self):
        self.book(self.waiting(START, 10), self.waiting(START + 40 * 86400, 10))
        self.refresh()
        self.check()
        march = [("day", ">=", "2026-03-01"), ("day", "<=", "2026-03-31")]
        for table, domain, groups, read in (
            ("callcenter_fact_queue_day", march, ["queue_id"], True),
            ("callcenter_fact_queue_day", [("day", "=", "2026-03-02")], ["weekday"], True),
            ("callcenter_fact_queue_day", march, ["half_hour"], False),
            ("callcenter_fact_queue_day", [*march, ("offered", ">", 0)], [], False),
            ("callcenter_fact_queue_month", march, ["half_hour"], True),
            ("callcenter_fact_queue_month", [("day", ">=", "2026-03-02"), march[1]], ["half_hour"], False),
            ("callcenter_fact_queue_month", [("day", ">", "2026-03-01"), march[1]], ["half_hour"], False),
            ("callcenter_fact_queue_month", march, ["half_hour", "day:day"], False),
            ("callcenter_fact_queue_month", march, ["half_hour", "weekday"], False),
            ("callcenter_fact_agent_month", march, ["agent_id", "day:quarter"], True),
            ("callcenter_fact_agent_month", ["!", *march[:1]], ["agent_id"], False),
            ("callcenter_fact_agent_month", march, ["weekday"], False),
        ):
            self.env.cr.execute(SQL("UPDATE %s SET handled = handled + 700", SQL.identifier(table)))
            model = "callcenter.fact.queue" if "queue" in table else "callcenter.fact.agent"
            rows = self.env[model].formatted_read_group(domain, groups, ["handled:sum"])
            with self.subTest(table=table, domain=domain, groups=groups):
                self.assertEqual(any((row["handled:sum"] or 0) >= 700 for row in rows), read)
            self.env.cr.execute(SQL("UPDATE %s SET handled = handled - 700", SQL.identifier(table)))

    def test_a_month_with_one_late_call_is_right_and_the_others_are_not_read_anew(self):
        self.book(self.waiting(START, 10), self.waiting(START + 40 * 86400, 10))
        self.refresh()
        self.book(self.waiting(START + 86400, 10))
        self.env.cr.execute("UPDATE callcenter_fact_queue_month SET offered = 7")
        rows = self.env["callcenter.fact.queue"].formatted_read_group([], ["half_hour"], ["offered:sum"])
        self.assertEqual({row["half_hour"]: row["offered:sum"] for row in rows}, {"10:00": 9})
        self.env.cr.execute("UPDATE callcenter_fact_queue_month SET offered = 1")
        self.refresh()
        self.check()

    def test_what_was_kept_before_there_were_coarser_sums_is_in_them(self):
        self.book(self.waiting(START, 10))
        self.refresh()
        self.env.cr.execute("DROP TABLE callcenter_fact_queue_month")
        self.env["callcenter.fact.queue"].init()
        self.check()
        self.env.cr.execute("SELECT sum(offered) FROM callcenter_fact_queue_month")
        self.assertEqual(self.env.cr.fetchone(), (1,))

    def test_a_figure_that_is_new_is_added_up_for_all_time(self):
        self.book(self.waiting(START, 10))
        self.refresh()
        self.env.cr.execute("ALTER TABLE callcenter_fact_queue DROP COLUMN sl_yes")
        self.env["callcenter.fact.queue"].init()
        self.check()
        self.refresh()
        self.check()

    def test_a_report_offers_no_group_that_its_sums_are_not_kept_by(self):
        for what, name in (("queue", "agent_id"), ("agent", "half_hour"), ("call", "queue_id")):
            field = self.env[f"callcenter.fact.{what}"].fields_get([name], ["groupable", "searchable"])[name]
            self.assertEqual((field["groupable"], field["searchable"]), (False, False), what)
