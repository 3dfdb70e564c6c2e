"""Sampling plans: how many of an agent's calls, which, and to whom."""

from datetime import date

import pytest
from callcenter_kpi.qa_sample import Spoken, deal, draw, due, span


@pytest.mark.parametrize(
    ("calls", "share", "number", "wanted"),
    [
        (100, 3, 0, 3),
        (101, 3, 0, 4),
        (1, 3, 0, 1),
        (0, 3, 5, 0),
        (40, 3, 5, 5),
        (3, 0, 5, 3),
        (50, 100, 0, 50),
        (1000, 0.1, 0, 1),
        (700, 1.1, 0, 8),
        (300, 7, 0, 21),
    ],
)
def test_how_many_of_an_agent_s_calls(calls, share, number, wanted):
    assert due(calls, share, number) == wanted


@pytest.mark.parametrize(
    ("period", "day", "first", "last"),
    [
        ("day", "2026-03-02", "2026-03-02", "2026-03-02"),
        ("week", "2026-03-01", "2026-02-23", "2026-03-01"),
        ("week", "2026-03-02", "2026-03-02", "2026-03-08"),
        ("month", "2026-12-31", "2026-12-01", "2026-12-31"),
        ("month", "2028-02-03", "2028-02-01", "2028-02-29"),
    ],
)
def test_periods(period, day, first, last):
    assert span(period, date.fromisoformat(day)) == (date.fromisoformat(first), date.fromisoformat(last))


def calls(count, user=1, first=1, **flags):
    return [Spoken(number, user, **flags) for number in range(first, first + count)]


def test_each_agent_s_share_is_drawn_and_the_same_one_every_time():
    rows = calls(100) + calls(40, user=2, first=1000)
    chosen = draw(rows, 10, 0, {}, 7)
    assert [sum(row.user_id == user for row, _chance in chosen) for user in (1, 2)] == [10, 4]
    assert draw(rows[::-1], 10, 0, {}, 7) == chosen
    assert {row for row, _chance in draw(rows, 10, 0, {}, 8)} != {row for row, _chance in chosen}


def test_a_second_draw_of_a_period_adds_what_is_missing_only():
    first = {row for row, _chance in draw(calls(50), 10, 0, {}, 7)}
    grown = [Spoken(row.call_id, 1, taken=row in first) for row in calls(100)]
    second = draw(grown, 10, 0, {1: 5}, 7)
    assert len(second) == 5
    assert not {row.call_id for row, _chance in second} & {row.call_id for row in first}
    assert draw(grown, 10, 0, {1: 10}, 7) == []


def test_all_long_and_badly_rated_ones_and_the_share_beside_them():
    rows = [*calls(20), Spoken(50, 1, long=True), Spoken(51, 1, rated=True), Spoken(52, 1, long=True, taken=True)]
    chosen = draw(rows, 10, 0, {}, 7)
    assert {row.call_id for row, by_chance in chosen if not by_chance} == {50, 51}
    assert sum(by_chance for _row, by_chance in chosen) == 3  # of 23


def test_by_chance_no_agent_s_call_is_likelier_than_another():
    hits = sum(row.call_id <= 50 for seed in range(200) for row, _chance in draw(calls(100), 10, 0, {}, seed))
    assert 900 < hits < 1100


def test_tasks_go_to_those_with_the_least_to_do():
    assert deal(4, {1: 3, 2: 0, 3: 1}) == [2, 2, 3, 2]
