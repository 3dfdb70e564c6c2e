"""Figures: the arithmetic on a few numbers, and the counts that the call stories expect."""

from pathlib import Path

import pytest
import yaml
from callcenter_kpi import metrics, recount
from callcenter_telephony.connector.ledger import Leg

STORIES = Path(__file__).resolve().parents[1] / "data" / "stories.yaml"
WORDS = {"offers": "offers", "answered": "offers_answered", "missed": "missed"}
SECONDS = {"talk": "talk_s", "hold": "hold_s", "consult": "consult_s"}


def waits(*legs):
    return sum((metrics.QueueFigures.of_wait(*leg) for leg in legs), metrics.QueueFigures())


class TestServiceLevel:
    @pytest.mark.parametrize(
        ("outcome", "wait_s", "reason", "level"),
        [
            ("answered", 0, "", "yes"),
            ("answered", 20, "", "yes"),
            ("answered", 20.000001, "", "no"),
            ("abandoned", 5, "", "out"),
            ("abandoned", 5.000001, "", "no"),
            ("abandoned", 90, "", "no"),
            ("lost", 3, "", "out"),
            ("lost", 90, "", "out"),
            ("overflow_queue", 20, "", "out"),
            ("overflow_queue", 21, "", "no"),
            ("callback", 10, "", "out"),
            ("voicemail", 0, "no_agents", "no"),
            ("", 90, "", "open"),
        ],
    )
    def test_each_way_out_of_a_queue(self, outcome, wait_s, reason, level):
        assert metrics.service_level_class(outcome, wait_s, reason) == level

    def test_limits_are_the_queues_own(self):
        assert metrics.service_level_class("answered", 16, limit_s=15) == "no"
        assert metrics.service_level_class("abandoned", 8, short_s=10) == "out"

    def test_a_short_limit_of_zero_is_off(self):
        assert metrics.service_level_class("abandoned", 0, short_s=0) == "no"
        assert not metrics.is_short("abandoned", 0, 0)

    def test_hanging_up_soon_neither_helps_nor_harms(self):
        with_short = waits(("answered", 10), ("answered", 30), ("abandoned", 2))
        assert with_short.service_level == waits(("answered", 10), ("answered", 30)).service_level == 0.5


class TestQueueFigures:
    def test_offered_is_the_sum_of_all_outcomes(self):
        sums = waits(("answered", 1), ("abandoned", 9), ("abandoned", 1), ("moved", 1), ("lost", 1), ("", 0))
        parts = (sums.answered, sums.abandoned, sums.short_abandoned, sums.left, sums.lost, sums.open)
        assert parts == (1, 1, 1, 1, 1, 1)
        assert sums.offered == sum(parts)
        assert sums.sl_yes + sums.sl_no + sums.sl_out + sums.open == sums.offered

    def test_the_rates_of_what_can_happen_make_one(self):
        sums = waits(("answered", 1), ("answered", 2), ("abandoned", 9), ("abandoned", 1), ("moved", 1), ("lost", 1))
        assert sums.net == 5
        assert sums.answer_rate + sums.abandon_rate + (sums.left + sums.lost) / sums.net == 1

    def test_means_are_of_those_they_name(self):
        sums = waits(("answered", 4), ("answered", 8), ("abandoned", 30), ("abandoned", 2), ("voicemail", 60))
        assert sums.asa == 6
        assert sums.avg_abandon_time == 30

    def test_a_ratio_of_groups_is_the_ratio_of_their_sums(self):
        busy, quiet = waits(*[("answered", 1)] * 9, ("abandoned", 9)), waits(("abandoned", 9))
        assert (busy + quiet).answer_rate == 9 / 11

    def test_nothing_to_divide_by_is_nothing(self):
        sums = waits(("abandoned", 1))
        assert (sums.answer_rate, sums.abandon_rate, sums.service_level, sums.asa) == (None,) * 4
        assert metrics.HandlingFigures().aht is None
        assert metrics.OfferFigures().agent_answer_rate is None
        assert metrics.SurveyFigures(surveys=3).csat is None
        assert metrics.SurveyFigures().csat_response is None


