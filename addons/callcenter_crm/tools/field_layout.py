"""What the XML of a generated view says of its fields: sections of custom ones, and what stands beside them."""

from itertools import zip_longest
from typing import NamedTuple

from .field_kinds import CUSTOM

SECTION = "callcenter_section_"
_TRUE = ("1", "True", "true")
_HIDING = ("invisible", "column_invisible")
# what no line of text tells
_NO_TEXT = ("one2many", "binary", "image", "properties", "properties_definition", "json", "html")


class Section(NamedTuple):
    """A section of custom fields: id of its record (0 for none), title, number of columns, nodes in reading order."""

    id: int
    title: str
    columns: int
    nodes: list


def sections(arch):
    """Return the :class:`Section` of each page or group that ``callcenter_field_views.py`` has put on the form."""
    found = []
    for outer in arch.xpath(f"//*[starts-with(@name, '{SECTION}')]"):
        columns = [list(group) for group in (outer.find("group") if outer.tag == "page" else outer)]
        nodes = [node for line in zip_longest(*columns) for node in line if node is not None]
        found.append(Section(int(outer.get("name").removeprefix(SECTION)), outer.get("string"), len(columns), nodes))
    return found


def custom(arch):
    """Return the nodes of the custom fields of a list."""
    return arch.xpath(f"//field[starts-with(@name, '{CUSTOM}')][not(ancestor::field)]")


def standard(arch, fields, is_open):
    """Return the nodes of what a form or list has beside custom fields and is not always hidden, each field once.

    :param fields: of the model, as ``_fields``
    :param is_open: says of the ``groups`` of a node or field whether who looks is in them
    """
    found = {}
    for node in arch.xpath(f"//field[not(starts-with(@name, '{CUSTOM}'))][not(ancestor::field)]"):
        field = fields.get(node.get("name"))
        if field is None or field.name in found or field.type in _NO_TEXT or node.get("widget") == "statinfo":
            continue
        around = [node, *node.iterancestors()]
        groups = [field.groups, *(each.get("groups") for each in around)]
        hidden = any(each.get(name) in _TRUE for each in around for name in _HIDING)
        hidden |= any("alert" in (each.get("class") or "").split() for each in around)
        if not hidden and all(is_open(each) for each in groups if each):
            found[field.name] = node
    return list(found.values())


def page_of(node):
    """Return the title of the page that ``node`` stands on, empty for the head of the form."""
    return next((page.get("string") or "" for page in node.iterancestors("page")), "")


def is_sometimes(node):
    """Return whether ``node`` is there for some records only."""
    return any(each.get("invisible") for each in (node, *node.iterancestors()))
