"""Which calls a sampling plan takes; pure: rows in, choices out. By chance, and the same whenever it is asked again."""

import hashlib
import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

PERIODS = ("day", "week", "month")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A call that an agent talked on; ``taken``: it is on a work list or scored already, for that agent."""

    call_id: int
    user_id: int
    long: bool = False
    rated: bool = False
    taken: bool = False


def span(period, day):
    """Return the first and the last day of the ``period`` (day, week from Monday, month) in which ``day`` lies."""
    if period == "day":
        return day, day
    if period == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    first = day.replace(day=1)
    return first, date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)


def due(calls, share, number):
    """Return how many of an agent's ``calls`` in a period are to be scored: the share in percent, and not under
    ``number``."""
    # a share of 3 % must not become 4 of 100 by the binary fraction of 0.03
    return min(calls, max(math.ceil(round(calls * share / 100, 9)), number))


def draw(spoken, share, number, drawn, seed):
    """Return the rows of ``spoken`` to be scored, as ``[(row, by chance)]``.

    Long and badly rated ones all are; of each agent's others so many by chance as are missing to what is due.

    :param spoken: rows of one period
    :param drawn: {user id: calls of the period drawn by chance before}
    :param seed: what the order of chance hangs on, the plan's own
    """
    by_user = defaultdict(list)
    for row in spoken:
        by_user[row.user_id].append(row)
    chosen = [(row, False) for row in spoken if (row.long or row.rated) and not row.taken]
    for user_id, rows in sorted(by_user.items()):
        missing = due(len(rows), share, number) - drawn.get(user_id, 0)
        free = [row for row in rows if not row.taken and not row.long and not row.rated]
        free.sort(key=lambda row: _chance(seed, row))
        chosen += [(row, True) for row in free[: max(missing, 0)]]
    return chosen


def deal(count, loads):
    """Return who gets each of ``count`` tasks: always the one with the least to do.

    :param loads: {inspector: open tasks}; must not be empty
    """
    loads, dealt = dict(loads), []
    for _turn in range(count):
        who = min(loads, key=lambda one: (loads[one], one))
        loads[who] += 1
        dealt.append(who)
    return dealt


def _chance(seed, row):
    return hashlib.sha256(f"{seed}:{row.call_id}:{row.user_id}".encode()).digest()
