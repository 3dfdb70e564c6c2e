"""Allocation: how many contacts each target gets, on a few numbers."""

import random

import pytest
from callcenter_crm.tools import allocating


class TestEvenly:
    @pytest.mark.parametrize(
        ("count", "targets", "shares"),
        [(10, 2, [5, 5]), (10, 3, [4, 3, 3]), (2, 3, [1, 1, 0]), (0, 3, [0, 0, 0]), (5, 0, [])],
    )
    def test_shares_differ_by_one_at_most(self, count, targets, shares):
        assert allocating.evenly(count, targets) == shares


class TestByWeight:
    @pytest.mark.parametrize(
        ("count", "weights", "shares"),
        [
            (30, [1, 2], [10, 20]),
            (28400, [2, 1.5, 1.5, 1], [9467, 7100, 7100, 4733]),
            (10, [1, 1, 1], [4, 3, 3]),
            (1, [1, 3], [0, 1]),
            (3, [0, 1], [0, 3]),
            (3, [0, 0], [0, 0]),
            (7, [0.1, 0.2, 0.4], [1, 2, 4]),
        ],
    )
    def test_weight_two_gets_twice_as_many(self, count, weights, shares):
        assert allocating.by_weight(count, weights) == shares

    def test_nothing_is_left_over_and_nobody_is_off_by_one(self):
        chance = random.Random(4)
        for _ in range(500):
            weights = [chance.choice([0, 1, 1.5, 2, 0.3]) for _ in range(chance.randint(1, 60))]
            count = chance.randint(0, 100_000)
            shares = allocating.by_weight(count, weights)
            total = sum(weights)
            assert sum(shares) == (count if total else 0)
            assert all(
                abs(share - count * weight / total) < 1 for share, weight in zip(shares, weights, strict=True) if total
            )
            assert all(not share for share, weight in zip(shares, weights, strict=True) if not weight)


class TestEach:
    def test_everybody_gets_the_amount_while_there_are_enough(self):
        assert allocating.each(100, [30, 30, 10]) == [30, 30, 10]

    def test_too_few_are_shared_in_proportion(self):
        assert allocating.each(35, [30, 30, 10]) == [15, 15, 5]


class TestWeightsOfRates:
    def test_the_mean_is_one(self):
        assert allocating.weights_of_rates([0.02, 0.04, 0.06]) == [0.5, 1.0, 1.5]

    def test_who_has_no_result_yet_counts_as_the_mean(self):
        assert allocating.weights_of_rates([None, 0.05]) == [1.0, 1.0]

    def test_nobody_is_left_without_any(self):
        assert allocating.weights_of_rates([0.0, 0.1]) == [0.1, 2.0]

    def test_without_any_result_all_are_alike(self):
        assert allocating.weights_of_rates([0.0, 0.0]) == [1.0, 1.0]


class TestWords:
    @pytest.mark.parametrize("text", ["广东, 福建", "广东，福建", "广东、福建；", " 广东 福建 "])
    def test_as_people_write_lists(self, text):
        assert allocating.words(text) == ["广东", "福建"]

    @pytest.mark.parametrize("text", ["", None, " , "])
    def test_nothing(self, text):
        assert allocating.words(text) == []


class TestPlace:
    def test_single_ones_are_dealt_like_cards_in_proportion(self):
        assert allocating.place([(1, set())] * 6, [2, 4]) == [1, 0, 1, 1, 0, 1]

    def test_large_units_come_first_and_the_others_fill_up(self):
        units = [(1, set()), (3, set()), (1, set()), (1, set())]
        where = allocating.place(units, [3, 3])
        assert len({where[at] for at in (0, 2, 3)}) == 1
        assert where[1] != where[0]

    def test_a_unit_does_not_go_where_it_may_not(self):
        assert allocating.place([(1, {0}), (1, {1}), (1, set())], [1, 2]) == [1, 0, 1]

    def test_a_unit_that_may_go_nowhere_stays(self):
        assert allocating.place([(1, {0, 1}), (1, set())], [1, 1]) == [None, 0]

    def test_who_gets_nothing_gets_nothing(self):
        assert allocating.place([(1, set())] * 2, [0, 2]) == [1, 1]


class TestBundles:
    def test_what_hangs_together_over_others_is_one(self):
        assert allocating.bundles([[1, 2], [7, 8], [3, 2]]) == [[1, 2, 3], [7, 8]]

    def test_of_nothing(self):
        assert allocating.bundles([]) == []
