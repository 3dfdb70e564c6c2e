"""Reports over years of calls: ``./callcenter bench report [--calls 10000000] [--years 3] [--agents 300]``.

Calls of 40 queues (``--queues``) with their legs, made by SQL, are added up as the job of the product does it; today's
are not yet. Then:

- each built-in report, as its page asks for it when it opens and when it is split by time, for the last 30 days and for
  all years, rights and all, each time in a transaction of its own: what is printed is the 95th percentile of the
  slowest report;
- ``ratio_raw``: how many times longer a plain GROUP BY over all raw calls takes than the report by queue of all years;
- ``connector_share``: what the marks of the facts take of the time in which the connector's own writer books calls at
  30 a second, five versions of each, four transactions a second.

Prints ``report month_p95_ms= years_p95_ms= ratio_raw= connector_share=``; the goals are 300, 1000 and 20. A report that
does not add up to the calls made fails the run. 10,000,000 calls take 25 GB of disk and most of an hour.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from report_fill import History, count_functions
from report_write import Writing
from tools.crowd import Crowd, options, percentile
from tools.ledger import Ledger
from tools.stack import Stack

FACTS = ("callcenter_fact_queue", "callcenter_fact_call", "callcenter_fact_agent")
RAW = """
SELECT queue_id, count(*), count(*) FILTER (WHERE result = 'answered'), count(*) FILTER (WHERE result = 'abandoned'),
       avg(wait_s) FILTER (WHERE result = 'answered'), max(wait_s), sum(talk_s), sum(wrap_s)
  FROM callcenter_call WHERE direction = 'inbound' AND start >= %s GROUP BY queue_id
"""
LEGS = """
SELECT count(*) FILTER (WHERE role = 'queue' AND leg.queue_id IS NOT NULL),
       count(*) FILTER (WHERE role IN ('agent', 'target') AND via <> 'manual' AND leg.agent_id IS NOT NULL),
       count(*) FILTER (WHERE role = 'agent' AND via = 'manual' AND leg.agent_id IS NOT NULL)
  FROM callcenter_call_leg leg JOIN callcenter_call call ON call.id = leg.call_id AND call.direction <> 'internal'
