"""Whose number it is: ``./callcenter bench lookup [--contacts 5000000] [--customers 100000]``.

Any number of a campaign contact or of a customer is looked up among both, by a manager, who sees all; one in ten
belongs to nobody. Measured is what the server does for it, each time in a transaction of its own. Prints
``lookup p95_ms= p50_ms=``; the goal is under 5 ms. A number that is not found where it is fails the run.
"""

import argparse
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.crowd import Crowd, percentile
from tools.stack import Stack

WARM = 20
CUSTOMERS = """
WITH people AS (
    INSERT INTO res_partner (name, active, type, complete_name, phone, autopost_bills)
    SELECT 'Customer ' || n, TRUE, 'contact', 'Customer ' || n, '+86' || (15000000000 + n)::text, 'ask'
      FROM generate_series(1, %s) n RETURNING id, phone)
INSERT INTO callcenter_number (number, partner_id, origin) SELECT phone, id, 'phone' FROM people
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--contacts", type=int, default=5_000_000)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--config", type=Path, help="of another Odoo than the tests' installation")
    parser.add_argument("--database", default="callcenter")
    options = parser.parse_args()
    stack = None if options.config else Stack().run()
    try:
        crowd = Crowd(options.config or stack.data / "etc" / "odoo.conf", options.database)
        crowd.fill(options.contacts, agents=50)
        with crowd.env() as env:
            env.cr.execute(CUSTOMERS, [options.customers])
            env.cr.execute("ANALYZE callcenter_number, res_partner")
            manager = env["res.users"].search([("login", "=", "manager")], limit=1).id or env.ref("base.user_admin").id
        spent, wrong = measure(crowd, manager, options)
    finally:
        if stack and not stack.keep:
            stack.end()
    if wrong:
        print(f"not found, or found though nobody's: {', '.join(wrong[:5])}", file=sys.stderr)
        return 1
    print(f"lookup p95_ms={percentile(spent, 95):.2f} p50_ms={percentile(spent, 50):.2f} contacts={options.contacts}")
    return 0


def measure(crowd: Crowd, user: int, options: argparse.Namespace) -> tuple[list[float], list[str]]:
    """Milliseconds of each look-up, and the numbers that were answered wrongly."""
    dice = random.Random(1)
    spent, wrong = [], []
    for turn in range(WARM + options.times):
        number, known = any_number(crowd, dice, turn, options.customers)
        found: list[dict] = []
        spent.append(crowd.timed(user, lambda env, n=number, f=found: f.extend(env["callcenter.worklist"].who(n))))
        if bool(found) != known:
            wrong.append(number)
    return spent[WARM:], wrong


def any_number(crowd: Crowd, dice: random.Random, turn: int, customers: int) -> tuple[str, bool]:
    """A number and whether it is somebody's."""
    if turn % 10 == 0:
        return f"+86{19_900_000_000 + turn}", False
    if turn % 10 < 4:
        return f"+86{15_000_000_000 + dice.randint(1, customers)}", True
    return crowd.number(dice), True


if __name__ == "__main__":
    sys.exit(main())
