"""A cell's number as a key, or what is wrong with it."""

import time

import pytest
from callcenter_crm.tools.importing import numbers


@pytest.mark.parametrize(
    "text",
    [
        "13800000001", "１３８０００００００１", "+86 138-0000-0001", "8613800000001", "008613800000001",
        "138 0000 0001", " 13800000001\n", "13800000001/13900000002",
        "13800000001、0755-12345678", "13800000001,13900000002", "13800000001 13900000002",
        "13800000001\n13900000002", "无;13800000001", "'13800000001", "(138)00000001",
        "13800000001或13900000002",
    ],
)  # fmt: skip
def test_one_key_however_it_is_written(text):
    assert numbers.clean(text) == ("+8613800000001", "")


@pytest.mark.parametrize(
    ("text", "key"),
    [("0755-26531188", "+8675526531188"), ("(010) 6255 1234", "+861062551234"), ("021-62551234-12", "+862162551234"),
     ("021-62551234转12", "+862162551234"), ("+852 2123 4567", "+85221234567"), ("00442079460018", "+442079460018"),
     ("4008001234", "+864008001234")],
)  # fmt: skip
def test_landlines_and_numbers_abroad(text, key):
    assert numbers.clean(text) == (key, "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty"), ("  \u3000", "empty"), ("-", "empty"), ("1.38E+10", "rounded"), ("1.38006E10", "rounded"),
        ("１．３８Ｅ＋１０", "rounded"), ("1380013", "short"), ("1380000000", "short"), ("861380000000", "short"),
        ("12345", "short"), ("138000000012", "long"), ("8613800000001234", "long"), ("1" * 40, "long"),
        ("无", "letters"), ("call me", "letters"), ("1380000000a", "letters"), ("12800000001", "unknown"),
        ("0000000000", "unknown"), ("11111111", "unknown"), ("=cmd|' /C calc'!A0", "letters"),
    ],
)  # fmt: skip
def test_what_is_wrong(text, problem):
    assert numbers.clean(text) == ("", problem)


def test_national_numbers_are_those_of_the_region():
    assert numbers.clean("07911 123456", "GB") == ("+447911123456", "")
    assert numbers.clean("13800000001", "GB")[1]


def test_chinese_mobiles_are_fast():
    texts = [f"138{n:08}" for n in range(100_000)]
    started = time.process_time()
    assert all(not numbers.clean(text)[1] for text in texts)
    assert time.process_time() - started < 1
