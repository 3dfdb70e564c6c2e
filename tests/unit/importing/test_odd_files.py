"""Odd files are read as what they are, and nothing of them is lost."""

import resource
import zipfile

import pytest
import xlsxwriter
import xlwt
from callcenter_crm.tools.importing import Options, preview, probe, rows

from . import files

TABLE = "<tr><td>姓名</td><td>手机号码</td></tr><tr><td>陈平<br/>先生</td><td>13806690743</td></tr>"
XML_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="名单"><Table>'
    '<Row><Cell><Data ss:Type="String">姓名</Data></Cell>'
    '<Cell ss:Index="3"><Data ss:Type="String">手机</Data></Cell></Row>'
    '<Row><Cell><Data ss:Type="String">陈平</Data></Cell>'
    '<Cell ss:Index="3"><Data ss:Type="Number">13806690743</Data></Cell>'
    "</Row></Table></Worksheet></Workbook>"
)


def read(path, **options):
    return [row for _line, row in rows(path, Options(**options) if options else probe(path).options())]


def sheet(tmp_path, body, shared="", styles=""):
    path = files.workbook(tmp_path / "a.xlsx", f"<worksheet><sheetData>{body}</sheetData></worksheet>", shared, styles)
    return read(path, header_line=0)


def test_an_xlsx_named_csv_and_a_csv_named_xlsx(tmp_path):
    path = files.xlsx(tmp_path / "a.csv", [files.HEADER, *files.PEOPLE])
    assert (probe(path).kind, read(path)) == ("xlsx", files.PEOPLE)
    path = files.text(tmp_path / "b.xlsx", [files.HEADER, *files.PEOPLE], ";", "gb18030")
    assert (probe(path).kind, read(path)) == ("csv", files.PEOPLE)


def test_what_the_file_is_counts_not_what_the_options_say(tmp_path):
    path = files.text(tmp_path / "b.xlsx", [files.HEADER, *files.PEOPLE])
    assert read(path, kind="xlsx") == files.PEOPLE


@pytest.mark.parametrize(
    "page",
    [
        f"<html><head><meta charset='gb2312'></head><body><table>{TABLE}</table></body></html>",
        f"<table border=1>{TABLE}</table>",
        f"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tbody>{TABLE}</tbody></table></html>",
    ],
)
def test_a_page_named_xls(tmp_path, page):
    (tmp_path / "a.xls").write_bytes(page.encode("gb18030"))
    path = str(tmp_path / "a.xls")
    assert probe(path).kind == "html"
    assert read(path) == [["陈平先生", "13806690743"]]


def test_an_xml_workbook_named_xls(tmp_path):
    (tmp_path / "a.xls").write_text(XML_2003)
    path = str(tmp_path / "a.xls")
    assert (probe(path).table, probe(path).tables[0].rows) == ("名单", 2)
    assert read(path) == [["陈平", "", "13806690743"]]


def test_xls(tmp_path):
    book = xlwt.Workbook()
    page = book.add_sheet("名单")
    date = xlwt.easyxf(num_format_str="YYYY/M/D")
    for column, value in enumerate(["姓名", "手机", "登记日", "", "公式"]):
        page.write(0, column, value)
    page.write_merge(1, 1, 0, 0, "陈平")
    page.write(1, 1, 13806690743)
    page.write(1, 2, 46315, date)
    page.write(1, 5, True)
    book.add_sheet("空")
    book.save(str(tmp_path / "a.xls"))
    path = str(tmp_path / "a.xls")
    assert [(t.name, t.rows) for t in probe(path).tables] == [("名单", 2), ("空", 0)]
    assert read(path) == [["陈平", "13806690743", "2026-10-20", "", "", "TRUE"]]


