"""The dial rules: may this number be called now, by which trunks, and how is it sent. Plain Python, no Odoo.

The node keeps the same rules by itself (render/dialing.py makes its dialplan from the same values); what is asked here
is what a click or the test page is told, with the reason in full.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .render.dialing import MOBILE, NEVER, SERVICE
from .render.model import Calendar, Dialing, DialRule, NodeConfig, Spans, Trunk

KINDS = ("mobile", "fixed", "short", "abroad")
AHEAD_DAYS = 15


@dataclass(frozen=True, slots=True)
class Asked:
    """``number``: E.164 or short; ``typed``: as it was dialled; ``at``: aware; codes as in ``DialRule``."""

    number: str
    typed: str
    at: datetime
    agent: str = ""
    department: str = ""
    pool: str = ""
    campaign: str = ""
    dialled: int = 0  # calls to this number on this day


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that was looked at. ``what``: rule, do_not_call, hours, per_day, route, trunk, caller."""

    what: str
    ok: bool = True
    code: str = ""
    until: datetime | None = None
    more: str = ""


@dataclass(slots=True)
class Decision:
    """``tries``: (trunk, digits) in order; ``callers``: one of them is shown, in turn. Empty when blocked."""

    steps: list[Step] = field(default_factory=list)
    tries: list[tuple[str, str]] = field(default_factory=list)
    callers: tuple[str, ...] = ()

    @property
    def blocked(self) -> Step | None:
        return next((step for step in self.steps if not step.ok), None)


def decide(config: NodeConfig, asked: Asked) -> Decision:
    """What becomes of a number: every rule that applies, and what is sent to the trunk."""
    decision = Decision()
    for check in (_listed, _ruled, _timed, _counted):
        decision.steps += check(config, asked)
    if decision.blocked is None:
        route = _matching(config, asked, ("route",))
        trunks = route.trunks if route else tuple(filter(None, [config.outbound_trunk]))
        decision.steps.append(Step("route", bool(trunks), route.code if route else ""))
        by_code = {trunk.code: trunk for trunk in config.trunks}
        decision.tries = [(code, sent(by_code[code], config, asked)) for code in trunks if code in by_code]
        decision.callers = callers(config, asked, trunks)
    return decision


def e164(digits: str, prefix: str) -> str:
    """A number as the node reads it (cc-e164 of render/dialplan.py): short ones stay as they are."""
    if digits.startswith("+"):
        return digits
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if digits.startswith("0") and len(digits) > 2:
        return f"+{prefix}{digits[1:]}"
    if len(digits) >= 9 + len(prefix) and digits.startswith(prefix):
        return f"+{digits}"
    return f"+{prefix}{digits}" if len(digits) >= 9 else digits


def kind(number: str, prefix: str) -> str:
    """One of KINDS, for the country with this prefix."""
    if not number.startswith("+"):
        return "short"
    if not number.startswith(f"+{prefix}"):
        return "abroad"
    return "mobile" if re.fullmatch(MOBILE.get(prefix, NEVER), number[1 + len(prefix) :]) else "fixed"


def sent(trunk: Trunk, config: NodeConfig, asked: Asked) -> str:
    """The digits that the trunk is given."""
    number = asked.number
    if trunk.form == "typed":
        number = asked.typed
    elif trunk.form == "national" and number.startswith("+"):
        number = _national(trunk, config.country_prefix, number)
    return number if kind(asked.number, config.country_prefix) == "short" else trunk.prefix + number


def _national(trunk: Trunk, prefix: str, number: str) -> str:
    what, rest = kind(number, prefix), number[1 + len(prefix) :]
    if what == "abroad":
        return trunk.abroad + number[1:]
    if what == "mobile":
        return rest if _there(rest, trunk.home) else trunk.national + rest
    if re.match(SERVICE.get(prefix, NEVER), rest):
        return rest
    if trunk.area and rest.startswith(trunk.area):
        return rest[len(trunk.area) :]
    return trunk.national + rest


