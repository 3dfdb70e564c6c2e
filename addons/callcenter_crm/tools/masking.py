"""Telephone numbers as people see them who may not see them whole, in Python and, character for character, in SQL."""

import re
import unicodedata

from odoo.tools import SQL

STARS = "****"
# what has so few characters is an extension or a service number, and nobody's own
_SHORT = 6
_BLANKS = r"[\s()-]"
_SHOWN = re.compile(r"\+?\d{0,3}\*{4}(?:\d{4})?")
_CN_MOBILE = r"^(?:00)?86(?=1[3-9][0-9]{9}$)"
# what there is most of by far, and so is tried first
_CN_KEY = r"^(?:\+86)?1[3-9][0-9]{9}$"
# numbers within a text: mobile, with a country's code, with an area's code; the first group and the last stay
_IN_TEXT = [
    (r"(?<!\d)(?:(?:\+|00)?86[\s.-]?)?(1[3-9]\d)(?:[\s.-]?\d){4}[\s.-]?(\d(?:[\s.-]?\d){3})(?!\d)", r"\1****\2"),
    (r"(?<!\d)(\+|00)([1-9]\d{0,2})(?:[\s().-]{0,2}\d){3,8}[\s().-]{0,2}(\d(?:[\s.-]?\d){3})(?!\d)", r"\1\2****\3"),
    (r"(?<!\d)(0\d{2,3})[\s)-]{0,2}\d{3,4}[\s-]?(\d{4})(?!\d)", r"\1****\2"),
]
_TEXT_REGEX = [(re.compile(pattern), shown) for pattern, shown in _IN_TEXT]
_HAS_NUMBER = re.compile(r"\d(?:[\s().-]{0,2}\d){6}")
SHOWN_IN_TEXT = re.compile(r"\+?\d{0,3}\*{4}\d{4}")


def mask(number):
    """Return ``number`` (any spelling) with its middle hidden: ``138****5021``, ``+141****0100``, ``****5678``.

    What is not longer than an extension comes back as it is, and so does what is masked already.
    """
    if not number or is_masked(number):
        return number
    plain = unicodedata.normalize("NFKC", number)
    if len(re.sub(_BLANKS, "", plain)) <= _SHORT:
        return number
    digits = re.sub(r"[^0-9]", "", plain)
    if len(digits) < _SHORT + 1:
        return STARS
    national = re.sub(_CN_MOBILE, "", digits)
    plus = "+" if national == digits and plain.startswith("+") else ""
    head = national[:3] if len(national) > 9 else ""
    return f"{plus}{head}{STARS}{digits[-4:]}"


def is_masked(number):
    """Return whether ``number`` is one that :func:`mask` made."""
    return bool(number) and _SHOWN.fullmatch(number) is not None


def mask_text(text):
    """Return ``text`` with every telephone number in it masked; markup stays markup."""
    if not text or not _HAS_NUMBER.search(text):
        return text
    shown = str(text)
    for regex, replacement in _TEXT_REGEX:
        shown = regex.sub(replacement, shown)
    return type(text)(shown)


def mask_all(value):
    """Return ``value`` (what goes to a browser: texts, lists, dictionaries) with every number in its texts masked."""
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, dict):
        return {key: mask_all(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(mask_all(each) for each in value)
    return value


def unmask_text(text, before):
    """Return ``text`` with the masked numbers in it as they stand in ``before``, the text it was made from."""
    if not text or STARS not in text or not before:
        return text
    hidden = {}
    for regex, replacement in _TEXT_REGEX:
        for match in regex.finditer(str(before)):
            hidden.setdefault(match.expand(replacement), match[0])
    return type(text)(SHOWN_IN_TEXT.sub(lambda match: hidden.get(match[0], match[0]), str(text)))


def mask_sql(column):
    """Return the SQL expression of what :func:`mask` makes of the text ``column``."""
    plain = SQL("normalize(%s, NFKC)", column)
    digits = SQL("regexp_replace(%s, '[^0-9]', '', 'g')", plain)
    national = SQL("regexp_replace(%s, %s, '')", digits, _CN_MOBILE)
    return SQL(
        """CASE WHEN %(column)s ~ %(mobile)s THEN left(right(%(column)s, 11), 3) || %(stars)s || right(%(column)s, 4)
                WHEN length(regexp_replace(%(plain)s, %(blanks)s, '', 'g')) <= %(short)s THEN %(column)s
                WHEN length(%(digits)s) <= %(short)s THEN %(stars)s
                ELSE CASE WHEN %(national)s = %(digits)s AND left(%(plain)s, 1) = '+' THEN '+' ELSE '' END
                     || CASE WHEN length(%(national)s) > 9 THEN left(%(national)s, 3) ELSE '' END
                     || %(stars)s || right(%(digits)s, 4) END""",
        mobile=_CN_KEY,
        plain=plain,
        blanks=_BLANKS,
        short=_SHORT,
        column=column,
        digits=digits,
        stars=STARS,
        national=national,
    )


def mask_text_sql(column):
    """Return the SQL expression of what :func:`mask_text` makes of the text ``column``."""
    for pattern, replacement in _IN_TEXT:
        column = SQL("regexp_replace(%s, %s, %s, 'g')", column, pattern, replacement)
    return column
