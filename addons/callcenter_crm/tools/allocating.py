"""How many contacts each target gets: plain arithmetic, without Odoo."""

import re

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


def words(text):
    """Return the words of ``text`` between commas, blanks and their Chinese forms: ``"广东，福建"`` gives two."""
    return [word for word in _SEPARATORS.split(text or "") if word]
