"""Files for people: as they were read, and harmless."""

import csv
import resource
import zipfile

from callcenter_crm.tools.importing import Options, guess, preview, rows, write_dropped, write_sample, writing

EVIL = ["=cmd|' /C calc'!A0", "+1+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "http://x", "<b>", "0013800", "{=1}"]


def test_rows_not_taken_come_back_as_text(tmp_path):
    path = str(tmp_path / "a.xlsx")
    assert write_dropped(path, ["行", "原因"], iter([EVIL, ["1", "空号"]])) == 2
    found = list(rows(path, Options(header_line=1)))
    assert found == [(2, [value.strip() for value in EVIL]), (3, ["1", "空号"])]
    with zipfile.ZipFile(path) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_a_csv_starts_no_cell_with_a_formula(tmp_path):
    path = tmp_path / "a.csv"
    write_dropped(str(path), ["=x"], [EVIL, ["+8613800000001", "-5"]])
    with open(path, encoding="utf-8-sig", newline="") as file:
        header, evil, plain = csv.reader(file)
    assert header == ["'=x"]
    assert all(value.startswith("'") for value in evil[:6])
    assert plain == ["+8613800000001", "-5"]


def test_nothing_to_say_is_a_file_with_a_header(tmp_path):
    path = str(tmp_path / "a.xlsx")
    assert write_dropped(path, ["行"], []) == 0
    assert preview(path, Options(header_line=1)).header == ["行"]


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "MAX_ROWS", 3)
    path = str(tmp_path / "a.xlsx")
    assert write_dropped(path, ["n"], ([str(n)] for n in range(5))) == 5
    found = [[row for _line, row in rows(path, Options(table=f"Sheet{n}", header_line=1))] for n in (1, 2, 3)]
    assert found == [[["0"], ["1"]], [["2"], ["3"]], [["4"]]]


def test_memory_does_not_grow_with_the_rows(tmp_path):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    write_dropped(str(tmp_path / "a.xlsx"), ["a", "b"], ([f"张{n}", f"138{n:08}"] for n in range(50_000)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def test_a_sample_is_understood_when_it_comes_back(tmp_path):
    path = str(tmp_path / "a.xlsx")
    write_sample(path, [("手机号码", "013800000001"), "姓名"])
    look = preview(path, Options(header_line=1))
    assert (look.header, look.rows) == (["手机号码", "姓名"], [["013800000001", ""]])
    assert guess(look.header, [[], []], ["number", "name"]) == {0: ("number", True), 1: ("name", True)}
