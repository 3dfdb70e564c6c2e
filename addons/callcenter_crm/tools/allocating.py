"""How many contacts each target gets: plain arithmetic, without Odoo."""

import re
from heapq import heapify, heappop, heappush

_SEPARATORS = re.compile(r"[,;，；、\s]+")


def evenly(count, targets):
    """Return ``targets`` shares of ``count`` that differ by one at most, the larger ones first."""
    return by_weight(count, [1] * targets)


def by_weight(count, weights):
    """Return a share of ``count`` for each weight, by largest remainder (Hamilton): nothing is left over.

    :param count: how many there are to share out
    :param weights: numbers >= 0; weight 2 gets twice as many as weight 1, weight 0 nothing
    :returns: whole numbers in the order of ``weights``, adding up to ``count``; all 0 where no weight is above 0.
        Equal remainders are served in order.
    """
    total = sum(weights)
    if total <= 0:
        return [0] * len(weights)
    exact = [count * weight / total for weight in weights]
    shares = [int(share) for share in exact]
    left = count - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
    for i in [i for i in by_remainder if weights[i] > 0][:left]:
        shares[i] += 1
    return shares


def each(count, amounts):
    """Return ``amounts`` while there are enough; else ``count`` shared out in their proportion."""
    return list(amounts) if sum(amounts) <= count else by_weight(count, amounts)


def weights_of_rates(rates):
    """Return a weight per result rate, one decimal: the mean rate is 1.0, double the rate 2.0, at least 0.1.

    :param rates: numbers from 0 to 1, None for who has no result yet (weight 1.0)
    """
    known = [rate for rate in rates if rate is not None]
    mean = sum(known) / len(known) if known else 0
    return [1.0 if rate is None or not mean else max(0.1, round(rate / mean, 1)) for rate in rates]


def place(units, gets):
    """Return to which target each unit goes: dealt like cards in the proportion of ``gets``.

    What is bound (large units, units that may not go everywhere) is dealt first, so that the others fill up what is
    left and the shares come out as wanted wherever that can be.

    :param units: pairs (size, set of places of targets that it may not go to)
    :param gets: how much each target is to get, by place
    :returns: places of targets in the order of ``units``, None for a unit that may go nowhere
    """
    given = [0] * len(gets)
    heap = [(0.5 / share, target) for target, share in enumerate(gets) if share > 0]
    heapify(heap)
    targets = [None] * len(units)
    for at in sorted(range(len(units)), key=lambda at: (-units[at][0], -len(units[at][1]))):
        size, barred = units[at]
        passed = []
        while heap and heap[0][1] in barred:
            passed.append(heappop(heap))
        if heap:
            target = heappop(heap)[1]
            given[target] += size
            targets[at] = target
            heappush(heap, ((given[target] + 0.5) / gets[target], target))
        for entry in passed:
            heappush(heap, entry)
    return targets


def bundles(groups):
    """Return the sets that hang together: ``[[1, 2], [2, 3], [7, 8]]`` gives ``[[1, 2, 3], [7, 8]]``, each sorted."""
    above = {}

    def top(item):
        while above.setdefault(item, item) != item:
            above[item] = item = above[above[item]]
        return item

    for first, *others in groups:
        for other in others:
            above[top(other)] = top(first)
    found = {}
    for item in sorted(above):
        found.setdefault(top(item), []).append(item)
    return list(found.values())


def words(text):
    """Return the words of ``text`` between commas, blanks and their Chinese forms: ``"广东，福建"`` gives two."""
    return [word for word in _SEPARATORS.split(text or "") if word]
