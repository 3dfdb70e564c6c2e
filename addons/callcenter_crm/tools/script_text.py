"""Texts of call scripts with places for what is known of the customer: ``{{name}}``. Pure."""

import re

from markupsafe import Markup, escape

PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
NOTHING = "____"  # what the agent sees where nothing is known


def places(text):
    """Return the names of the places in a text."""
    return set(PLACE.findall(str(text or "")))


def is_whole(text):
    """Tell whether each brace of a place belongs to one: ``{{name}`` and ``{{first name}}`` are none."""
    rest = PLACE.sub("", str(text or ""))
    return "{{" not in rest and "}}" not in rest


def fill(html, values):
    """Return sanitized ``html`` (Markup) with its places filled; values are texts, never markup."""
    filled = PLACE.sub(lambda place: str(escape(values.get(place[1]) or NOTHING)), str(html or ""))
    return Markup(filled)
