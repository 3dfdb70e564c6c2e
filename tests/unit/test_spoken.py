"""Values as words."""

import datetime

import pytest
from callcenter_telephony import spoken


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (0, "零", "zero"),
        (10, "十", "ten"),
        (15, "十五", "fifteen"),
        (110, "一百一十", "one hundred ten"),
        (105, "一百零五", "one hundred five"),
        (1005, "一千零五", "one thousand five"),
        (1050, "一千零五十", "one thousand fifty"),
        (10500, "一万零五百", "ten thousand five hundred"),
        (100_000, "十万", "one hundred thousand"),
        (1_000_001, "一百万零一", "one million one"),
        (100_000_000, "一亿", "one hundred million"),
        (-3.25, "负三点二五", "minus three point two five"),
        (20, "二十", "twenty"),
        (42, "四十二", "forty two"),
    ],
)
def test_numbers(value, zh, en):
    assert "".join(spoken.number("zh", value)) == zh
    assert " ".join(spoken.number("en", value)) == en


@pytest.mark.parametrize(
    ("value", "currency", "zh", "en"),
    [
        (1234.5, "CNY", "一千二百三十四元五角", "one thousand two hundred thirty four point five yuan"),
        (0.05, "CNY", "五分", "zero point zero five yuan"),
        (3.05, "CNY", "三元零五分", "three point zero five yuan"),
        (0, "CNY", "零元", "zero yuan"),
        (-8, "USD", "负八美元", "minus eight dollars"),
        (2.5, "GBP", "二点五GBP", "two point five G B P"),
    ],
)
def test_money(value, currency, zh, en):
    assert "".join(spoken.amount("zh", value, currency)) == zh
    assert " ".join(spoken.amount("en", value, currency)) == en


def test_digits_and_letters_one_by_one():
    assert spoken.digits("zh", "S0-01x") == ["S", "零", "零", "一", "X"]
    assert spoken.digits("en", "２5王") == ["five"]


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        ((2026, 10, 1), "二零二六年十月一日", "October first twenty twenty six"),
        ((2005, 1, 31), "二零零五年一月三十一日", "January thirty-first two thousand five"),
    ],
)
def test_dates(day, zh, en):
    day = datetime.date(*day)
    assert "".join(spoken.date("zh", day)) == zh
    assert " ".join(spoken.date("en", day)) == en


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_word_said_is_a_word_that_has_a_sound(language):
    known = set(spoken.words(language))
    days = [datetime.date(2000, 1, 1) + datetime.timedelta(days=37 * n) for n in range(400)]
    said = [word for n in range(0, 10**9, 7_654_321) for word in spoken.number(language, n / 100)]
    said += [word for n in range(3000) for word in spoken.amount(language, n / 100)]
    said += [word for day in days for word in spoken.date(language, day)]
    assert set(said) <= known
