"""Whom to contact next, and the day's list: ``./callcenter bench worklist [--contacts 5000000] [--agents 300]``.

Agents hold so many contacts of a running campaign, half of them new, three in ten due or to come. Any agent asks for
the next contact with all that its form shows, and for the lists and counters of the day; measured is what the server
does for it, rights and all, each time in a transaction of its own. Prints ``worklist p95_ms= next_p95_ms=
today_p95_ms=``, the first for both together; the goal is under 20 ms.
"""

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.crowd import Crowd, crowd_of, options, percentile

WARM = 20


def main() -> int:
    chosen = options(__doc__, contacts=5_000_000, agents=300, times=500)
    with crowd_of(chosen) as crowd:
        crowd.fill(chosen.contacts, chosen.agents)
        following, today = measure(crowd, chosen.times)
    print(
        f"worklist p95_ms={percentile(following + today, 95):.1f} next_p95_ms={percentile(following, 95):.1f}"
        f" today_p95_ms={percentile(today, 95):.1f} contacts={chosen.contacts}"
    )
    return 0


def measure(crowd: Crowd, times: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each next contact and of each list."""
    dice = random.Random(1)
    following, today = [], []
    for _turn in range(WARM + times):
        user = dice.choice(crowd.users)
        following.append(crowd.timed(user, lambda env: env["callcenter.worklist"].next()))
        today.append(crowd.timed(user, lambda env: env["callcenter.worklist"].today()))
    return following[WARM:], today[WARM:]


if __name__ == "__main__":
    sys.exit(main())
