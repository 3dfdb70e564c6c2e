"""The dial rules as dialplan: a desk phone dials by itself, and what it may do holds with the node alone.

Straight lines only, made from values that checks_dialing.py let through. The addon's dialing.py says it in Python.
"""

import re

from . import calendars
from .model import Calendar, CallerPool, Dialing, DialRule, NodeConfig, Trunk
from .text import context

MOBILE = {"86": "1[3-9][0-9]{9}"}  # national numbers by country prefix; elsewhere a number does not tell
SERVICE = {"86": "[48]00"}  # beginnings of national numbers that have no area code
NEVER = "$."  # matches nothing
LIST = 40  # alternatives in one expression: a line of dialplan has its limit


def render(config: NodeConfig) -> str:
    """The contexts that the subroutines of render/subroutines/dial.conf go to."""
    dialing = config.dialing
    lists = [rule for rule in dialing.rules if rule.act != "route"]
    routes = [rule for rule in dialing.rules if rule.act == "route"]
    parts = [
        context("cc-dial-kind", [("s", _kind(config.country_prefix))]),
        context("cc-dial-ranges", _ranges(dialing)),
        context("cc-dial-rules", [("s", [*_rules(lists), "Return()"])]),
        _hours(dialing.hours),
        context("cc-dial-zone", _zones(dialing)),
        context("cc-dial-route", [("s", [*_rules(routes), f"Return({config.outbound_trunk})"])]),
        context("cc-dial-pool", _pools(dialing)),
        *(context(f"cc-trunk-{trunk.code}", [("s", _trunk(trunk, config))]) for trunk in config.trunks),
        *(_places(f"cc-place-trunk-{trunk.code}", trunk.home) for trunk in config.trunks),
        *(_places(f"cc-place-rule-{rule.code}", rule.places) for rule in dialing.rules if rule.places),
    ]
    return "".join(parts)


def variables(config: NodeConfig) -> list[tuple[str, object]]:
    """Globals: what the subroutines need that is one value."""
    return [("CC_DIAL_ZONE", config.dialing.zone), ("CC_DIAL_PER_DAY", config.dialing.per_day)]


def astdb(dialing: Dialing) -> dict[str, str]:
    """Numbers that nobody may call, with the last day; there may be a hundred thousand."""
    return {f"cc/forbidden/{number}": until or "0" for number, until in dialing.forbidden}


def _kind(prefix: str) -> list[str]:
    mobile = MOBILE.get(prefix, NEVER)
    return [
        "Set(CC_NATIONAL=)",
        'GotoIf($["${CC_NUMBER:0:1}" != "+"]?short)',
        f'GotoIf($["${{CC_NUMBER:0:{len(prefix) + 1}}}" != "+{prefix}"]?abroad)',
        f"Set(CC_NATIONAL=${{CC_NUMBER:{len(prefix) + 1}}})",
        f'Return(${{IF($[${{REGEX("^{mobile}$" ${{CC_NATIONAL}})}}]?mobile:fixed)}})',
        "(short),Return(short)",
        "(abroad),Return(abroad)",
    ]


def _ranges(dialing: Dialing) -> list[tuple[str, list[str]]]:
    found = {prefix: until for prefix, until in dialing.forbidden_prefixes}
    rows = [(f"_{prefix}!", [f"Return({until or '0'})"]) for prefix, until in found.items()]
    return [*rows, ("_[+0-9]!", ["Return()"])]


def _rules(rules: list[DialRule]) -> list[str]:
    """First match returns: the code of what forbids, nothing where it is allowed, the trunks of a route."""
    lines: list[str] = []
    for number, rule in enumerate(rules, 1):
        last = f"r{number}"
        lines += [f"GotoIf($[{test} = 0]?{last})" for test in _tests(rule)]
        if rule.places:
            lines += [f"Gosub(cc-place,s,1(cc-place-rule-{rule.code}))", f"GotoIf($[${{GOSUB_RETVAL}} = 0]?{last})"]
        result = {"allow": "", "forbid": rule.code, "route": "&".join(rule.trunks)}[rule.act]
        lines += [f"Return({result})", f"({last}),NoOp()"]
    return lines


