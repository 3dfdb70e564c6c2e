"""Files that cannot be read are refused with the reason, fast, and never by a traceback."""

import os
import zipfile
from pathlib import Path
from unittest.mock import patch

import pytest
from callcenter_crm.tools.importing import (
    MAX_COLUMNS,
    Options,
    Refused,
    access,
    preview,
    probe,
    rows,
    shapes,
    text,
    xls,
    xlsx_xml,
)

from . import files
from .ole import ole

DATABASES = Path(__file__).resolve().parents[2] / "data" / "lists"
BOF = b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12)


def refused(path, **options):
    with pytest.raises(Refused) as caught:
        list(rows(path, Options(**options) if options else probe(path).options()))
    return caught.value.code, caught.value.values


def written(path, data):
    path.write_bytes(data)
    return str(path)


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xff\xfe\r\0\n\0", b"\0" * 500])
def test_empty(tmp_path, data):
    assert refused(written(tmp_path / "a.csv", data))[0] == "empty"


def test_a_workbook_without_any_cell_is_empty(tmp_path):
    assert refused(files.xlsx(tmp_path / "a.xlsx", []))[0] == "empty"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated_xlsx(tmp_path, share):
    path = tmp_path / "a.xlsx"
    files.xlsx(path, [files.HEADER, *files.PEOPLE * 200])
    assert refused(files.cut(path, share))[0] == "truncated"


def test_a_workbook_with_a_damaged_part(tmp_path):
    path = tmp_path / "a.xlsx"
    files.xlsx(path, [files.HEADER, *files.PEOPLE * 2000])
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as file:
        at = file.getinfo("xl/worksheets/sheet1.xml").header_offset + 60
    data[at : at + 40] = bytes(40)
    assert refused(written(path, bytes(data)), kind="xlsx")[0] == "truncated"


@pytest.mark.parametrize("share", [0.05, 0.4, 0.8])
def test_truncated_xls(tmp_path, share):
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    for line in range(2000):
        sheet.write(line, 0, f"张{line}")
    book.save(str(tmp_path / "a.xls"))
    assert refused(files.cut(tmp_path / "a.xls", share))[0] in ("truncated", "unreadable")


@pytest.mark.parametrize("name", ["customers_2000.mdb", "customers_2010.accdb"])
@pytest.mark.parametrize("share", [0.01, 0.2])
def test_truncated_database(tmp_path, name, share):
    path = tmp_path / name
    path.write_bytes((DATABASES / name).read_bytes())
    assert refused(files.cut(path, share))[0] in ("truncated", "no_table", "empty")


def test_an_xlsx_with_a_password(tmp_path):
    assert refused(ole(tmp_path / "a.xlsx", "EncryptionInfo", "EncryptedPackage"))[0] == "password"


def test_an_xlsx_that_only_its_company_may_open(tmp_path):
    assert refused(ole(tmp_path / "a.xlsx", "DRMEncryptedDataSpace", "Workbook"))[0] == "encrypted"


def test_an_xls_with_a_password(tmp_path):
    # FILEPASS: a key of RC4 stands where the sheets would
    data = BOF + b"\x2f\x00\x36\x00" + b"\x01\x00\x01\x00\x01\x00" + bytes(48) + b"\x0a\x00\x00\x00"
    assert refused(written(tmp_path / "a.xls", data))[0] == "password"


def test_a_zip_whose_parts_have_a_password(tmp_path):
    path = tmp_path / "a.xlsx"
    files.xlsx(path, files.PEOPLE)
    data = path.read_bytes()
    # the flag of encryption in each local and central head
    for head, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(head)
        while at >= 0:
            data = data[: at + flag] + bytes([data[at + flag] | 1]) + data[at + flag + 1 :]
            at = data.find(head, at + 4)
    assert refused(written(path, data))[0] == "password"


def test_an_access_file_with_a_password(tmp_path):
    with patch.object(access.subprocess, "run") as run:
        run.return_value.configure_mock(returncode=1, stdout=b"", stderr=b"File is encrypted, password needed")
        assert refused(str(DATABASES / "customers_2010.accdb"))[0] == "password"


