"""The appraisal index; pure arithmetic, ``metrics.md`` 2.3 ``appraisal``."""


def score(actual, target, less_is_better, cap):
    """Return the score (0 to ``cap``) of an indicator, None where there is no data or no target to hold it against.

    100 is the target reached: 100 * actual / target, or target / actual where less is better.
    """
    if actual is None or not target or target < 0:
        return None
    if less_is_better:
        return float(cap) if actual <= 0 else min(100.0 * target / actual, cap)
    return min(max(100.0 * actual / target, 0.0), cap)


def index(lines):
    """Return the weighted mean of the scores, None without any.

    :param lines: pairs (weight, score); those without a score are left out and the other weights count for more
    """
    lines = [(weight, value) for weight, value in lines if value is not None]
    whole = sum(weight for weight, _value in lines)
    return sum(weight * value for weight, value in lines) / whole if whole else None
