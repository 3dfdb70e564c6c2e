"""What the audit log keeps of values, and how it is told."""

from types import SimpleNamespace

import pytest
from callcenter_crm.tools import auditing


def record(kind, value, name="field"):
    fields = {name: SimpleNamespace(type=kind)}
    return type("Record", (dict,), {"_fields": fields})({name: value})


@pytest.mark.parametrize("name", ["password", "new_password", "sip_secret", "access_token", "totp_secret"])
def test_secrets_are_a_mark(name):
    assert auditing.shown(record("char", "open sesame", name), name) == "***"


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("char", "广州", "广州"), ("char", False, None), ("char", "", None), ("integer", 0, 0),
        ("boolean", False, False), ("binary", b"x" * 9000, "…"), ("binary", False, None), ("selection", "open", "open"),
        ("many2one", SimpleNamespace(display_name="王磊"), "王磊"), ("many2one", None, None),
    ],
)  # fmt: skip
def test_values_are_short_and_readable(kind, value, shown):
    assert auditing.shown(record(kind, value), "field") == shown


def test_long_texts_are_cut():
    kept = auditing.shown(record("text", "x" * 5000), "field")
    assert (len(kept), kept[-1]) == (auditing.LONGEST, "…")


def test_only_what_differs_is_a_change():
    assert auditing.changes({"a": 1, "b": None}, {"a": 1, "b": "x"}) == {"b": [None, "x"]}


def test_a_detail_is_told_in_the_reader_s_words():
    labels = {"city": "城市"}
    detail = {
        "changed": {"city": [None, "广州"]},
        "each": {"7": {"zip": ["1", "2"]}},
        "set": {"x": 0},
        "fields": ["city"],
    }
    assert auditing.said(detail, lambda name: labels.get(name, name)) == [
        "城市: – → 广州", "#7 zip: 1 → 2", "x: 0", "城市",
    ]  # fmt: skip


def test_of_many_links_the_first_are_named_and_all_are_counted():
    links = [SimpleNamespace(display_name=f"n{number}", id=number) for number in range(5000)]
    kept = auditing.shown(record("many2many", links), "field")
    assert kept.startswith("n0, n1, ")
    assert kept.endswith("(5000)")
    assert auditing.shown(record("one2many", links[:2]), "field") == "n0, n1"