def test_an_encrypted_access_file(tmp_path):
    data = (DATABASES / "customers_2010.accdb").read_bytes()
    path = written(tmp_path / "a.accdb", data[:4096] + os.urandom(len(data) - 4096))
    assert refused(path)[0] in ("encrypted", "truncated", "no_table")


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"]
)
def test_a_bomb_in_any_part(tmp_path, part):
    path = tmp_path / "a.xlsx"
    files.workbook(path, "<row><c><v>1</v></c><c t='s'><v>99999</v></c></row>", "<sst/>", "<styleSheet/>")
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            with file.open(name, "w", force_zip64=True) as out:
                out.write(content)
                for _block in range(5 if name == part else 0):
                    out.write(b"<si><t>" + b"0" * (1 << 20) + b"</t></si>")
    with patch.object(xlsx_xml, "BOMB_FROM", 1 << 20):
        assert refused(str(path), header_line=0)[0] == "bomb"


def test_a_line_without_end(tmp_path):
    assert refused(written(tmp_path / "a.csv", b"a" * (shapes.MAX_PIECE + (1 << 20))))[0] == "bomb"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7 ...", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"Rar!\x1a\x07", "rar"),
        (files.packed(**{"word/document.xml": ""}), "docx"), (files.packed(a="b"), "zip"),
        (files.packed(**{"xl/workbook.bin": ""}), "xlsb"), (bytes(range(256)) * 40, ""), (b"<?xml?><note/>", "xml"),
    ],
)  # fmt: skip
def test_mislabelled_beyond_reading(tmp_path, data, found):
    assert refused(written(tmp_path / "a.xlsx", data)) == ("mislabelled", {"found": found})


def test_a_document_named_xls(tmp_path):
    assert refused(ole(tmp_path / "a.xls", "WordDocument")) == ("mislabelled", {"found": "doc"})


def test_too_many_rows(tmp_path):
    path = files.text(tmp_path / "a.csv", [["1"]] * 30)
    with patch.object(text, "MAX_ROWS", 20):
        assert refused(path, header_line=0) == ("too_many_rows", {"limit": 20})


@pytest.mark.parametrize("columns", [MAX_COLUMNS + 1, 16_384])
def test_too_many_columns(tmp_path, columns):
    row = [["x"] * columns]
    assert refused(files.xlsx(tmp_path / "a.xlsx", row)) == ("too_many_columns", {"limit": MAX_COLUMNS})
    assert refused(files.text(tmp_path / "a.csv", row), header_line=0)[0] == "too_many_columns"


def test_an_xls_too_large_to_be_held(tmp_path):
    with patch.object(xls, "MAX_BYTES", 10):
        assert refused(written(tmp_path / "a.xls", BOF))[0] == "too_large"


def test_a_sheet_or_table_that_is_not_there(tmp_path):
    assert refused(files.xlsx(tmp_path / "a.xlsx", files.PEOPLE), table="无") == ("no_table", {"name": "无"})
    assert refused(str(DATABASES / "customers_2000.mdb"), table="--help") == ("no_table", {"name": "--help"})


@pytest.mark.parametrize("encoding", ["rot13", "zip", "nonsense", "../x"])
def test_a_charset_that_is_none(tmp_path, encoding):
    assert refused(files.text(tmp_path / "a.csv", files.PEOPLE), encoding=encoding)[0] == "encoding"


def test_no_mdbtools():
    with patch.object(access.shutil, "which", return_value=None):
        assert refused(str(DATABASES / "customers_2000.mdb")) == ("tool_missing", {"tool": "mdbtools"})


def test_a_database_that_takes_for_ever(tmp_path):
    slow = tmp_path / "mdb-tables"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    with patch.object(access.shutil, "which", return_value=str(slow)), patch.object(access, "LOOK_SECONDS", 0.1):
        assert refused(str(DATABASES / "customers_2000.mdb"))[0] == "too_long"


def test_an_export_that_takes_for_ever(tmp_path):
    path = str(DATABASES / "customers_2000.mdb")
    options = probe(path).options()
    slow = tmp_path / "mdb-export"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    real = access.shutil.which
    which = patch.object(access.shutil, "which", lambda name: str(slow) if name == "mdb-export" else real(name))
    with which, patch.object(access, "EXPORT_SECONDS", 0.1), pytest.raises(Refused, match="too_long"):
        list(rows(path, options))


def test_an_export_that_is_not_read_to_its_end_is_stopped(tmp_path):
    path = str(DATABASES / "customers_2000.mdb")
    with patch.object(access.subprocess, "Popen", wraps=access.subprocess.Popen) as started:
        made = []
        started.side_effect = lambda *args, **how: made.append(real(*args, **how)) or made[-1]
        real = started._mock_wraps
        assert len(preview(path, probe(path).options(), 2).rows) == 2
    assert made
    assert all(process.returncode is not None for process in made)
