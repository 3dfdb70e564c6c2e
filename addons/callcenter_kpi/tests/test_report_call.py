"""Calls by number called and by campaign: each once, whatever happens on it."""

from odoo.tests.common import tagged

from odoo.addons.callcenter_telephony.connector.ledger import Call, Leg

from .common import NODE, KpiCase
from .test_report import moment

START = moment("2026-03-02T10:10")


@tagged("post_install", "-at_install")
class TestReportCall(KpiCase):
    def menu(self, result, did="84001", start=START):
        legs = [Leg("i", "ivr", "hotline", start, end=start + 9)]
        return Call(f"{NODE}:{next(self.numbers)}", did=did, start=start, end=start + 9, result=result, legs=legs)

    def dialled(self, result, start=START):
        answered = result == "answered"
        legs = [self.talk(start, start + 5, start + 65, via="manual", queue="")] if answered else []
        return Call(
            f"{NODE}:{next(self.numbers)}", "outbound", "manual", start=start, end=start + 65, result=result, legs=legs
        )

    def test_each_call_received_is_in_one_place_of_its_number(self):
        calls = self.book(
            self.waiting(START, 5, did="84001"),
            self.waiting(START, 30, "abandoned", did="84001"),
            *(self.menu(result) for result in ("contained", "ivr_abandoned", "ivr_abandoned", "refused", "closed")),
            self.menu("lost"),
            self.menu("answered", did="84002"),
        )
        one, two = (did.id for did in self.dids)
        names = ("received", "offered_calls", "answered_calls", "contained", "ivr_abandoned", "refused", "closed")
        got = self.figures("call", calls, "did_id", *names, "lost_early", "direct", "containment", "call_answer_rate")
        self.assertEqual(list(got[one].values()), [8, 2, 1, 1, 2, 1, 1, 1, 0, 1 / 5, 1 / 2])
        self.assertEqual(list(got[two].values()), [1, 0, 0, 0, 0, 0, 0, 0, 1, None, None])

    def test_a_caller_of_two_queues_asked_for_an_agent_once(self):
        call = self.waiting(START, 20, "overflow_queue", did="84001")
        second = Leg("q2", "queue", "sales", START + 20, end=START + 30, queue="sales", outcome="abandoned")
        call.legs.append(second)
        call.result = "abandoned"
        calls = self.book(call)
        got = self.figures("call", calls, "did_id", "received", "offered_calls", "net_calls")
        self.assertEqual(list(got[self.dids[0].id].values()), [1, 1, 1])
        self.assertEqual(sum(row["offered"] for row in self.figures("queue", calls, "queue_id", "offered").values()), 2)

    def test_attempts_by_campaign_with_right_parties_as_the_outcome_says(self):
        campaign = self.env["callcenter.campaign"].create({"name": "Spring"})
        calls = self.book(*map(self.dialled, ("answered", "answered", "machine", "dropped", "busy", "no_answer")))
        calls.sudo().campaign_id = campaign
        calls[0].right_party = True
        self.env.flush_all()
        names = ("attempts", "connected", "machine", "dropped", "unreached", "right_party", "handled")
        got = self.figures("call", calls, "campaign_id", *names, "connect_rate", "contact_rate", "rpc_rate")
        self.assertEqual(list(got[campaign.id].values()), [6, 2, 1, 1, 2, 1, 2, 4 / 6, 3 / 6, 1 / 6])

    def test_an_outcome_noted_later_counts_at_once(self):
        stale = self.env["callcenter.fact.stale"]
        calls = self.book(self.dialled("answered"))
        self.env.flush_all()
        while stale._refresh_some():
            pass
        fact = self.env["callcenter.fact.call"].with_user(self.users["manager"])
        day = [("day", "=", "2026-03-02"), ("direction", "=", "outbound")]
        [before] = fact.formatted_read_group(day, [], ["right_party:sum"])
        calls.right_party = True
        self.env.flush_all()
        [after] = fact.formatted_read_group(day, [], ["right_party:sum"])
        self.assertEqual(after["right_party:sum"] - before["right_party:sum"], 1)

    def test_a_figure_leads_to_its_calls(self):
        calls = self.book(self.menu("contained"), self.menu("refused"))
        domain = [("id", "in", calls.ids), ("call_fact_ids", "any", [("contained", "!=", 0)])]
        self.assertEqual(self.env["callcenter.call"].with_user(self.users["leader"]).search(domain), calls[0])
