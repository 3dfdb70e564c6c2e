"""Telephone numbers of a list: the key to call and to compare by, or what is wrong."""

import re
import unicodedata

from .. import phone

PROBLEMS = ("empty", "short", "long", "rounded", "letters", "unknown")

_CN_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})").fullmatch
_CN_MOBILE_START = re.compile(r"(?:\+?86|0086)?1[3-9]")
_SEVERAL = re.compile(r"[/\\|、，；,;\n]|\bor\b|或|(?<=\d{4})(?<!^0086)\s+(?=\+|0\d{2,3}-?\d{7}|1[3-9]\d{9})")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,2}", re.IGNORECASE)
_JOINTS = re.compile(r"[\s().\-‐-―_'\"`]+")
_EXTENSION = re.compile(r"\d{7,}\s*(?:转|轉|分机|分機|x|ext|#|-\d{1,6}$)", re.IGNORECASE)
_SHORTEST, _LONGEST = 7, 15  # digits of a number that can be called from anywhere
_CN_MOBILE_DIGITS = 11


def clean(text, region="CN"):
    """Return ``(key, problem)`` for a cell: one of the two is empty.

    :param text: what stands in the cell, of several numbers the first that is there
    :param region: ISO code of the country whose national numbers these are
    :returns: the key of :func:`phone.normalize`, and one of :data:`PROBLEMS`: ``rounded`` is what a spreadsheet leaves
        of a number it took for an amount (1.38E+10), ``unknown`` a number that the region's plan does not have
    """
    if region == "CN" and (mobile := _CN_MOBILE(text)):
        return "+86" + mobile[1], ""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return "", "empty"
    if _ROUNDED.fullmatch(plain):
        return "", "rounded"
    if region == "CN" and (mobile := _CN_MOBILE(_JOINTS.sub("", plain))):
        return "+86" + mobile[1], ""
    first = plain if _EXTENSION.search(plain) else _first(plain)
    if region == "CN" and (mobile := _CN_MOBILE(_JOINTS.sub("", first))):
        return "+86" + mobile[1], ""
    key = phone.normalize(first, region)
    if not key.startswith("+") or _filler(first):
        return "", _problem(first, region)
    return key, ""


def _first(plain):
    return next((part for part in _SEVERAL.split(plain) if any(map(str.isdigit, part))), plain)


def _filler(first):
    """Tell a number that somebody typed to get past a form: one digit over and over."""
    return len({letter for letter in first if letter.isdigit()}) == 1


def _problem(first, region):
    digits = "".join(re.findall(r"\d", first))
    if any(letter.isalpha() for letter in first):
        return "letters"
    if not digits:
        return "empty"
    if region == "CN" and (start := _CN_MOBILE_START.match(_JOINTS.sub("", first))):
        national = len(digits) - len(start[0].lstrip("+")) + 2
        if national != _CN_MOBILE_DIGITS:
            return "short" if national < _CN_MOBILE_DIGITS else "long"
    if len(digits) < _SHORTEST:
        return "short"
    return "long" if len(digits) > _LONGEST else "unknown"
