"""The call stories: what the reports say is what the stories expect, and what a count leg by leg says."""

from collections import Counter
from datetime import datetime
from pathlib import Path

import yaml

from odoo.tests.common import tagged

from odoo.addons.callcenter_telephony.connector.ledger import Call, Leg

from .. import recount
from .common import EXTENSIONS, NODE, KpiCase

STORIES = Path(__file__).resolve().parents[3] / "tests" / "data" / "stories.yaml"
START = "2026-03-02T10:00:00+08:00"
QUEUE = {
    "offered": "offered",
    "answered": "answered",
    "abandoned": "abandoned",
    "short_abandoned": "short_abandoned",
    "lost": "lost",
    "sl_yes": "sl_yes",
    "sl_no": "sl_no",
    "sl_out": "sl_out",
    "wait_answered": "wait_answered_s",
    "wait_abandoned": "wait_abandoned_s",
    "longest_wait": "longest_wait_s",
}
CALL = {
    "received": "received",
    "refused": "refused",
    "contained": "contained",
    "ivr_abandoned": "ivr_abandoned",
    "offered": "offered_calls",
    "answered": "answered_calls",
}
OUTBOUND = {"attempts": "attempts", "connected": "connected"}
AGENT = {
    "offers": "offers",
    "answered": "offers_answered",
    "missed": "missed",
    "handled": "handled",
    "talk": "talk_s",
    "hold": "hold_s",
    "consult": "consult_s",
}


class Story:
    """A story of the file as ledger calls."""

    def __init__(self, story):
        self.id, self.expect = story["id"], story["expect"]
        self.base = datetime.fromisoformat(story.get("config", {}).get("start_at", START)).timestamp()
        self.legs = [(row["call"], self.leg(number, row)) for number, row in enumerate(self.expect["legs"])]
        self.calls = [self.call(name, row) for name, row in self.expect["calls"].items()]

    def at(self, value):
        return None if value is None else self.base + value

    def pairs(self, value):
        return [(self.at(a), self.at(b)) for a, b in value or ()]

    def leg(self, number, row):
        row = {**row, "key": f"{number}"}
        row.pop("call")
        row["party"] = EXTENSIONS.get(row["party"], row["party"])
        for name in ("start", "answer", "end"):
            row[name] = self.at(row.get(name))
        for name in ("hold", "consult"):
            row[name] = self.pairs(row.get(name))
        for name in ("dial", "wrap"):
            row[name] = next(iter(self.pairs([row[name]] if name in row else ())), None)
        return Leg(**row)

    def call(self, name, row):
        legs = [leg for call, leg in self.legs if call == name]
        return Call(
            key=f"{NODE}:{self.id}:{name}",
            direction=row["direction"],
            kind=row["kind"],
            start=self.at(row["start"]),
            end=self.at(row["end"]),
            result=row["result"],
            agent=EXTENSIONS.get(row.get("agent"), ""),
            last_handler=EXTENSIONS.get(row.get("last_handler"), ""),
            survey_offered=any(leg.flow == "survey" for leg in legs),
            rating=str(row.get("score", "")),
            legs=legs,
        )


