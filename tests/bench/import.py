"""A file of 100,000 rows becomes contacts: ``./callcenter bench import [--rows 100000] [--contacts 500000]``.

An xlsx with 8 columns, two of them custom fields (money, a dictionary's item), one row in twenty bad in one of five
ways, is taken in by a manager: uploaded, looked at, queued and imported as the job does it, until it is committed.
There are contacts and a blacklist already, and the server has taken in a small file before. Memory is the peak of the
process that does it, over all of these steps. Beside it Odoo's own import (base_import) of the same rows into customers
and leads: a sample, taken up to the whole.
Prints ``import seconds= peak_mb= ratio_partner= ratio_lead=``; the goals are under 5 s and 400 MB, at least 30 and 100.
Rows that are counted wrongly fail the run.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.crowd import Crowd, crowd_of, options

HEADER = ("姓名", "手机号码", "性别", "地区", "单位", "备注", "月收入", "投资经验")
FIELDS = ("name", "number", "gender", "region", "company_name", "remark")
CUSTOM = (("bench_income", "monetary"), ("bench_experience", "item"))
ITEMS = ("股票", "基金", "黄金", "保险")
# the n-th row of each hundred that is bad, and in which way
DIRTY = {10: "bad", 30: "missing", 50: "file", 70: "campaign", 90: "blacklist"}
BANNED, FRESH = 14_000_000_000, 15_000_000_000
SMALL = 1000
BLACKLIST = """
INSERT INTO callcenter_blacklist (number, kind, prefix, active, company_id)
SELECT '+86' || (%s + n)::text, CASE n %% 2 WHEN 0 THEN 'blacklist' ELSE 'do_not_call' END, FALSE, TRUE, %s
  FROM generate_series(0, %s) n
    ON CONFLICT DO NOTHING
