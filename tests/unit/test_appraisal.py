"""The appraisal index: scores against targets, weighted."""

import pytest
from callcenter_kpi.appraisal import index, score


@pytest.mark.parametrize(
    ("actual", "target", "less", "expected"),
    [
        (80, 80, False, 100),
        (40, 80, False, 50),
        (0, 80, False, 0),
        (-5, 80, False, 0),
        (200, 80, False, 120),
        (300, 300, True, 100),
        (600, 300, True, 50),
        (100, 300, True, 120),
        (0, 300, True, 120),
        (None, 80, False, None),
        (None, 80, True, None),
        (5, 0, False, None),
    ],
)
def test_a_score_is_the_share_of_the_target_up_to_the_cap(actual, target, less, expected):
    assert score(actual, target, less, 120) == expected


def test_the_index_is_the_weighted_mean():
    assert index([(70, 100), (30, 50)]) == 85


def test_what_has_no_data_is_left_out_and_the_rest_counts_for_more():
    assert index([(50, 100), (30, None), (20, 50)]) == pytest.approx((50 * 100 + 20 * 50) / 70)
    assert index([(50, None)]) is None
    assert index([]) is None
