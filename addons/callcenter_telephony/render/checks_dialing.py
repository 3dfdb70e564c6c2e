"""What must hold of the dial rules: they become lines of dialplan, so nothing but digits and codes gets through."""

import re
from collections.abc import Iterator

from .model import Dialing, NodeConfig, Trunk

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
BEGINNING = re.compile(r"\+?[0-9]{1,15}")
DIGITS = re.compile(r"[0-9]{1,20}")
ID = re.compile(r"[0-9]{1,12}")
SIGNS = re.compile(r"\+?[0-9]{0,8}")
ZONE = re.compile(r"[A-Za-z0-9_+/-]{1,60}")
ACTS = {"allow", "forbid", "route"}
KINDS = {"mobile", "fixed", "short", "abroad"}
FORMS = {"typed", "e164", "national"}


def faults(config: NodeConfig) -> Iterator[str]:
    """One sentence for each value that cannot be used."""
    dialing, trunks = config.dialing, {trunk.code for trunk in config.trunks}
    for trunk in config.trunks:
        yield from _unlike(f'trunk "{trunk.code}"', _trunk(trunk))
    for rule in dialing.rules:
        values = [
            (CODE, (rule.code,)),
            (BEGINNING, rule.prefixes),
            (DIGITS, rule.places),
            (ID, (*rule.campaigns, *rule.departments)),
        ]
        yield from _unlike(f'dial rule "{rule.code}"', values)
        if rule.act not in ACTS or set(rule.kinds) - KINDS:
            yield f'The dial rule "{rule.code}" has an act or a kind of number that is not known.'
        if rule.act == "route" and not rule.trunks:
            yield f'The dial rule "{rule.code}" has no trunk.'
        for code in set(rule.trunks) - trunks:
            yield f'The dial rule "{rule.code}" goes to the trunk "{code}", which does not exist.'
    yield from _pools(dialing)
    yield from _rest(dialing)


def _trunk(trunk: Trunk) -> list[tuple[re.Pattern, tuple[str, ...]]]:
    signs = (trunk.prefix, trunk.area, trunk.national, trunk.abroad)
    return [(SIGNS, signs), (DIGITS, trunk.home), (re.compile("|".join(FORMS)), (trunk.form,))]


def _pools(dialing: Dialing) -> Iterator[str]:
    codes = {pool.code for pool in dialing.pools}
    for pool in dialing.pools:
        yield from _unlike(f'caller numbers "{pool.code}"', [(CODE, (pool.code,)), (BEGINNING, pool.numbers)])
        if not pool.numbers:
            yield f'The caller numbers "{pool.code}" are empty.'
    for campaign, code in dialing.campaign_pools:
        yield from _unlike("campaign", [(ID, (campaign,))])
        if code not in codes:
            yield f'The caller numbers "{code}" do not exist.'


def _rest(dialing: Dialing) -> Iterator[str]:
    zones = [zone for _prefix, found in dialing.zones for zone in found]
    values = [(ZONE, (dialing.zone, *zones)), (DIGITS, tuple(prefix for prefix, _found in dialing.zones))]
    values.append((BEGINNING, tuple(number for number, _until in (*dialing.forbidden, *dialing.forbidden_prefixes))))
    if dialing.hours is not None:
        values.append((DIGITS, tuple(day.date for day in dialing.hours.days)))
    yield from _unlike("dial settings", values)


def _unlike(owner: str, values: list[tuple[re.Pattern, tuple[str, ...]]]) -> Iterator[str]:
    for pattern, texts in values:
        for text in texts:
            if not pattern.fullmatch(text):
                yield f'The {owner} has "{text}", which cannot be used.'
