"""Texts and values as strangers send them, made safe to keep: no control characters, no broken code points."""

import json
import math
import re

from .events import Garbled

_CONTROL = re.compile("[\x00-\x1f\x7f]")
_ENDPOINT = re.compile(r"^PJSIP/(.+?)(?:-web)?(?:-[0-9a-f]{8})?$")


def clean(text: str, limit: int = 200) -> str:
    """``text`` without control characters and lone surrogates, at most ``limit`` characters."""
    if text.isascii() and text.isprintable() and len(text) <= limit:
        return text
    return _CONTROL.sub("", text[:limit]).encode("utf-8", "replace").decode()


def moment(text: str) -> float:
    """Seconds since the epoch. Raises Garbled for anything that is not a moment of this age."""
    try:
        at = float(text)
    except ValueError:
        raise Garbled(f"no moment: {text[:40]!r}") from None
    if not math.isfinite(at) or not 0 < at < 1e11:
        raise Garbled(f"no moment: {text[:40]!r}")
    return at


def pairs(text: str) -> dict[str, str]:
    """The data of one of our marks, ``k=v&k=v`` without any escaping."""
    found = {}
    for part in text.split("&"):
        name, equals, value = part.partition("=")
        if equals and name:
            found[clean(name, 40)] = clean(value)
    return found


def extra(text: str) -> dict[str, str]:
    """The flat strings and numbers of CEL's ``eventextra``; the data of a mark where it is one. Never raises."""
    if not text:
        return {}
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(values, dict):
        return {}
    mark = values.get("extra")
    if isinstance(mark, str):
        return pairs(mark)
    return {
        clean(name, 40): clean(str(value))
        for name, value in values.items()
        if isinstance(value, str | int) and not isinstance(value, bool)
    }


def extension(interface: str) -> str:
    """``1001`` of ``PJSIP/1001-web-0000001a``, ``PJSIP/1001`` or ``1001``."""
    match = _ENDPOINT.match(interface)
    return clean(match.group(1) if match else interface, 40)
