import time
from datetime import datetime
from zoneinfo import ZoneInfo

from odoo.tests.common import tagged

from odoo.addons.callcenter_telephony.connector.ledger import Call, Leg

from .common import EXTENSIONS, NODE, KpiCase


def moment(text, zone="Asia/Shanghai", fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp()


@tagged("post_install", "-at_install")
class TestReport(KpiCase):
    def test_the_rate_of_a_group_is_the_ratio_of_its_sums(self):
        start = moment("2026-03-02T10:00")
        calls = self.book(
            *(self.waiting(start + i, 10) for i in range(9)),
            self.waiting(start, 10, outcome="abandoned"),
            self.waiting(start, 10, outcome="abandoned", queue="sales"),
        )
        rates = self.figures("queue", calls, "queue_id", "answer_rate")
        self.assertEqual(rates[self.queues["service"].id]["answer_rate"], 0.9)
        self.assertEqual(rates[self.queues["sales"].id]["answer_rate"], 0)
        total = self.figures("queue", calls, "direction", "answer_rate")
        self.assertAlmostEqual(total["inbound"]["answer_rate"], 9 / 11)

    def test_nothing_to_divide_by_is_shown_as_nothing(self):
        calls = self.book(self.waiting(moment("2026-03-02T10:00"), 2, outcome="abandoned"))
        names = ("answer_rate", "service_level", "asa", "aht", "csat")
        [row] = self.figures("queue", calls, "queue_id", *names).values()
        self.assertEqual(row, dict.fromkeys(names))

    def test_days_and_half_hours_are_the_company_s(self):
        calls = self.book(
            self.waiting(moment("2026-03-02T23:59:59.9"), 1),
            self.waiting(moment("2026-03-03T00:00"), 1),
            self.waiting(moment("2026-03-03T00:29:59"), 1),
        )
        got = self.figures("queue", calls, "half_hour", "offered")
        self.assertEqual(got["23:30"]["offered"], 1)
        self.assertEqual(got["00:00"]["offered"], 2)
        days = self.env["callcenter.report.queue"].search([("call_id", "in", calls.ids), ("offered", "=", 1)])
        self.assertEqual(sorted(map(str, days.mapped("day"))), ["2026-03-02", "2026-03-03", "2026-03-03"])

    def test_today_is_the_company_s_today(self):
        now = time.time()
        calls = self.book(self.waiting(now, 1), self.waiting(now - 86400, 1))
        got = self.figures("queue", calls, "days_ago", "offered")
        self.assertEqual(got, {0: {"offered": 1}, 1: {"offered": 1}})

    def test_the_hour_that_comes_twice_has_its_own_half_hours(self):
        self.env.company.partner_id.tz = "Europe/Berlin"
        calls = self.book(
            self.waiting(moment("2026-10-25T02:10", "Europe/Berlin", fold=0), 1),
            self.waiting(moment("2026-10-25T02:10", "Europe/Berlin", fold=1), 1),
            self.waiting(moment("2026-10-25T03:10", "Europe/Berlin"), 1),
        )
        got = self.figures("queue", calls, "half_hour", "offered")
        self.assertEqual(
            {half_hour: row["offered"] for half_hour, row in got.items()}, {"02:00 +": 1, "02:00": 1, "03:00": 1}
        )

    def test_a_running_wait_is_offered_and_in_no_rate(self):
        start = moment("2026-03-02T10:00")
        leg = Leg(key="q", role="queue", party="service", queue="service", start=start)
        calls = self.book(Call(key=f"{NODE}:open", start=start, legs=[leg]), self.waiting(start, 10))
        [row] = self.figures("queue", calls, "queue_id", "offered", "open", "net", "answer_rate").values()
        self.assertEqual(row, {"offered": 2, "open": 1, "net": 1, "answer_rate": 1})

    def test_a_call_in_wrap_up_is_not_handled_yet(self):
        start = moment("2026-03-02T10:00")
        call = self.waiting(start, 10)
        call.legs[1].wrap = (call.end, None)
        records = self.book(call)
        self.assertFalse(self.figures("agent", records, "agent_id", "handled")[self.agents["agent1"].id]["handled"])
        call.legs[1].wrap = (call.end, call.end + 12)
        records = self.book(call)
        row = self.figures("agent", records, "agent_id", "handled", "wrap_s", "aht_in")[self.agents["agent1"].id]
        self.assertEqual(row, {"handled": 1, "wrap_s": 12, "aht_in": 72})

    def test_internal_calls_count_nowhere(self):
        start = moment("2026-03-02T10:00")
        call = Call(key=f"{NODE}:internal", direction="internal", kind="internal", start=start, end=start + 60)
        call.legs = [self.talk(start, start + 5, start + 60, via="direct", queue="")]
        calls = self.book(call)
        self.assertFalse(self.figures("agent", calls, "agent_id", "handled", "offers"))
        self.assertFalse(self.figures("queue", calls, "queue_id", "handled"))

    def test_a_changed_limit_changes_no_past_figure(self):
        start = moment("2026-03-02T10:00")
        call = self.waiting(start, 18)
        calls = self.book(call)
        self.queues["service"].service_level_s = 15
        calls |= self.book(call, self.waiting(start, 18))
        [row] = self.figures("queue", calls, "queue_id", "sl_yes", "sl_no").values()
        self.assertEqual(row, {"sl_yes": 1, "sl_no": 1})

    def test_inbound_and_outbound_handle_times_are_apart(self):
        start = moment("2026-03-02T10:00")
        out = Call(key=f"{NODE}:out", direction="outbound", kind="manual", start=start, end=start + 100)
        out.legs = [self.talk(start, start + 8, start + 100, via="manual", queue="", wrap=0)]
        calls = self.book(self.waiting(start, 10), out)
        self.assertEqual(list(self.figures("queue", calls, "queue_id", "handled")), [self.queues["service"].id])
        names = ("handled", "handled_in", "handled_out", "aht_in", "aht_out", "dials", "dials_answered", "offers")
        row = self.figures("agent", calls, "agent_id", *names)[self.agents["agent1"].id]
        self.assertEqual(list(row.values()), [2, 1, 1, 90, 92, 1, 1, 1])

    def test_a_figure_leads_to_its_calls(self):
        start = moment("2026-03-02T10:00")
        late = self.book(self.waiting(start, 30))
        in_time = self.book(self.waiting(start, 10))
        domain = [("call_id", "in", (late | in_time).ids), ("sl_no", "=", 1)]
        calls = self.env["callcenter.call"].with_user(self.users["manager"])
        self.assertEqual(calls.search([("queue_fact_ids", "any", domain)]), late)
        domain = [("call_id", "in", (late | in_time).ids), ("agent_id", "=", self.agents["agent1"].id)]
        self.assertEqual(calls.search([("agent_fact_ids", "any", domain)]), late | in_time)
        fact = self.env["callcenter.report.queue"].search([("call_id", "=", late.id)], limit=1)
        self.assertEqual(fact.action_open_call()["res_id"], late.id)

    def test_rows_of_a_report_have_ids_of_their_own(self):
        start = moment("2026-03-02T10:00")
        calls = self.book(
            *(self.waiting(start + i, 5, survey_offered=True, agent=EXTENSIONS["agent1"]) for i in range(5))
        )
        for report, kinds in (("queue", 3), ("agent", 3)):
            rows = self.env[f"callcenter.report.{report}"].search([("call_id", "in", calls.ids)])
            self.assertEqual(len(set(rows.ids)), 5 * kinds, report)
