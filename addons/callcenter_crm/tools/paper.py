"""PDF with Chinese characters; pure: texts in, PDF out."""

from functools import cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

# outlines that can be embedded; without one the viewer's own Chinese font is used
FONTS = ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "/usr/share/fonts/truetype/arphic/uming.ttc")
BLOCK = 1500  # characters of one paragraph, which has to fit a page
_MARGIN = 18 * mm


@cache
def font():
    """Return the name of a registered font that has Chinese characters."""
    for path in FONTS:
        if Path(path).exists():
            try:
                pdfmetrics.registerFont(TTFont("chinese", path, subfontIndex=0))
            except TTFError:
                continue
            return "chinese"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


def pdf(story, title, footer, wide=False):
    """Return the PDF (bytes) of a list of flowables.

    :param str footer: at the bottom of each page, before its number
    :param bool wide: on pages that lie
    """
    out = BytesIO()
    size = landscape(A4) if wide else A4

    def number(canvas, document):
        canvas.setFont(font(), 8)
        canvas.setFillColor(colors.grey)
        canvas.drawString(_MARGIN, 10 * mm, footer)
        canvas.drawRightString(size[0] - _MARGIN, 10 * mm, str(document.page))

    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), _MARGIN)
    SimpleDocTemplate(out, pagesize=size, title=title, **margins).build(story, onFirstPage=number, onLaterPages=number)
    return out.getvalue()


def text(value, size=9.5, color=colors.black, right=False):
    """Return a paragraph of plain text, cut at ``BLOCK`` characters."""
    style = ParagraphStyle(
        "text",
        fontName=font(),
        fontSize=size,
        leading=size * 1.45,
        textColor=color,
        wordWrap="CJK",
        alignment=2 if right else 0,
    )
    printable = "".join(char for char in str(value or "")[:BLOCK] if char == "\n" or char.isprintable())
    return Paragraph(escape(printable), style)


def table(cells, shares, wide=False, **options):
    """Return a table; ``shares`` of the page's width by column."""
    width = (landscape(A4) if wide else A4)[0] - 2 * _MARGIN
    rows = Table(cells, colWidths=[width * share for share in shares], **options)
    lines = [("LINEBELOW", (0, 0), (-1, -1), 0.3, colors.lightgrey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    rows.setStyle(TableStyle(lines))
    return rows
