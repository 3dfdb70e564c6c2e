"""What a person's file says comes out as text, row by row, whatever the file is."""

from datetime import date, datetime
from pathlib import Path
from unittest.mock import patch

import pytest
from callcenter_crm.tools.importing import Options, Table, count, preview, probe, reading, rows, xlsx

from . import files

DATABASES = Path(__file__).resolve().parents[2] / "data" / "lists"


def read(path, **options):
    return list(rows(path, Options(**options) if options else probe(path).options()))


def test_a_workbook_is_looked_at_by_its_first_sheet_that_holds_rows(tmp_path):
    path = files.xlsx(tmp_path / "a.xlsx", [files.HEADER, *files.PEOPLE], sheets=("名单", "说明"))
    found = probe(path, "a.xlsx")
    assert (found.kind, found.table, found.header_line) == ("xlsx", "名单", 1)
    assert found.tables == [Table("名单", 3), Table("说明", 1)]


def test_lines_are_those_that_a_person_sees(tmp_path):
    path = files.xlsx(tmp_path / "a.xlsx", [["客户名单"], [], files.HEADER, files.PEOPLE[0], [], files.PEOPLE[1]])
    assert probe(path).header_line == 3
    assert [line for line, _row in read(path)] == [4, 6]


@pytest.mark.parametrize("header_line", [0, 1])
def test_rows_start_below_the_header_or_at_the_top(tmp_path, header_line):
    path = files.xlsx(tmp_path / "a.xlsx", files.PEOPLE)
    assert len(read(path, header_line=header_line)) == 2 - header_line


def test_a_list_without_header_is_known_by_its_numbers(tmp_path):
    path = files.text(tmp_path / "a.txt", files.PEOPLE, "\t")
    assert probe(path).header_line == 0
    assert preview(path, probe(path).options()).header == ["A", "B", "C", "D"]


def test_a_number_cell_has_neither_exponent_nor_decimal_zeros(tmp_path):
    path = files.xlsx(tmp_path / "a.xlsx", [["n"], [13800000000], [1.5], ["1.38E+10"], [True], [1e-7], [-0.1]])
    assert [row for _line, row in read(path, header_line=1)] == [
        ["13800000000"], ["1.5"], ["1.38E+10"], ["TRUE"], ["0.0000001"], ["-0.1"],
    ]  # fmt: skip


def test_dates_are_iso_whatever_they_look_like(tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        formats = ("yyyy/m/d", "dd.mm.yy", 'yyyy"年"m"月"d"日"', "[$-409]d-mmm-yy;@")
        for column, name in enumerate(formats):
            sheet.write_datetime(0, column, date(2026, 10, 20), book.add_format({"num_format": name}))
        sheet.write_datetime(0, 4, datetime(2026, 10, 20, 9, 30), book.add_format({"num_format": 22}))
        sheet.write_number(0, 5, 0.75, book.add_format({"num_format": "h:mm"}))
        sheet.write_number(0, 6, 46315, book.add_format({"num_format": '#,##0.00 "days"'}))
    assert read(str(tmp_path / "a.xlsx"), header_line=0) == [
        (1, ["2026-10-20"] * 4 + ["2026-10-20 09:30", "18:00", "46315"])
    ]


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [
        (",", "utf-8"), (",", "utf-8-sig"), (";", "gb18030"), ("\t", "utf-16"), ("|", "gbk"), ("、", "gb18030"),
        ("，", "utf-8"), ("\t", "utf-16-le"), ("\t", "utf-16-be"), ("^", "gb18030"), (" ", "utf-8"),
    ],
)  # fmt: skip
def test_separator_and_charset_are_found(tmp_path, separator, encoding):
    path = files.text(tmp_path / "a.txt", [files.HEADER, *files.PEOPLE * 20], separator, encoding, "\r\n")
    found = probe(path)
    assert (found.kind, found.separator, found.header_line) == ("csv", separator, 1)
    assert preview(path, found.options(), 2).rows == files.PEOPLE
    assert preview(path, found.options(), 2).total == 40


@pytest.mark.parametrize("name", ["customers_2000.mdb", "customers_2010.accdb"])
def test_tables_of_a_database(name):
    path = str(DATABASES / name)
    found = probe(path)
    assert (found.kind, found.table) == ("mdb", "客户")
    assert found.tables == [Table("客户", 421), Table("黑名单", 3)]
    assert preview(path, found.options(), 1).header == ["姓名", "手机号码", "城市", "资产(万元)", "来源", "备注"]
    assert len(read(path)) == 420
    assert len(read(path, kind="mdb", table="黑名单")) == 2


def test_a_long_file_is_counted_whole_where_somebody_asks(tmp_path):
    people = [files.HEADER, *files.PEOPLE * 15]
    for path in (files.xlsx(tmp_path / "a.xlsx", people), files.text(tmp_path / "a.csv", people)):
        with patch.object(xlsx, "COUNTED", 1), patch.object(reading, "_COUNTED", 1):
            assert preview(path, probe(path).options()).total is None
            assert count(path, probe(path).options()) == 30