"""


class Wrong(Exception):
    """What came out is not what went in."""


def rows(count: int, fresh: int = FRESH):
    """The rows of the file: most of them clean, with numbers from ``fresh`` on."""
    dice = random.Random(1)
    for n in range(count):
        number = str(fresh + n)
        match DIRTY.get(n % 100):
            case "bad":
                number = number[:7]
            case "missing":
                number = ""
            case "file":
                number = str(fresh + n - 1)
            case "campaign":
                number = str(13_000_000_001 + n)
            case "blacklist":
                number = str(BANNED + n // 100)
        yield (
            f"客户{n}", number, dice.choice("男女"), dice.choice(("广东 深圳", "上海", "")), f"单位{n % 5000}",
            f"备注 {n}", dice.randint(3000, 30000), dice.choice(ITEMS),
        )  # fmt: skip


def write(path: str, count: int, fresh: int = FRESH) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("名单")
        sheet.write_row(0, 0, HEADER)
        for line, row in enumerate(rows(count, fresh), 1):
            sheet.write_row(line, 0, row)


def prepare(crowd: Crowd, contacts: int, blacklist: int) -> tuple[int, int]:
    """The custom fields, the blacklist, the contacts; (id of their campaign, id of a manager)."""
    with crowd.env() as env:
        # the bench is the only one who imports
        env.ref("callcenter_crm.callcenter_list_cron_import").active = False
        env.company.country_id = env.ref("base.cn")
        dictionary = env["callcenter.dictionary"].search([("code", "=", "bench")])
        if not dictionary:
            items = [(0, 0, {"name": name}) for name in ITEMS]
            dictionary = dictionary.create({"name": "Bench", "code": "bench", "item_ids": items})
            for code, kind in CUSTOM:
                vals = {"model": "callcenter.contact", "label": code, "code": code, "kind": kind}
                items = {"dictionary_id": dictionary.id} if kind == "item" else {}
                env["callcenter.field"].create({**vals, **items})
        env.cr.execute(BLACKLIST, [BANNED, env.company.id, blacklist - 1])
        env.cr.execute("ANALYZE callcenter_blacklist")
    crowd.fill(contacts, agents=50)
    with crowd.env() as env:
        campaign = env["callcenter.campaign"].search([("name", "like", "Bench")], order="id desc", limit=1)
        manager = env["res.users"].search([("login", "=", "manager")], limit=1) or env.ref("base.user_admin")
        return campaign.id, manager.id


def measure(crowd: Crowd, campaign: int, manager: int, path: str, count: int) -> tuple[float, float]:
    """Seconds from the upload to the committed result, and the most memory in MB."""
    forget_peak()
    begun = time.monotonic()
    with open(path, "rb") as file, crowd.env(manager) as env:
        batch = env["callcenter.list"]._import_upload("bench.xlsx", file, campaign, 0).id
    with crowd.env(manager) as env:
        look = env["callcenter.list"].browse(batch).import_look()
    columns = [{"index": column["index"], "header": column["header"]} for column in look["columns"]]
    for column, field in zip(columns, (*FIELDS, *(f"x_cc_{code}" for code, _kind in CUSTOM)), strict=True):
        column["field"] = field
    with crowd.env(manager) as env:
        env["callcenter.list"].browse(batch).import_run(columns, {})
    with crowd.env() as env:
        env["callcenter.list"]._cron_import()
    seconds = time.monotonic() - begun
    with crowd.env() as env:
        check(env["callcenter.list"].browse(batch), count)
    return seconds, peak_mb()


def check(batch, count: int) -> None:
    """Raises Wrong unless each row is where it belongs."""
    found = dict(batch.reasons or {})
    found["blacklist"] = found.pop("blacklist", 0) + found.pop("do_not_call", 0)
    expected = dict.fromkeys(DIRTY.values(), count // 100)
    contacts = batch.env["callcenter.contact"].search_count([("list_id", "=", batch.id)])
    if batch.state != "done" or found != expected or contacts != count - sum(expected.values()):
        raise Wrong(f"{batch.state} {batch.error or ''}: {found}, {contacts} contacts")


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def peak_mb() -> float:
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def plainly(crowd: Crowd, model: str, names: list[str], sample: int) -> float:
    """Seconds a row of Odoo's own import of ``sample`` rows of the file; nothing of it stays."""
    picked = [row for row in rows(sample * 2) if len(str(row[1])) == 11][:sample]
    lines = [",".join(map(str, (row[0], row[1], row[4], row[3], row[5]))) for row in picked]
    data = "\n".join([",".join(names), *lines]).encode()
    options = {
        "quoting": '"',
        "separator": ",",
        "has_headers": True,
        "encoding": "utf-8",
        "name_create_enabled_fields": {},
    }
    with crowd.registry.cursor() as cr:
        from odoo import api

        env = api.Environment(cr, 2, {})
        wizard = env["base_import.import"].create(
            {"res_model": model, "file": data, "file_name": "a.csv", "file_type": "text/csv"}
        )
        begun = time.monotonic()
        result = wizard.execute_import(names, names, options)
        spent = time.monotonic() - begun
        cr.rollback()
    if not result["ids"]:
        raise Wrong(f"{model}: {result['messages'][:1]}")
    return spent / sample


def main() -> int:
    chosen = options(__doc__, rows=100_000, contacts=500_000, blacklist=10_000, sample=500)
    try:
        with crowd_of(chosen) as crowd:
            campaign, manager = prepare(crowd, chosen.contacts, chosen.blacklist)
            with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
                write(file.name, SMALL, FRESH - SMALL)
                measure(crowd, campaign, manager, file.name, SMALL)
                write(file.name, chosen.rows)
                seconds, peak = measure(crowd, campaign, manager, file.name, chosen.rows)
            partner = plainly(crowd, "res.partner", ["name", "phone", "company_name", "city", "comment"], chosen.sample)
            lead = plainly(crowd, "crm.lead", ["contact_name", "phone", "name", "city", "description"], chosen.sample)
    except Wrong as wrong:
        print(wrong, file=sys.stderr)
        return 1
    print(
        f"import seconds={seconds:.2f} peak_mb={peak:.0f} ratio_partner={partner * chosen.rows / seconds:.0f}"
        f" ratio_lead={lead * chosen.rows / seconds:.0f} rows={chosen.rows}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
