"""Differences between what a story expects and what was seen of it, a line each."""

from collections import defaultdict
from itertools import zip_longest

TOLERANCE_S = 2.0
SHORTEST_S = TOLERANCE_S  # of a state: app_queue lets a second pass between two tries
EXACT = {"cause", "score"}


def differences(expected: tuple[dict, list, dict], seen: tuple[dict, list, dict], tolerance: float) -> list[str]:
    """Both are (calls, legs, states). Roles, parties, causes and ``ended_by`` are exact, moments within tolerance."""
    calls, legs, states = expected
    found = by_name("call", calls, seen[0], tolerance)
    found += _rows("leg", _by_party(legs), _by_party(seen[1]), tolerance)
    lines = {agent: without_short(rows, SHORTEST_S) for agent, rows in seen[2].items()}
    return found + list(_rows("state", states, lines, tolerance))


def counted(expected: dict, seen: dict, tolerance: float, path: str = "kpi") -> list[str]:
    """Of figures: sums of seconds within twice the tolerance, as a sum has several ends; counts exact."""
    found = []
    for key in sorted(expected.keys() | seen.keys(), key=str):
        want, have = expected.get(key, 0), seen.get(key, 0)
        if isinstance(want, dict) or isinstance(have, dict):
            found += counted(want or {}, have or {}, tolerance, f"{path}.{key}")
        elif abs(want - have) > (2 * tolerance if key in _SECONDS else 0):
            found.append(f"{path}.{key}: {want} expected, {_short(have)} found")
    return found


_SECONDS = {
    "wait_answered", "wait_abandoned", "longest_wait", "ready", "ringing", "talk", "hold", "consult", "dialing",
    "preview", "monitor", "wrap_up", "not_ready", "offline", "on_call",
}  # fmt: skip


def _by_party(legs: list[dict]) -> dict[str, list[dict]]:
    found = defaultdict(list)
    for leg in sorted(legs, key=lambda leg: leg["start"]):
        found[f"{leg['call']} {leg['role']} {leg['party']}"].append(leg)
    return found


def without_short(rows: list[dict], shortest: float) -> list[dict]:
    """On a real node a moment lies between the end of a wrap-up, or of a ring, and the next ring: no row of a story."""
    kept = []
    for row in rows:
        if row["to"] - row["from"] <= (shortest if row["state"] == "ready" else 0):
            continue
        if kept and _but_moments(kept[-1]) == _but_moments(row):
            kept[-1] = kept[-1] | {"to": row["to"]}
        else:
            kept.append(row)
    return kept


def _but_moments(row: dict) -> dict:
    return {name: value for name, value in row.items() if name not in ("from", "to")}


def _rows(what: str, expected: dict, seen: dict, tolerance: float):
    for key in sorted(expected.keys() | seen.keys()):
        for want, have in zip_longest(expected.get(key, []), seen.get(key, [])):
            if want is None or have is None:
                yield f"{what} {key}: {'missing' if have is None else 'too much'}: {want or have}"
            else:
                yield from _fields(f"{what} {key} at {want.get('start', want.get('from'))}", want, have, tolerance)


def by_name(what: str, expected: dict, seen: dict, tolerance: float) -> list[str]:
    found = []
    for key in sorted(expected.keys() | seen.keys()):
        if key not in expected or key not in seen:
            side = "missing" if key in expected else "too much"
            found.append(f"{what} {key}: {side}: {expected.get(key, seen.get(key))}")
        else:
            found += _fields(f"{what} {key}", expected[key], seen[key], tolerance)
    return found


def _fields(what: str, want: dict, have: dict, tolerance: float):
    for name in sorted(want.keys() | have.keys()):
        if not _same(name, want.get(name), have.get(name), tolerance):
            yield f"{what}: {name} {want.get(name)!r} expected, {_short(have.get(name))!r} found"


def _same(name: str, want, have, tolerance: float) -> bool:
    if isinstance(want, int | float) and isinstance(have, int | float) and name not in EXACT:
        return abs(want - have) <= tolerance
    if isinstance(want, list | tuple) and isinstance(have, list | tuple):
        return len(want) == len(have) and all(_same(name, a, b, tolerance) for a, b in zip(want, have, strict=True))
    return want == have


def _short(value):
    return round(value, 2) if isinstance(value, float) else value
