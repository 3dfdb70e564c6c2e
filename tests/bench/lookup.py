"""Whose number it is: ``./callcenter bench lookup [--contacts 5000000] [--customers 100000]``.

Any number of a campaign contact or of a customer is looked up among both, by a manager, who sees all; one in ten
belongs to nobody. Measured is what the server does for it, each time in a transaction of its own. Prints
``lookup p95_ms= p50_ms=``; the goal is under 5 ms. A number that is not found where it is fails the run.
"""

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.crowd import Crowd, crowd_of, options, percentile

WARM = 20
CUSTOMERS = """
WITH people AS (
    INSERT INTO res_partner (name, active, type, complete_name, phone, autopost_bills)
    SELECT 'Customer ' || n, TRUE, 'contact', 'Customer ' || n, '+86' || (15000000000 + n)::text, 'ask'
      FROM generate_series(1, %s) n RETURNING id, phone)
INSERT INTO callcenter_number (number, partner_id, origin) SELECT phone, id, 'phone' FROM people
"""


def main() -> int:
    chosen = options(__doc__, contacts=5_000_000, customers=100_000, times=1000)
    with crowd_of(chosen) as crowd:
        crowd.fill(chosen.contacts, agents=50)
        with crowd.env() as env:
            env.cr.execute(CUSTOMERS, [chosen.customers])
            env.cr.execute("ANALYZE callcenter_number, res_partner")
            manager = env["res.users"].search([("login", "=", "manager")], limit=1).id or env.ref("base.user_admin").id
        spent, wrong = measure(crowd, manager, chosen.times, chosen.customers)
    if wrong:
        print(f"not found, or found though nobody's: {', '.join(wrong[:5])}", file=sys.stderr)
        return 1
    print(f"lookup p95_ms={percentile(spent, 95):.2f} p50_ms={percentile(spent, 50):.2f} contacts={chosen.contacts}")
    return 0


def measure(crowd: Crowd, user: int, times: int, customers: int) -> tuple[list[float], list[str]]:
    """Milliseconds of each look-up, and the numbers that were answered wrongly."""
    dice = random.Random(1)
    spent, wrong = [], []
    for turn in range(WARM + times):
        number, known = any_number(crowd, dice, turn, customers)
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