"""
# what is opened or split: (report, groups, how many of the figures that the page shows)
SPLITS = {
    "month": {
        "queue": ("queue_id", "half_hour", "day:day", "weekday"),
        "call": ("did_id", "half_hour", "day:day"),
        "agent": ("agent_id", "queue_id", "day:day"),
    },
    "years": {
        "call": ("did_id", "half_hour", "day:month", "weekday"),
        "queue": ("queue_id", "half_hour", "day:month", "weekday"),
        "agent": ("agent_id", "queue_id", "day:month", "weekday"),
    },
}
SHOWN = {
    "queue": ("offered", "answered", "abandoned", "answer_rate", "service_level", "asa", "longest_wait_s", "handled",
              "aht", "csat"),
    "call": ("received", "offered_calls", "answered_calls", "call_answer_rate", "contained", "ivr_abandoned", "aht",
             "csat"),
    "agent": ("offers", "offers_answered", "missed", "agent_answer_rate", "handled", "talk_s", "aht_in", "dials",
              "dials_answered", "csat"),
}  # fmt: skip
WARM = 2


class Wrong(Exception):
    """A report says something else than the calls."""


def add_up(crowd: Crowd, history: History) -> float:
    """Seconds for the facts of all days that are over."""
    begun = time.perf_counter()
    with crowd.env() as env:
        env["callcenter.fact.stale"]._start_over()
    more = 1
    while more:
        with crowd.env() as env:
            more = env["callcenter.fact.stale"]._refresh_some()
    seconds = time.perf_counter() - begun
    history.settle("callcenter_fact_stale", *FACTS)
    return seconds


def questions(period: str, domain: list):
    """What pages ask for: (name, act)."""
    for report, groups in SPLITS[period].items():
        model = f"callcenter.fact.{report}"
        for group in groups:
            yield f"{report} by {group}", lambda env, m=model, r=report, g=group: pivot(env, m, domain, r, g)
        yield f"{report} list", lambda env, m=model, r=report: page(env, m, domain, r)
    yield "queue graph", lambda env: graph(env, domain)
    if period == "month":
        yield "dashboard", lambda env: env["callcenter.dashboard"].read_board("month", 1)


def pivot(env, model: str, domain: list, report: str, group: str):
    """As the pivot asks when it opens with rows by ``group``."""
    fields = env[model]._fields
    figures = [f"{name}:{fields[name].aggregator}" for name in SHOWN[report]]
    return env[model].formatted_read_grouping_sets(domain, [[], [group]], figures)


def page(env, model: str, domain: list, report: str):
    shown = {name: {} for name in SHOWN[report]} | {"date": {}}
    return env[model].web_search_read(domain, shown, limit=80, count_limit=10001)


def graph(env, domain: list):
    return env["callcenter.fact.queue"].formatted_read_group(domain, ["half_hour"], ["answered:sum"])


def measure(crowd: Crowd, user: int, period: str, domain: list, times: int) -> dict[str, float]:
    """The 95th percentile in ms of each report."""
    found = {}
    for name, act in questions(period, domain):
        spent = [crowd.timed(user, act) for _turn in range(WARM + times)][WARM:]
        found[name] = percentile(spent, 95)
        print(f"  {period} {name}: p95 {found[name]:.0f} ms", file=sys.stderr, flush=True)
    return found


def raw_ms(crowd: Crowd, since) -> float:
    """Milliseconds of the plain GROUP BY, the best of three."""
    return min(crowd.timed(1, lambda env: (env.cr.execute(RAW, [since]), env.cr.fetchall())) for _turn in range(3))


def check(crowd: Crowd, user: int) -> None:
    """Raises Wrong unless the reports' sums are those of the legs."""
    with crowd.env(user, crowd.context(user)) as env:
        [queue] = env["callcenter.fact.queue"].formatted_read_group([], [], ["offered:sum"])
        [agent] = env["callcenter.fact.agent"].formatted_read_group([], [], ["offers:sum", "dials:sum"])
        env.cr.execute(LEGS)
        want = env.cr.fetchone()
    got = queue["offered:sum"], agent["offers:sum"], agent["dials:sum"]
    if got != want:
        raise Wrong(f"the reports say {got} of {want} in the legs")


def run(crowd: Crowd, ledger: Ledger, chosen) -> str:
    begun = time.perf_counter()
    history = History(crowd, ledger, chosen)
    filled = time.perf_counter() - begun
    built = add_up(crowd, history)
    print(f"  filled in {filled:.0f} s, facts built in {built:.0f} s", file=sys.stderr, flush=True)
    with crowd.env() as env:
        manager = env["res.users"].search([("login", "=", "manager")], limit=1).id
    check(crowd, manager)
    share = Writing(crowd, history, chosen).share()
    years = measure(crowd, manager, "years", [("day", ">=", str(history.first_day))], chosen.times // 3)
    month = measure(crowd, manager, "month", [("days_ago", "<", 30)], chosen.times)
    raw = {"years": raw_ms(crowd, history.begin), "month": raw_ms(crowd, history.month)}
    for period, found in (("years", years), ("month", month)):
        told = raw[period] / found["queue by queue_id"]
        print(f"  {period}: GROUP BY over raw calls {raw[period]:.0f} ms, {told:.0f} times", file=sys.stderr)
    ratio = raw["years"] / years["queue by queue_id"]
    return (
        f"report month_p95_ms={max(month.values()):.0f} years_p95_ms={max(years.values()):.0f}"
        f" ratio_raw={ratio:.0f} connector_share={share:.3f} calls={chosen.calls}"
    )


def main() -> int:
    chosen = options(__doc__, calls=10_000_000, years=3, agents=300, queues=40, times=30, seconds=60)
    stack = Stack().run()
    try:
        stack.stop("connector")
        stack.stop("odoo")  # its job adds up, too
        config = stack.data / "etc" / "odoo.conf"
        ledger = Ledger.of(config)
        count_functions(ledger)
        print(run(Crowd(config, chosen.database), ledger, chosen))
    except Wrong as wrong:
        print(wrong, file=sys.stderr)
        return 1
    finally:
        if not stack.keep:
            stack.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