class TestAgents:
    def test_handle_time_is_all_of_it_by_handled_calls(self):
        assert metrics.HandlingFigures(2, 100, 10, 20, 30).aht == 80

    def test_only_time_outs_and_refusals_are_the_agents_misses(self):
        ends = ("timeout", "refused", "caller", "pickup", "elsewhere", "fault")
        sums = sum((metrics.OfferFigures.of_leg("queue", False, end) for end in ends), metrics.OfferFigures())
        assert (sums.offers, sums.missed) == (6, 2)
        assert (sums + metrics.OfferFigures.of_leg("return", True, "caller")).agent_answer_rate == 1 / 3

    def test_what_an_agent_began_or_took_is_no_offer(self):
        for via in ("manual", "pickup", "takeover", "transfer_attended", "three_way"):
            assert metrics.OfferFigures.of_leg(via, True, "caller") == metrics.OfferFigures()

    def test_satisfaction(self):
        sums = metrics.SurveyFigures(surveys=10, ratings=4, satisfied=3, score_sum=15)
        assert (sums.csat, sums.csat_response, sums.csat_avg) == (0.75, 0.4, 3.75)


def stories():
    return yaml.safe_load(STORIES.read_text())["stories"]


def legs_of(story):
    for row in story["expect"]["legs"]:
        row = dict(row)
        dial = row.pop("dial", None)
        yield row.pop("call"), Leg(key="", dial=dial and tuple(dial), **row)


@pytest.mark.parametrize("story", stories(), ids=lambda story: story["id"])
def test_story(story):
    expected = story["expect"].get("kpi", {})
    queues, agents = recount.by_queue(legs_of(story)), recount.by_agent(legs_of(story))
    assert queues.keys() == expected.get("queues", {}).keys()
    for code, want in expected.get("queues", {}).items():
        assert queue_words(queues[code]) == {**dict.fromkeys(queue_words(queues[code]), 0), **known(want, QUEUE_WORDS)}
    for name, want in expected.get("agents", {}).items():
        offers, handling = agents.get(name, (metrics.OfferFigures(), metrics.HandlingFigures()))
        got = {word: getattr(offers, field) for word, field in WORDS.items()} | {"handled": handling.handled}
        got |= {word: getattr(handling, field) for word, field in SECONDS.items()}
        assert got == {**dict.fromkeys(got, 0), **known(want, got)}, name


QUEUE_WORDS = {
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
}


def queue_words(figures):
    return {word: getattr(figures, field) for word, field in QUEUE_WORDS.items()}


def known(want, words):
    return {word: value for word, value in want.items() if word in words}


class TestCalls:
    @pytest.mark.parametrize(
        ("direction", "result", "queued", "counted"),
        [
            ("inbound", "answered", True, {"offered_calls", "answered_calls", "net_calls"}),
            ("inbound", "abandoned", True, {"offered_calls", "net_calls"}),
            ("inbound", "short_abandoned", True, {"offered_calls"}),
            ("inbound", "", True, {"offered_calls"}),
            ("inbound", "lost", True, {"offered_calls", "net_calls"}),
            ("inbound", "lost", False, {"lost_early"}),
            ("inbound", "answered", False, {"direct"}),
            ("inbound", "voicemail", False, {"direct"}),
            ("inbound", None, False, {"open_calls"}),
            ("inbound", "ivr_abandoned", False, {"ivr_abandoned"}),
            ("outbound", "answered", False, {"connected"}),
            ("outbound", "answered", True, {"connected"}),
            ("outbound", "busy", False, {"unreached"}),
            ("outbound", "lost", False, {"unreached"}),
            ("outbound", "", False, {"open_calls"}),
        ],
    )
    def test_what_a_call_counts_as(self, direction, result, queued, counted):
        figures = metrics.CallFigures.of_call(direction, result, queued)
        whole = "received" if direction == "inbound" else "attempts"
        assert {f for f in figures.__slots__ if getattr(figures, f)} == {whole, *counted}

    def test_rates_are_of_sums_and_nothing_of_nothing(self):
        calls = [("answered", False, True), ("machine",), ("dropped",), ("busy",)]
        sums = sum((metrics.CallFigures.of_call("outbound", *call) for call in calls), metrics.CallFigures())
        assert (sums.connect_rate, sums.contact_rate, sums.rpc_rate) == (3 / 4, 2 / 4, 1 / 4)
        assert (sums.containment, sums.call_answer_rate) == (None, None)
