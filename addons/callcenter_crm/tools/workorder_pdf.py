"""A work order on paper, with Chinese characters; pure: texts in, PDF out."""

from functools import cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

# outlines that can be embedded; without one the viewer's own Chinese font is used
FONTS = ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "/usr/share/fonts/truetype/arphic/uming.ttc")
_WIDTH = A4[0] - 36 * mm
_LONGEST = 20000  # characters of one text; what is longer is cut
_BLOCK = 1500  # characters of one paragraph, which has to fit a page


@cache
def font():
    """Return the name of a registered font that has Chinese characters."""
    for path in FONTS:
        if Path(path).exists():
            try:
                pdfmetrics.registerFont(TTFont("workorder", path, subfontIndex=0))
            except TTFError:
                continue
            return "workorder"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


def orders_pdf(orders, footer):
    """Return the PDF (bytes) of work orders, each from a new page on.

    :param orders: ``[{"title", "facts": [(label, text)], "texts": [(heading, text)], "steps": ([heading], [row])}]``,
        all plain text
    :param str footer: at the bottom of each page, before its number
    """
    story = []
    for order in orders:
        story += ([PageBreak()] if story else []) + _order(order)
    out = BytesIO()

    def number(canvas, document):
        canvas.setFont(font(), 8)
        canvas.setFillColor(colors.grey)
        canvas.drawString(18 * mm, 10 * mm, footer)
        canvas.drawRightString(A4[0] - 18 * mm, 10 * mm, str(document.page))

    margins = {side: 18 * mm for side in ("leftMargin", "rightMargin", "topMargin", "bottomMargin")}
    title = orders[0]["title"] if orders else ""
    SimpleDocTemplate(out, pagesize=A4, title=title, **margins).build(story, onFirstPage=number, onLaterPages=number)
    return out.getvalue()


def _order(order):
    story = [_text(order["title"], 15), Spacer(1, 4 * mm)]
    facts = [(_text(label, 9, colors.grey), _text(text)) for label, text in order["facts"]]
    if facts:
        story.append(_table(facts, [0.25, 0.75]))
    for heading, text in order["texts"]:
        story += [Spacer(1, 4 * mm), _text(heading, 11), *_paragraphs(text)]
    headings, rows = order["steps"]
    if rows:
        cells = [
            [_text(cell, 8, colors.grey) for cell in headings],
            *[[_text(cell, 8) for cell in row] for row in rows],
        ]
        story += [Spacer(1, 4 * mm), _table(cells, [1 / len(headings)] * len(headings), repeatRows=1)]
    return story


def _paragraphs(text):
    for line in text[:_LONGEST].splitlines():
        for begin in range(0, len(line), _BLOCK):
            yield _text(line[begin : begin + _BLOCK])


def _text(text, size=9.5, color=colors.black):
    style = ParagraphStyle("text", fontName=font(), fontSize=size, leading=size * 1.45, textColor=color, wordWrap="CJK")
    printable = "".join(char for char in str(text or "")[:_BLOCK] if char == "\n" or char.isprintable())
    return Paragraph(escape(printable), style)


def _table(cells, shares, **options):
    table = Table(cells, colWidths=[_WIDTH * share for share in shares], **options)
    lines = [("LINEBELOW", (0, 0), (-1, -1), 0.3, colors.lightgrey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    table.setStyle(TableStyle(lines))
    return table