def callers(config: NodeConfig, asked: Asked, trunks: tuple[str, ...]) -> tuple[str, ...]:
    """The numbers that the party called may see: of the campaign, of the department, of the first trunk, a DID."""
    code = dict(config.dialing.campaign_pools).get(asked.campaign) or asked.pool
    pool = next((pool for pool in config.dialing.pools if pool.code == code), None)
    if pool:
        return pool.numbers if pool.in_turn else pool.numbers[:1]
    shown = {trunk.code: trunk.caller_id for trunk in config.trunks}
    did = config.dids[0].number if config.dids else ""
    numbers = (shown.get(code) for code in (*trunks[:1], config.outbound_trunk))
    return (next(filter(None, numbers), "") or did or asked.agent,)


def zones_of(number: str, dialing: Dialing) -> tuple[str, ...]:
    """The time zones in which the party may be: of the longest known beginning of its number."""
    known = dict(dialing.zones)
    for end in range(len(number), 1, -1):
        if (found := known.get(number[1:end])) is not None:
            return found
    return (dialing.zone,)


def is_open(hours: Calendar, zones: tuple[str, ...], at: datetime) -> bool:
    """Whether all of the zones have calling hours."""
    return all(_open_there(hours, at.astimezone(ZoneInfo(zone))) for zone in zones)


def next_open(hours: Calendar, zones: tuple[str, ...], at: datetime) -> datetime | None:
    """The next moment at which all zones have calling hours; None when there is none in two weeks."""
    begins = sorted(_begins(hours, zones, at))
    return next((begin for begin in begins if begin > at and is_open(hours, zones, begin)), None)


def _begins(hours: Calendar, zones: tuple[str, ...], at: datetime) -> Iterator[datetime]:
    for zone in zones:
        today = at.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
        for days in range(AHEAD_DAYS):
            day = today + timedelta(days=days)
            for begin, _end in _spans(hours, day):
                yield day.replace(hour=begin // 60, minute=begin % 60).astimezone(at.tzinfo)


def _open_there(hours: Calendar, local: datetime) -> bool:
    minute = local.hour * 60 + local.minute
    return any(begin <= minute < end for begin, end in _spans(hours, local))


def _spans(hours: Calendar, day: datetime) -> Spans:
    """The open minutes of a day: of the week, unless the day differs."""
    other = {each.date: each.spans for each in hours.days}
    return other.get(day.strftime("%Y%m%d"), hours.weekdays[day.weekday()])


def _listed(config: NodeConfig, asked: Asked) -> list[Step]:
    today = asked.at.astimezone(ZoneInfo(config.dialing.zone)).strftime("%Y%m%d")
    last = dict(config.dialing.forbidden).get(asked.number)
    found = [last] if last is not None else []
    found += [until for prefix, until in config.dialing.forbidden_prefixes if asked.number.startswith(prefix)]
    return [Step("do_not_call", False, more=until) for until in found if not until or until >= today][:1]


def _ruled(config: NodeConfig, asked: Asked) -> list[Step]:
    rule = _matching(config, asked, ("allow", "forbid"))
    return [Step("rule", rule.act == "allow", rule.code)] if rule else []


def _timed(config: NodeConfig, asked: Asked) -> list[Step]:
    hours = config.dialing.hours
    if hours is None:
        return []
    zones = zones_of(asked.number, config.dialing)
    if is_open(hours, zones, asked.at):
        return [Step("hours", more=", ".join(zones))]
    return [Step("hours", False, until=next_open(hours, zones, asked.at), more=", ".join(zones))]


def _counted(config: NodeConfig, asked: Asked) -> list[Step]:
    limit = config.dialing.per_day
    return [Step("per_day", asked.dialled < limit, more=str(limit))] if limit else []


def _matching(config: NodeConfig, asked: Asked, acts: tuple[str, ...]) -> DialRule | None:
    return next((rule for rule in config.dialing.rules if rule.act in acts and _holds(rule, config, asked)), None)


def _holds(rule: DialRule, config: NodeConfig, asked: Asked) -> bool:
    prefix, number = config.country_prefix, asked.number
    national = number.removeprefix(f"+{prefix}")
    return (
        (not rule.prefixes or number.startswith(rule.prefixes))
        and (not rule.kinds or kind(number, prefix) in rule.kinds)
        and (not rule.places or (national != number and _there(national, rule.places)))
        and (not rule.campaigns or asked.campaign in rule.campaigns)
        and (not rule.departments or asked.department in rule.departments)
    )


def _there(national: str, places: tuple[str, ...]) -> bool:
    known = set(places)
    return any(national[:end] in known for end in range(1, 8))
