"""Text as it is searched: folded, in words, with the places where they stand. Plain Python, tested without Odoo."""

import re
import unicodedata

from lxml import html

_BLOCK_ENDS = re.compile(r"(?i)(</(?:p|div|li|h[1-6]|t[dhr]|pre|blockquote)>|<(?:br|hr)\b[^>]*>)")
_BLANKS = re.compile(r"\s+")
# Chinese, Japanese kana, Korean: written without blanks between the words
_DENSE = re.compile(r"[぀-ヿ㐀-䶿一-鿿가-힣]+")
# a line separator: no character that people type
_END = "\u2028"
# shorter words have no trigram, by which the database would find them in long texts
TRIGRAM = 3
PAIR = 2
AROUND = 40
EXCERPT = 120


def one_line(text):
    """Return ``text`` with compatible characters made one (full-width letters and digits) and single blanks."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text or "")).strip()


def plain(body):
    """Return the text of the HTML ``body`` on one line."""
    return one_line(_text(body, " "))


def blocks(body):
    """Return the texts of the paragraphs, headings, list items and cells of the HTML ``body``."""
    return [line for block in _text(body, _END).split(_END) if (line := one_line(block))]


def _text(body, end):
    """Return the text of the HTML ``body`` with ``end`` after each block."""
    # str: Markup would escape the tags that are put back
    marked = _BLOCK_ENDS.sub(rf"{end}\1", str(body or ""))
    return html.fragment_fromstring(marked, create_parent="div").text_content()


def folded(text):
    """Return ``text`` as it stands in the search columns: one line, lower case."""
    return one_line(text).lower()


def words(query):
    """Return the words of what somebody typed, folded, each once."""
    return list(dict.fromkeys(folded(query).split()))


def pairs(text):
    """Return all pairs of neighbouring dense characters in ``text``, each once and between blanks.

    Two characters are a word in Chinese, but no trigram; as words of a text of their own they are found by one.
    """
    found = {run[at : at + PAIR] for run in _DENSE.findall(folded(text)) for at in range(len(run) - 1)}
    return f" {' '.join(sorted(found))} " if found else ""


def is_pair(word):
    return len(word) == PAIR and bool(_DENSE.fullmatch(word))


def parts(text, terms):
    """Return ``text`` as ``[[piece, hit], …]``: which pieces are one of ``terms``."""
    if not terms or not text:
        return [[text, False]] if text else []
    longest_first = sorted(terms, key=len, reverse=True)
    split = re.split(f"({'|'.join(map(re.escape, longest_first))})", text, flags=re.IGNORECASE)
    return [[piece, bool(place % 2)] for place, piece in enumerate(split) if piece]


def excerpt(text, terms):
    """Return a short piece of ``text`` around the first of ``terms``, as :func:`parts`; its beginning without any."""
    hits = [hit.start() for term in terms if (hit := re.search(re.escape(term), text, re.IGNORECASE))]
    begin = max(min(hits, default=0) - AROUND, 0)
    piece = text[begin : begin + EXCERPT]
    before, after = "…" if begin else "", "…" if begin + EXCERPT < len(text) else ""
    return parts(f"{before}{piece}{after}", terms)
