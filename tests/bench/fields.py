"""What custom fields cost a list: ``./callcenter bench fields [--fields 30] [--records 80] [--times 60]``.

A list of customers is asked for as the browser does it, by an agent: its views, and a page of records with all that the
list shows, each request in a transaction of its own. Measured are both without custom fields and with them (of all
kinds, filled, every one of them in the list), turn by turn in one run; those of the first list are hidden from its
agents. Prints ``fields ratio= ms_without= ms_with=``: medians of the sum of both requests; the goal is at most 1.3.
"""

import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.crowd import Crowd, crowd_of, options

WARM = 10
KINDS = ("char", "integer", "float", "monetary", "date", "datetime", "boolean", "item", "text", "items")
VIEWS = [[False, "list"], [False, "search"]]


def main() -> int:
    chosen = options(__doc__, fields=30, records=80, times=60)
    with crowd_of(chosen) as crowd:
        plain, full = people(crowd, chosen.fields, chosen.records)
        spent: dict[int, list[float]] = {plain: [], full: []}
        shown = {}
        for turn in range(WARM + chosen.times):
            for user in (plain, full) if turn % 2 else (full, plain):
                spent[user].append(crowd.timed(user, lambda env, u=user: shown.update({u: page(env, chosen.records)})))
    without, beside = (statistics.median(spent[user][WARM:]) for user in (plain, full))
    extra = shown[full] - shown[plain]
    if extra != chosen.fields:
        print(f"{extra} custom fields in the list instead of {chosen.fields}", file=sys.stderr)
        return 1
    print(f"fields ratio={beside / without:.2f} ms_without={without:.1f} ms_with={beside:.1f} fields={extra}")
    return 0


def page(env, records: int) -> int:
    """The two requests of a list of customers; returns how many custom fields it showed."""
    Partner = env["res.partner"]
    views = Partner.get_views(VIEWS, {"toolbar": True})
    described = views["models"]["res.partner"]["fields"]
    from lxml import etree

    names = [node.get("name") for node in etree.fromstring(views["views"]["list"]["arch"]).iter("field")]
    specification = {name: asked(described[name]) for name in names}
    found = Partner.web_search_read([("name", "like", "Bench customer")], specification, limit=records)
    if len(found["records"]) != records:
        raise RuntimeError(f"{len(found['records'])} records instead of {records}")
    return sum(name.startswith("x_cc_") for name in names)


def asked(field: dict) -> dict:
    """What the browser asks of a field: a name of what it links to, and the colour of tags."""
    if field["type"] == "many2many":
        return {"fields": {"display_name": {}, **({"color": {}} if "dictionary" in field["relation"] else {})}}
    return {"fields": {"display_name": {}}} if field["type"] == "many2one" else {}


def people(crowd: Crowd, count: int, records: int) -> tuple[int, int]:
    """Makes the fields, the customers and an agent who sees none of the fields and one who sees all."""
    tag = f"{time.time():.0f}"
    dice = random.Random(1)
    with crowd.env() as env:
        agents = env.ref("callcenter_crm.role_agent")
        blind = agents.copy({"name": f"Bench {tag}"})
        logins = {f"bench-{tag}-{role.id}": role for role in (blind, agents)}
        users = [
            {"name": login, "login": login, "role_line_ids": [(0, 0, {"role_id": role.id})]}
            for login, role in logins.items()
        ]
        plain, full = env["res.users"].with_context(no_reset_password=True).create(users).ids
        fields = define(env, tag, count, blind)
    with crowd.env() as env:
        fields = env["callcenter.field"].browse(fields.ids)
        customers = [
            {"name": f"Bench customer {tag} {n}", "user_id": False, **values(fields, n, dice)} for n in range(records)
        ]
        env["res.partner"].search([("name", "like", "Bench customer")]).action_archive()
        env["res.partner"].create(customers)
    return plain, full


def define(env, tag: str, count: int, blind):
    """Makes ``count`` fields of all kinds, hidden from the role ``blind``."""
    dictionary = env["callcenter.dictionary"].create(
        {"name": f"Bench {tag}", "code": f"bench_{tag}", "item_ids": [(0, 0, {"name": f"Item {n}"}) for n in range(20)]}
    )
    fields = env["callcenter.field"].create(
        [
            {
                "label": f"Bench {n}",
                "code": f"bench_{tag}_{n}",
                "kind": KINDS[n % len(KINDS)],
                "in_list": True,
                "dictionary_id": dictionary.id if KINDS[n % len(KINDS)] in ("item", "items") else False,
            }
            for n in range(count)
        ]
    )
    fields.access_ids.filtered(lambda row: row.role_id == blind).right = "hidden"
    return fields


def values(fields, number: int, dice: random.Random) -> dict:
    """Something for each of the fields."""
    items = fields.dictionary_id.item_ids.ids
    some = {
        "char": f"text {number}",
        "text": f"a longer text of {number}",
        "integer": number,
        "float": number / 7,
        "monetary": number * 100.5,
        "date": "2026-11-22",
        "datetime": "2026-11-22 08:00:00",
        "boolean": True,
    }
    return {
        field.name: dice.choice(items)
        if field.kind == "item"
        else [(6, 0, dice.sample(items, 3))]
        if field.kind == "items"
        else some[field.kind]
        for field in fields
    }


if __name__ == "__main__":
    sys.exit(main())
