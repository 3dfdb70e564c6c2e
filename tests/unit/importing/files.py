"""Files as people send them, made in a test's folder."""

import io
import zipfile

import xlsxwriter

HEADER = ["姓名", "手机号码", "城市", "备注"]
PEOPLE = [["陈平", "13806690743", "广州", "请勿打扰"], ["王伟", "13863608377", "扬州", "老客户"]]


def xlsx(path, rows, sheets=("名单",), **settings):
    """Write rows of any values to the first sheet; the others say their own name."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, **settings}) as book:
        for number, name in enumerate(sheets):
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows if not number else [[name]]):
                sheet.write_row(line, 0, row)
    return str(path)


def text(path, rows, separator=",", encoding="utf-8", end="\n"):
    path.write_bytes("".join(separator.join(row) + end for row in rows).encode(encoding))
    return str(path)


def workbook(path, sheet, shared="", styles="", name="名单"):
    """Write an xlsx around the XML of its sheet."""
    parts = {
        "xl/workbook.xml": f'<workbook><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": shared,
        "xl/styles.xml": styles,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for part, content in parts.items():
            if content:
                file.writestr(part, content)
    return str(path)


def cut(path, share):
    """Leave only the beginning of a file."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return str(path)


def packed(**parts):
    """Return a zip of named texts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()