def test_formulas_give_what_they_came_to(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page = book.add_worksheet()
        page.write_formula(0, 0, "=1+1", None, 2)
        page.write_formula(0, 1, '="a"&"<b>"', None, "a<b>")
        page.write_formula(0, 2, "=1/0", None, "#DIV/0!")
        page.write_array_formula("D1:D1", "{=SUM(1,2)}", None, 3)
    assert read(str(tmp_path / "a.xlsx"), header_line=0) == [["2", "a<b>", "#DIV/0!", "3"]]


def test_merged_cells_hold_their_value_in_the_first(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page = book.add_worksheet()
        page.merge_range("A1:C2", "深圳")
        page.write("D1", "x")
        page.write("D2", "y")
    assert read(str(tmp_path / "a.xlsx"), header_line=0) == [["深圳", "", "", "x"], ["", "", "", "y"]]


def test_300_columns(tmp_path):
    row = [f"c{n}" for n in range(300)]
    for path in (files.xlsx(tmp_path / "a.xlsx", [row, row]), files.text(tmp_path / "a.csv", [row, row])):
        assert read(path, header_line=1) == [row]
        assert preview(path, Options(header_line=1)).width == 300


def test_duplicate_and_missing_headers_keep_their_places(tmp_path):
    path = files.xlsx(tmp_path / "a.xlsx", [["电话", "电话", None, "电话"], ["1", "2", "3", "4", "5"]])
    assert preview(path, Options(header_line=1)).header == ["电话", "电话", "C", "电话", "E"]


def test_markup_formulas_and_unseen_characters_are_text(tmp_path):
    odd = ["<b>王</b>&amp;", "=cmd|' /C calc'!A0", "\u202a13800000001\u202c", "a\tb", "  \u3000x\xa0"]
    clean = ["<b>王</b>&amp;", "=cmd|' /C calc'!A0", "13800000001", "a b", "x"]
    assert read(files.xlsx(tmp_path / "a.xlsx", [odd]), header_line=0) == [clean]
    assert read(files.text(tmp_path / "a.csv", [odd], "|", end="|\n"), separator="^", header_line=0)


def test_nul_and_controls_are_gone(tmp_path):
    (tmp_path / "a.csv").write_bytes("张\0三,1380\x07000\0\0\0001,x\n李四,2,\0\n".encode())
    assert read(str(tmp_path / "a.csv"), header_line=0) == [["张三", "13800001", "x"], ["李四", "2"]]
    assert sheet(tmp_path, '<row><c t="str"><v>a_x0000_b_x0007_c</v></c></row>') == [["abc"]]


def test_other_writers_of_xlsx(tmp_path):
    shared = "<sst><si/><si><r><t>张</t></r><r><t xml:space='preserve'>三 </t></r><rPh><t>zh</t></rPh></si></sst>"
    assert sheet(tmp_path, "<row><c r='A1' t='s'><v>1</v></c><c t='s'><v>0</v></c><c><v>7</v></c></row>", shared) == [
        ["张三", "", "7"]
    ]
    prefixed = "<x:row r='3'><x:c t='inlineStr' r='B3'><x:is><x:t>a&#x4E2D;</x:t></x:is></x:c><x:c r='D3'/></x:row>"
    assert sheet(tmp_path, prefixed) == [["", "a中"]]
    assert sheet(
        tmp_path, "<row/><row r='5' ht='1'/><row r='6'><c r='A6' t='str'><v><![CDATA[<x>&]]></v></c></row>"
    ) == [["<x>&"]]
    assert sheet(tmp_path, "<row><c t='s'><v>99</v></c><c t='s'><v>x</v></c><c><v>1E3</v></c></row>") == [
        ["", "", "1000"]
    ]


def test_two_cells_in_far_corners_cost_nothing(tmp_path):
    body = "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='ALL1048576'><v>2</v></c></row>"
    found = sheet(tmp_path, body)
    assert (found[0], found[1][-1], len(found[1])) == (["1"], "2", 1000)


def test_dates_of_1904(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        page = book.add_worksheet()
        page.write_number(0, 0, 0.5, book.add_format({"num_format": 14}))
        page.write_number(0, 1, 44853, book.add_format({"num_format": 14}))
    assert read(str(path), header_line=0) == [["12:00", "2026-10-20"]]


def test_a_stray_quotation_mark_swallows_nothing(tmp_path):
    lines = ['张三,"13800000001', *(f"李{n},1380000{n:04}" for n in range(300)), '"王,五","a""b",x"y']
    (tmp_path / "a.csv").write_text("\n".join(lines))
    found = read(str(tmp_path / "a.csv"), header_line=0)
    assert (len(found), found[0], found[-1]) == (302, ["张三", '"13800000001'], ["王,五", 'a"b', 'x"y'])


def test_a_cell_of_several_lines(tmp_path):
    (tmp_path / "a.csv").write_text('姓名,备注\n张三,"一\n二, ""三"""\n李四,x\n')
    found = list(rows(str(tmp_path / "a.csv"), Options(header_line=1)))
    assert found == [(2, ["张三", '一\n二, "三"']), (4, ["李四", "x"])]


def test_a_line_that_says_the_separator(tmp_path):
    (tmp_path / "a.csv").write_text("sep=;\n姓名;手机\n张三;1,5\n")
    found = probe(str(tmp_path / "a.csv"))
    assert (found.separator, found.header_line) == (";", 2)
    assert read(str(tmp_path / "a.csv")) == [["张三", "1,5"]]


def test_a_separator_of_several_characters(tmp_path):
    path = files.text(tmp_path / "a.txt", [files.HEADER, *files.PEOPLE], "||")
    assert read(path, separator="||", header_line=1) == files.PEOPLE


def test_a_file_of_numbers_alone(tmp_path):
    path = files.text(tmp_path / "a.txt", [["13800000001"], ["13800000002"]])
    assert read(path) == [["13800000001"], ["13800000002"]]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("gb18030", "姓名\n张\n"), ("gbk", "张三,138\n"), ("big5", "姓名,電話\n陳平,0912345678\n"),
        ("cp1252", "Jürgen,é\nà,ü\n"), ("shift_jis", "名前,電話\n田中さん,090\nカタカナ,080\n"),
        ("euc_kr", "이름,전화\n김철수,010\n박영희,011\n"),
    ],
)  # fmt: skip
def test_a_few_words_tell_the_charset(tmp_path, encoding, words):
    (tmp_path / "a.csv").write_bytes(words.encode(encoding))
    assert [",".join(row) for row in read(str(tmp_path / "a.csv"), header_line=0)] == words.split("\n")[:-1]


def test_a_chinese_file_cut_within_a_character_by_the_sample(tmp_path):
    text = "姓名,备注\n" + "张三,一二三四五六七\n" * 20_000
    for encoding in ("utf-8", "gb18030", "utf-16"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(text.encode(encoding))
        assert len(read(str(path))) == 20_000, encoding


def test_a_million_rows_are_read_in_bounded_memory(tmp_path):
    """The sheet's XML is 60 MB; a grid of its cells would take 200 MB."""
    path = tmp_path / "a.xlsx"
    files.workbook(path, "", "<sst><si><t>张三</t></si></sst>")
    some = b"<row><c t='s'><v>0</v></c><c><v>13800000000</v></c></row>" * 10_000
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as file,
        file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as out,
    ):
        for _time in range(100):
            out.write(some)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(1 for _row in rows(str(path), Options(header_line=0))) == 1_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000
