"""Telephone numbers as keys: one spelling per number, whatever a person or a network wrote."""

import re
import unicodedata

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

# what a look-up meets most: a Chinese mobile number, with or without 86 before it
_CN_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_NOISE = re.compile(r"[^\d+#;,=a-zA-Z]+")
_SEVERAL = re.compile(r"[/、，；]")
# an extension behind a number: words for it, or a third group as in 021-12345678-12
_EXTENSION_WORD = re.compile(r"转|轉|分机|分機")
_EXTENSION_GROUP = re.compile(r"(0\d{2,3})-(\d{7,8})-\d{1,6}")
# extensions and service numbers (95588, 12345) are never longer, a national number never shorter
_SHORT = re.compile(r"\d{2,6}")
_TYPED = re.compile(r"\+?[\d\s()-]*\d[\d\s()-]*")
_DIGITS = re.compile(r"\d{7,15}")


def normalize(text, region="CN"):
    """Return ``text`` as a key to look numbers up by.

    :param text: a number as typed, imported or told by a network: full-width digits, blanks, dashes, brackets, ``+``,
        ``00``, national with or without its leading 0, an extension behind it (dropped); of several the first counts
    :param region: ISO code of the country that a national number belongs to
    :returns: E.164 (``+8613800000001``); the digits alone for extensions, service numbers and numbers that the
        region's plan does not know; an empty string where there is no number
    """
    plain = _strip(text)
    if region == "CN" and (mobile := _CN_MOBILE.fullmatch(plain)):
        return f"+86{mobile[1]}"
    if _SHORT.fullmatch(plain):
        return plain
    return _e164(plain, region) or (plain if _DIGITS.fullmatch(plain) else "")


def written(number, region="CN"):
    """Return a key as people of the region write it (``138 0000 0001``, ``0755 8234 5678``); others as they are."""
    if not (number or "").startswith("+") or "*" in number:
        return number or ""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    home = phonenumbers.region_code_for_number(parsed) == region
    form = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def kind(number):
    """Return ``mobile``, ``landline`` or ``other`` for a key of :func:`normalize`."""
    if not number.startswith("+"):
        return "other"
    match phonenumbers.number_type(phonenumbers.parse(number)):
        case PhoneNumberType.MOBILE | PhoneNumberType.FIXED_LINE_OR_MOBILE:
            return "mobile"
        case PhoneNumberType.FIXED_LINE:
            return "landline"
    return "other"


def is_typed(text):
    """Tell whether ``text`` is a number or a part of one, as people type them."""
    return bool(_TYPED.fullmatch(unicodedata.normalize("NFKC", text or "").strip()))


def search_term(text, region="CN"):
    """Return what to look for in stored keys when a person types ``text``, a number or a part of one, in any spelling.

    Text that is no number comes back unchanged.
    """
    if not is_typed(text):
        return text
    key = normalize(text, region)
    return key if key.startswith("+") else _strip(text)


def _strip(text):
    first = _SEVERAL.split(text or "")[0]
    plain = unicodedata.normalize("NFKC", first).strip()
    plain = _EXTENSION_GROUP.sub(r"\1\2", _EXTENSION_WORD.sub(";ext=", plain))
    return _NOISE.sub("", plain)


def _e164(plain, region):
    try:
        number = phonenumbers.parse(plain, region or None)
    except phonenumbers.NumberParseException:
        return ""
    abroad = plain.startswith(("+", "00"))
    known = phonenumbers.is_possible_number if abroad else phonenumbers.is_valid_number
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if known(number) else ""
