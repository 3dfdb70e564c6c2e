"""What a score sheet comes to."""

import pytest
from callcenter_kpi.qa_score import Mark, adds_up, result


def mark(group, group_weight, possible, points, **more):
    return Mark(group, group_weight, possible, points, **more)


class TestResult:
    def test_a_sheet_whose_points_are_its_weights_is_the_sum_of_its_points(self):
        found = result(
            [
                mark("open", 20, 10, 4),
                mark("open", 20, 10, 10),
                *(mark("talk", 30, 10, points) for points in (5, 9, 9)),
                mark("work", 50, 20, 18),
                mark("work", 50, 10, 10),
                mark("work", 50, 20, None),
            ]
        )
        assert found.groups == {"open": (14, 20), "talk": (23, 30), "work": (28, 50)}
        assert (found.earned, found.possible, found.left) == (65, 100, 1)

    def test_a_group_counts_by_its_weight_whatever_its_points(self):
        found = result([mark("a", 80, 1, 1), mark("b", 20, 100, 50)])
        assert found.score == pytest.approx(90)

    def test_items_share_their_group_by_points_and_weight(self):
        found = result([mark("a", 100, 10, 10, weight=3), mark("a", 100, 10, 0)])
        assert found.score == pytest.approx(75)

    def test_what_does_not_apply_leaves_both_sums(self):
        found = result([mark("a", 60, 10, 5), mark("a", 60, 10, None, applies=False), mark("b", 40, 10, 10)])
        assert found.possible == pytest.approx(70)
        assert found.score == pytest.approx(100 * (15 + 40) / 70)
        assert found.left == 0

    def test_a_group_that_does_not_apply_leaves_its_weight_to_the_others(self):
        found = result([mark("a", 60, 10, 5), mark("b", 40, 10, None, applies=False)])
        assert found.score == pytest.approx(50)
        assert found.groups["b"] == (0, 0)

    def test_a_fatal_item_makes_it_0_and_what_it_was_before_is_kept(self):
        found = result([mark("a", 100, 10, 9), mark("red", 0, 0, None, fatal=True, failed=True)])
        assert (found.score, found.failed) == (0, True)
        assert found.before_fatal == pytest.approx(90)

    def test_a_fatal_item_that_did_not_happen_changes_nothing_and_is_not_waited_for(self):
        found = result([mark("a", 100, 10, 9), mark("red", 0, 0, None, fatal=True)])
        assert (found.score, found.failed, found.left) == (pytest.approx(90), False, 0)

    def test_a_fatal_item_in_a_group_with_others_takes_no_share_of_them(self):
        found = result([mark("a", 100, 10, 9), mark("a", 100, 5, None, fatal=True)])
        assert found.score == pytest.approx(90)

    def test_failed_counts_for_fatal_items_only(self):
        assert not result([mark("a", 100, 10, 10, failed=True)]).failed

    def test_nothing_that_applies_is_no_score(self):
        assert result([mark("a", 100, 10, None, applies=False)]).score is None
        assert result([]).score is None

    def test_a_fatal_item_counts_where_nothing_else_applies(self):
        found = result([mark("a", 100, 10, None, applies=False), mark("r", 0, 0, None, fatal=True, failed=True)])
        assert (found.score, found.before_fatal) == (0, None)

    def test_all_is_100_and_nothing_is_0(self):
        assert result([mark("a", 33.34, 3, 3), mark("b", 66.66, 7, 7)]).score == pytest.approx(100)
        assert result([mark("a", 33.34, 3, 0), mark("b", 66.66, 7, 0)]).score == 0


class TestWeights:
    @pytest.mark.parametrize("weights", [(100,), (33.33, 33.33, 33.34), (20, 30, 50, 0)])
    def test_that_add_up(self, weights):
        assert adds_up(weights)

    @pytest.mark.parametrize("weights", [(), (99.99,), (100.01,), (50, 40)])
    def test_that_do_not(self, weights):
        assert not adds_up(weights)
