"""A work order on paper, with Chinese characters; pure: texts in, PDF out."""

from reportlab.lib import colors
from reportlab.lib.units import mm
from reportlab.platypus import PageBreak, Spacer

from .paper import BLOCK, pdf, table, text

_LONGEST = 20000  # characters of one text; what is longer is cut


def orders_pdf(orders, footer):
    """Return the PDF (bytes) of work orders, each from a new page on.

    :param orders: ``[{"title", "facts": [(label, text)], "texts": [(heading, text)], "steps": ([heading], [row])}]``,
        all plain text
    :param str footer: at the bottom of each page, before its number
    """
    story = []
    for order in orders:
        story += ([PageBreak()] if story else []) + _order(order)
    return pdf(story, orders[0]["title"] if orders else "", footer)


def _order(order):
    story = [text(order["title"], 15), Spacer(1, 4 * mm)]
    facts = [(text(label, 9, colors.grey), text(fact)) for label, fact in order["facts"]]
    if facts:
        story.append(table(facts, [0.25, 0.75]))
    for heading, words in order["texts"]:
        story += [Spacer(1, 4 * mm), text(heading, 11), *_paragraphs(words)]
    headings, rows = order["steps"]
    if rows:
        cells = [
            [text(cell, 8, colors.grey) for cell in headings],
            *[[text(cell, 8) for cell in row] for row in rows],
        ]
        story += [Spacer(1, 4 * mm), table(cells, [1 / len(headings)] * len(headings), repeatRows=1)]
    return story


def _paragraphs(words):
    for line in words[:_LONGEST].splitlines():
        for begin in range(0, len(line), BLOCK):
            yield text(line[begin : begin + BLOCK])