def _tests(rule: DialRule) -> list[str]:
    given = (
        ("CC_NUMBER", rule.prefixes, ""),
        ("CC_NUMBER_KIND", rule.kinds, "$"),
        ("CC_CAMPAIGN", rule.campaigns, "$"),
        ("CC_DEPARTMENT", rule.departments, "$"),
    )
    return [_among(name, values, end) for name, values, end in given if values]


def _among(name: str, values: tuple[str, ...], end: str) -> str:
    """An expression: 1 where the variable is one of the values (begins with one, without an ``end``)."""
    groups = [values[start : start + LIST] for start in range(0, len(values), LIST)]
    tests = [
        f'${{REGEX("^({"|".join(value.replace("+", "[+]") for value in group)}){end}" ${{{name}}})}}'
        for group in groups
    ]
    return f"({' | '.join(tests)})"


def _hours(hours: Calendar | None) -> str:
    """ARG1: time zone. Returns open when calls may be made there now."""
    if hours is None:
        return context("cc-dial-hours", [("s", ["Return(open)"])])
    return calendars.render(hours, "cc-dial-hours", "${ARG1}")


def _zones(dialing: Dialing) -> list[tuple[str, list[str]]]:
    rows = dialing.zones if dialing.hours is not None else ()
    found = [(f"_+{prefix}!", [f"Return({'&'.join(zones)})"]) for prefix, zones in rows]
    return [*found, ("_[+0-9]!", ["Return(${CC_DIAL_ZONE})"])]


def _pools(dialing: Dialing) -> list[tuple[str, list[str]]]:
    """Extension: c and a campaign, p and a pool."""
    pools = [(f"p-{pool.code}", _pool(pool)) for pool in dialing.pools]
    campaigns = [(f"c-{campaign}", [f"Goto(p-{pool},1)"]) for campaign, pool in dialing.campaign_pools]
    return [*pools, *campaigns, ("none", ["Return()"])]


def _pool(pool: CallerPool) -> list[str]:
    if not pool.in_turn or len(pool.numbers) < 2:
        return [f"Return({pool.numbers[0]})"]
    turn = f"CC_TURN_{re.sub('[^A-Za-z0-9]', '_', pool.code)}"
    return [
        f"Set(GLOBAL({turn})=$[0${{{turn}}} % {len(pool.numbers)} + 1])",
        f"Set(LOCAL(numbers)={'&'.join(pool.numbers)})",
        f"Return(${{CUT(numbers,&,${{{turn}}})}})",
    ]


def _trunk(trunk: Trunk, config: NodeConfig) -> list[str]:
    """Sets what is sent and shown on this trunk."""
    prefix = config.country_prefix
    lines = [f"Set(CC_LIMIT={trunk.max_calls})", f"Set(CC_TRUNK_CALLER={trunk.caller_id})"]
    if trunk.form == "national":
        lines += [
            f"Set(CC_SERVICE={SERVICE.get(prefix, NEVER)})",
            f"Gosub(cc-national,s,1({trunk.code},{trunk.area},{trunk.national},{trunk.abroad}))",
        ]
    else:
        lines.append(f"Set(CC_SENT=${{{'CC_TO' if trunk.form == 'typed' else 'CC_NUMBER'}}})")
    if trunk.prefix:
        lines.append(f'ExecIf($["${{CC_NUMBER_KIND}}" != "short"]?Set(CC_SENT={trunk.prefix}${{CC_SENT}}))')
    return [*lines, "Return()"]


def _places(name: str, places: tuple[str, ...]) -> str:
    """A table: an extension for each beginning of a national number, looked up exactly."""
    return context(name, [(place, ["Return()"]) for place in places] or [("none", ["Return()"])])