@tagged("post_install", "-at_install")
class TestReportStories(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for level in cls.env["callcenter.rating.level"].search([]):
            level.score = int(level.key)  # the scale that the stories count on
        cls.stories = [Story(story) for story in yaml.safe_load(STORIES.read_text())["stories"]]

    def expected(self, story, part, words):
        return {
            name: {field: want.get(word, 0) for word, field in words.items()}
            for name, want in story.expect.get("kpi", {}).get(part, {}).items()
        }

    def test_figures_by_queue(self):
        for story in self.stories:
            calls = self.book(*story.calls)
            got = self.figures("queue", calls, "queue_id", *QUEUE.values())
            names = {self.queues[code].id: code for code in self.queues}
            got = {names[queue]: row for queue, row in got.items() if queue and row["offered"]}
            with self.subTest(story=story.id):
                self.assertEqual(got, self.expected(story, "queues", QUEUE))

    def test_figures_of_calls(self):
        for story in self.stories:
            calls = self.book(*story.calls).filtered(lambda call: call.direction != "internal")
            got = {}
            for row in self.figures("call", calls, "direction", *CALL.values(), *OUTBOUND.values()).values():
                got = {name: got.get(name, 0) + value for name, value in row.items()}
            kpi = story.expect["kpi"]
            want = {field: kpi.get("calls", {}).get(word, 0) for word, field in CALL.items()}
            want |= {field: kpi.get("outbound", {}).get(word, 0) for word, field in OUTBOUND.items()}
            with self.subTest(story=story.id):
                self.assertEqual(Counter(got), Counter(want))

    def test_figures_by_agent(self):
        for story in self.stories:
            calls = self.book(*story.calls)
            got = self.figures("agent", calls, "agent_id", *AGENT.values())
            names = {agent.id: name for name, agent in self.agents.items()}
            none = dict.fromkeys(AGENT.values(), 0)
            got = {name: none for name in story.expect["kpi"]["agents"]} | {names[a]: row for a, row in got.items()}
            with self.subTest(story=story.id):
                self.assertEqual(got, self.expected(story, "agents", AGENT))

    def test_all_stories_together_are_what_a_count_leg_by_leg_says(self):
        calls = self.book(*(call for story in self.stories for call in story.calls))
        legs = [((story.id, call), leg) for story in self.stories for call, leg in story.legs]
        names = ("offered", "net", "open", "answer_rate", "abandon_rate", "service_level", "asa", "avg_abandon_time")
        got = self.figures("queue", calls, "queue_id", *names)
        for code, want in recount.by_queue(legs).items():
            self.assertEqual(got[self.queues[code].id], {name: getattr(want, name) for name in names}, code)
        got = self.figures("agent", calls, "agent_id", "offers", "agent_answer_rate", "handled", "wrap_s")
        for extension, (offers, handling) in recount.by_agent(legs).items():
            agent = self.agents[{number: name for name, number in EXTENSIONS.items()}[extension]]
            want = {"offers": offers.offers, "agent_answer_rate": offers.agent_answer_rate}
            want |= {"handled": handling.handled, "wrap_s": handling.wrap_s}
            self.assertEqual(got[agent.id], want, extension)

    def test_a_wait_and_a_handled_call_each_belong_to_the_half_hour_of_their_anchor(self):
        [story] = [story for story in self.stories if "intervals" in story.expect["kpi"]]
        calls = self.book(*story.calls)
        intervals = story.expect["kpi"]["intervals"]
        waits = self.figures("queue", calls, "half_hour", "offered", "answered")
        handled = self.figures("agent", calls, "half_hour", "handled")
        for moment, want in intervals.items():
            half_hour = moment.partition("T")[2]
            queue = want.get("queues", {}).get("service", {})
            self.assertEqual(waits.get(half_hour, {}).get("offered", 0), queue.get("offered", 0), moment)
            self.assertEqual(waits.get(half_hour, {}).get("answered", 0), queue.get("answered", 0), moment)
            count = sum(agent.get("handled", 0) for agent in want.get("agents", {}).values())
            self.assertEqual(handled.get(half_hour, {}).get("handled", 0), count, moment)

    def test_outbound_calls_and_ratings(self):
        attempts = {"S25": (4, 1), "S26": (1, 1)}
        for story in self.stories:
            calls = self.book(*story.calls)
            outbound, survey = (story.expect["kpi"].get(part, {}) for part in ("outbound", "survey"))
            model = self.env["callcenter.report.agent"].with_user(self.users["manager"])
            [row] = model.formatted_read_group(
                [("call_id", "in", calls.ids)],
                [],
                ["dials:sum", "dials_answered:sum", "surveys:sum", "ratings:sum", "score_sum:sum"],
            )
            with self.subTest(story=story.id):
                if story.id in attempts:
                    self.assertEqual((outbound["attempts"], outbound["connected"]), attempts[story.id])
                    self.assertEqual((row["dials:sum"], row["dials_answered:sum"]), attempts[story.id])
                self.assertEqual(row["surveys:sum"] or 0, survey.get("offered", 0))
                self.assertEqual(row["ratings:sum"] or 0, survey.get("answered", 0))
                self.assertEqual(row["score_sum:sum"] or 0, survey.get("score_sum", 0))
