"""How far inspectors differ who scored the same call."""

import pytest
from callcenter_kpi.qa_calibration import Measure, judge, measure, overall, totals


class TestMeasure:
    @pytest.mark.parametrize(
        ("marks", "exact", "reference", "wanted"),
        [
            ([50, 100, 90], False, None, Measure(80)),
            ([50, 100, 90], False, 0, Measure(50)),
            ([50, 100], False, 7, Measure(75)),  # the reference has not scored this call
            ([0, 100, 100], True, None, Measure(100)),
            ([0, 0, 100], True, None, Measure(0)),
            ([0, 100], True, None, Measure(split=True)),
            ([0, 100], True, 0, Measure(0)),
            ([None, None, 80], False, None, Measure()),
            ([None, 60, 80], False, None, Measure(70)),
            ([None, 80], False, None, Measure(split=True)),
            ([None, 80], False, 0, Measure()),
        ],
    )
    def test_is_the_reference_s_mark_else_what_most_say(self, marks, exact, reference, wanted):
        assert measure(dict(enumerate(marks)), exact, reference) == wanted


class TestJudge:
    def agreeing(self, marks, **how):
        return [judged.agrees for judged in judge(dict(enumerate(marks)), **how).values()]

    def test_a_mark_agrees_within_the_tolerance_and_at_its_edge(self):
        assert self.agreeing([70, 80, 90], tolerance=10) == [True, True, True]
        assert self.agreeing([70, 80, 90], tolerance=9.9) == [False, True, False]
        assert self.agreeing([70, 80, 90], tolerance=10, reference=0) == [True, True, False]

    def test_thirds_do_not_fail_by_binary_fractions(self):
        third = 100 / 3
        assert self.agreeing([third, third, third], tolerance=0) == [True, True, True]

    def test_yes_or_no_has_no_tolerance(self):
        assert self.agreeing([0, 100, 100], exact=True, tolerance=100) == [False, True, True]
        assert self.agreeing([0, 100], exact=True, tolerance=100) == [False, False]

    def test_what_does_not_apply_for_most_agrees_where_it_does_not_apply(self):
        assert self.agreeing([None, None, 80], tolerance=100) == [True, True, False]
        assert self.agreeing([None, 80], tolerance=100) == [False, False]
        assert self.agreeing([None, None]) == [True, True]

    def test_the_difference_is_to_the_mean_of_who_judged_or_to_the_reference(self):
        differences = [judged.difference for judged in judge({1: 50, 2: 100, 3: None}).values()]
        assert differences == [-25, 25, None]
        assert [judged.difference for judged in judge({1: 50, 2: 100}, reference=2).values()] == [-50, 0]
        assert [judged.difference for judged in judge({1: 50, 2: None}, reference=2).values()] == [None, None]


class TestTotals:
    def items(self, reference=None):
        return [
            (False, judge({"a": 80, "b": 80, "c": 20}, reference=reference, tolerance=25)),
            (True, judge({"a": 100, "b": 100, "c": 0}, exact=True, reference=reference)),
        ]

    def test_scores_are_held_against_their_mean(self):
        found = totals({"a": 90, "b": 80, "c": 10}, self.items())
        assert {who: row.deviation for who, row in found.items()} == {"a": 30, "b": 20, "c": -50}
        assert (found["a"].items, found["a"].agreed, found["a"].fatal_apart) == (2, 2, 0)
        assert (found["c"].items, found["c"].agreed, found["c"].fatal_apart) == (2, 0, 1)

    def test_the_reference_is_the_measure_and_has_no_row(self):
        found = totals({"a": 90, "b": 80, "c": 10}, self.items("c"), "c")
        assert {who: (row.deviation, row.agreed, row.fatal_apart) for who, row in found.items()} == {
            "a": (80, 0, 1),
            "b": (70, 0, 1),
        }

    def test_where_the_reference_has_not_scored_the_mean_counts(self):
        assert totals({"a": 90, "b": 80}, [], "c")["a"].against == 85

    def test_one_score_alone_is_compared_with_nothing(self):
        assert totals({"a": 90}, []) == {}
        assert totals({}, []) == {}


def test_overall_takes_deviations_with_their_sign_and_distances_without():
    first = totals({"a": 90, "b": 80}, [(False, judge({"a": 80, "b": 80}))])["a"]
    second = totals({"a": 40, "b": 60}, [(False, judge({"a": 0, "b": 80})), (False, judge({"a": 10, "b": 10}))])["a"]
    found = overall([first, second])
    assert (found["deviation"], found["distance"]) == (-2.5, 7.5)
    assert (found["items"], found["agreed"], found["agreement"]) == (3, 2, 2 / 3)


def test_overall_of_nothing_has_no_means():
    found = overall([])
    assert (found["deviation"], found["distance"], found["agreement"]) == (None, None, None)
