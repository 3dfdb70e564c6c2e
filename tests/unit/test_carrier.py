"""A carrier's bill beside the ledger: what its lines say, and which line is which call."""

from itertools import combinations, permutations
from random import Random
from zoneinfo import ZoneInfo

import pytest
from callcenter_crm.tools.importing import numbers, probe, rows
from callcenter_kpi import carrier_bill, carrier_match
from callcenter_kpi.carrier_match import Side, match

COLUMNS = {"number": 0, "start": 1, "seconds": 2}
NOON = 1772424000.0  # 2026-03-02 12:00 in Shanghai
TEXT = "主叫号码,开始时间,通话时长\n13800000001,2026-03-02 12:00:07,75\n13800000002,昨天,75\n"


def billed(*starts, seconds=60.0, number="+8613800000001"):
    return [Side(line, number, NOON + start, seconds) for line, start in enumerate(starts, 1)]


def refs(found):
    return {kind: [tuple(side and side.ref for side in pair) for pair in pairs] for kind, pairs in found.items()}


class TestBill:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_lines_are_read_in_the_encodings_of_china_and_what_is_no_moment_is_told(self, tmp_path, encoding):
        path = tmp_path / "bill.csv"
        path.write_bytes(TEXT.encode(encoding))
        read = rows(path, probe(path).options())
        lines, wrong = carrier_bill.sides(read, COLUMNS, "Asia/Shanghai", numbers.clean)
        assert lines == [Side(2, "+8613800000001", NOON + 7, 75.0)]
        assert wrong == [(3, "start", "昨天")]

    def test_a_line_that_ends_too_early_is_told(self):
        lines, wrong = carrier_bill.sides([(2, ["13800000001"])], COLUMNS, "Asia/Shanghai", numbers.clean)
        assert (lines, wrong) == ([], [(2, "start", "")])

    @pytest.mark.parametrize(
        "text", ["2026-03-02 12:00", "2026/3/2 12:00:00", "20260302 12:00:00", "2026年3月2日12时00分00秒"]
    )
    def test_moments_are_understood_as_carriers_write_them(self, text):
        assert carrier_bill.moment(text, ZoneInfo("Asia/Shanghai")) == NOON

    @pytest.mark.parametrize("text", ["", "2026-02-30 12:00", "2026-03-02 25:00:00", "12:00"])
    def test_what_is_no_moment_is_none(self, text):
        assert carrier_bill.moment(text, ZoneInfo("Asia/Shanghai")) is None

    @pytest.mark.parametrize("text", ["75", "75.0", "00:01:15", "1分15秒", "1分钟 15秒", "1m15s"])
    def test_durations_are_understood_as_carriers_write_them(self, text):
        assert carrier_bill.seconds(text) == 75.0

    @pytest.mark.parametrize("text", ["", "-5", "long", "秒", "00:01"])
    def test_what_is_no_duration_is_none(self, text):
        assert carrier_bill.seconds(text) is None


class TestMatch:
    def test_the_same_call_is_the_same_within_the_tolerance_and_not_beyond(self):
        assert refs(match(billed(0), billed(10), 10, 0)) == {"same": [(1, 1)]}
        assert refs(match(billed(0), billed(10.5), 10, 0)) == {"only_billed": [(1, None)], "only_booked": [(None, 1)]}

    def test_another_number_is_another_call(self):
        found = match(billed(0), billed(0, number="+8613800000002"), 10, 0)
        assert refs(found) == {"only_billed": [(1, None)], "only_booked": [(None, 1)]}

    def test_a_duration_that_differs_is_told(self):
        assert refs(match(billed(0, seconds=66), billed(0), 10, 5)) == {"duration": [(1, 1)]}
        assert refs(match(billed(0, seconds=65), billed(0), 10, 5)) == {"same": [(1, 1)]}

    def test_a_line_billed_twice_is_left_over_once(self):
        assert refs(match(billed(0, 0), billed(0), 10, 0)) == {"same": [(1, 1)], "only_billed": [(2, None)]}

    def test_dialled_again_at_once_nobody_takes_the_other_ones_line(self):
        # the nearest first would pair the second line with the first call and leave two over
        assert refs(match(billed(0, 10), billed(8, 19), 10, 0)) == {"same": [(1, 1), (2, 2)]}

    def test_nothing_beside_nothing_is_nothing(self):
        assert match([], [], 10, 0) == {}

    def test_no_other_pairing_has_more_pairs_or_closer_ones(self):
        dice = Random(1)
        for _turn in range(300):
            lines, calls = (billed(*(dice.randint(0, 30) for _ in range(dice.randint(0, 4)))) for _ in range(2))
            pairs = match(lines, calls, 6, 0).get("same", [])
            gaps = sum(abs(line.start - call.start) for line, call in pairs)
            assert (len(pairs), -gaps) == max(_all_pairings(lines, calls, 6))

    def test_a_bill_made_to_harm_costs_no_more_than_its_lines(self, monkeypatch):
        tables = []
        pairs = carrier_match._pairs

        def watched(lines, calls, tolerance_s):
            tables.append((len(lines) + 1) * (len(calls) + 1))
            return pairs(lines, calls, tolerance_s)

        monkeypatch.setattr(carrier_match, "_pairs", watched)
        sides = billed(*range(3000))
        found = match(sides, sides, 5.0, 1.0)
        assert sum(tables) < 100 * len(sides) * 2
        assert sum(len([side for pair in rows for side in pair if side]) for rows in found.values()) == 2 * len(sides)
        assert len(found["same"]) > 0.9 * len(sides)


def _all_pairings(lines, calls, tolerance_s):
    for count in range(min(len(lines), len(calls)) + 1):
        for some in combinations(lines, count):
            for others in permutations(calls, count):
                gaps = [abs(line.start - call.start) for line, call in zip(some, others, strict=True)]
                if all(gap <= tolerance_s for gap in gaps):
                    yield count, -sum(gaps)
