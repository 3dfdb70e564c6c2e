"""The figures of a story counted anew from its rows: by metrics.md 1.2 and 2, with nothing of the product.

Rows are dicts in the words of the stories, as ``expect`` has them and as ``Seen`` gives them.
"""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

from .book import settings_of, start_of

HALF_HOUR = 1800
WITH_THE_CUSTOMER = ("agent", "target", "conference")
RINGING = ("agent", "target", "outside")
HANDLERS = ("agent", "target")
OFFERED = ("queue", "direct", "last_agent", "own_agent", "give", "return", "transfer_blind", "callback")
TRANSFERRED = ("transfer_blind", "transfer_attended", "three_way")
OF_QUEUE = {"overflow_queue": "overflow", "overflow_outside": "overflow"}
OF_CALLS = ("refused", "ivr_abandoned", "contained", "answered", "abandoned", "short_abandoned", "lost", "overflowed",
            "voicemail", "callback")  # fmt: skip


def owners(call: dict, legs: list[dict]) -> dict[str, float]:
    """Seconds of an ended call by who had them, and its wrap-up; ``legs`` are the call's."""
    moments = {call["start"], call["end"]}
    for leg in legs:
        moments |= {leg["start"], leg["end"], leg.get("answer", leg["start"])}
        moments |= {at for span in away(leg) for at in span}
    line = sorted(at for at in moments if call["start"] <= at <= call["end"])
    seconds = Counter()
    for begin, end in pairwise(line):
        seconds[_owner(call, legs, (begin + end) / 2)] += end - begin
    seconds["wrap"] = sum(leg["wrap"][1] - leg["wrap"][0] for leg in legs if "wrap" in leg)
    return seconds


def away(leg: dict) -> list:
    return [*leg.get("hold", []), *leg.get("consult", [])]


def _owner(call: dict, legs: list[dict], at: float) -> str:
    now = [leg for leg in legs if leg["start"] <= at < leg["end"]]
    connected = [leg for leg in now if leg.get("answer", at + 1) <= at]
    agents = [leg for leg in connected if leg["role"] in WITH_THE_CUSTOMER]
    if any(not any(begin <= at < end for begin, end in away(leg)) for leg in agents):
        return "talk"
    if any(leg["role"] == "outside" and leg["party"] != call["number"] for leg in connected):
        return "outside"
    if agents:
        return "hold"
    if call["direction"] == "outbound" or any(leg["role"] in RINGING and leg not in connected for leg in now):
        otherwise = "ring"
    else:
        otherwise = "ivr"  # between two legs
    roles = {"survey" if leg.get("flow") == "survey" else leg["role"] for leg in now}
    names = (("voicemail", "voicemail"), ("survey", "survey"), ("queue", "wait"), ("ivr", "ivr"))
    return next((owner for role, owner in names if role in roles), otherwise)


def kpi(story: dict, calls: dict, legs: list[dict], states: dict) -> dict:
    """What ``expect.kpi`` says, from the rows; ``intervals`` only where the story has them."""
    settings = settings_of(story)
    figures = {
        "calls": _calls(calls, legs),
        "queues": _queues(legs, settings),
        "agents": _agents(legs, states),
        "outbound": _outbound(calls),
        "survey": _survey(calls, legs),
    }
    if "intervals" in story["expect"]["kpi"]:
        figures["intervals"] = _intervals(story, legs, states)
    return _filled(figures)


def _filled(figures):
    """Without what is 0."""
    if not isinstance(figures, dict):
        return figures
    kept = {key: _filled(value) for key, value in figures.items()}
    return {key: value for key, value in kept.items() if value}


def _calls(calls: dict, legs: list[dict]) -> Counter:
    queued = {leg["call"] for leg in legs if leg["role"] == "queue"}
    direct = {leg["call"] for leg in legs if leg.get("via") == "last_agent" and "answer" in leg}
    count = Counter()
    for name, call in calls.items():
        if call["direction"] != "inbound":
            continue
        count["received"] += 1
        count["offered"] += name in queued
        count[f"sl_{call['service_level']}"] += call["service_level"] != "none"
        count[call["result"]] += call["result"] in OF_CALLS
        if "last_agent" in call:
            count["last_agent_hit" if name in direct else "last_agent_miss"] += 1
    return count


def _queues(legs: list[dict], settings: dict) -> dict[str, Counter]:
    count = defaultdict(Counter)
    for leg in legs:
        if leg["role"] == "queue":
            figures = count[leg["queue"]]
            figures.update(_wait(leg, legs, settings))
            figures["longest_wait"] = max(figures["longest_wait"], leg["end"] - leg["start"])
    return count


def _wait(leg: dict, legs: list[dict], settings: dict) -> Counter:
    """The figures of one wait in one queue, without the longest."""
    wait, outcome = leg["end"] - leg["start"], leg["outcome"]
    in_time = wait <= settings["service_level_s"]
    short = outcome == "abandoned" and wait <= settings["short_abandon_s"]
    count = Counter(offered=1)
    count["short_abandoned" if short else OF_QUEUE.get(outcome, outcome)] += 1
    count["transferred_in"] += leg.get("via") in TRANSFERRED
    if outcome == "answered":
        count["sl_yes" if in_time else "sl_no"] += 1
        count["wait_answered"] += wait
    elif outcome == "abandoned" and not short:
        count["sl_no"] += 1
        count["wait_abandoned"] += wait
        count["abandoned_ringing"] += any(_rang_to_the_end(leg, offer) for offer in legs)
    else:
        out = short or outcome == "lost" or (in_time and leg.get("reason") != "no_agents")
        count["sl_out" if out else "sl_no"] += 1
    return count


def _rang_to_the_end(wait: dict, offer: dict) -> bool:
    same = offer["call"] == wait["call"] and offer["role"] == "agent" and "answer" not in offer
    return same and offer["ended_by"] == "caller" and offer["start"] >= wait["start"]


def _agents(legs: list[dict], states: dict) -> dict[str, Counter]:
    count = defaultdict(Counter)
    for agent, rows in states.items():
        for row in rows:
            count[agent][_named(row)] += row["to"] - row["from"]
    for leg in legs:
        for agent, what in _acts(leg, legs):
            count[agent][what] += 1
    for agent, _call, _at in _handled(legs):
        count[agent]["handled"] += 1
    return count


def _named(row: dict) -> str:
    return row.get("sub") or row["state"]


def _acts(leg: dict, legs: list[dict]):
    """(agent, figure) for each one that the leg adds to."""
    role, via, party, by = leg["role"], leg.get("via"), leg["party"], leg.get("by")
    answered = "answer" in leg
    if role in HANDLERS and via in OFFERED:
        yield party, "offers"
        if answered:
            yield party, "answered"
        elif leg["ended_by"] in ("timeout", "refused"):
            yield party, "missed"
    if by and via in TRANSFERRED and role != "conference":
        reached = answered or role == "queue"
        yield by, "transfers_out" if reached else "transfers_failed"
        if answered and role == "target":
            yield party, "transfers_in"
    if role == "consult":
        yield by, "consults_out"
        if answered:
            yield party, "consults_in"
    if via == "pickup":
        yield party, "pickups"
    if via == "takeover":
        yield party, "takeovers"


def _handled(legs: list[dict]) -> list[tuple]:
    """(agent, call, first answer) of each agent who talked to the customer of a call."""
    first = {}
    for leg in legs:
        if leg["role"] in HANDLERS and "answer" in leg:
            key = leg["party"], leg["call"]
            first[key] = min(first.get(key, leg["answer"]), leg["answer"])
    return [(agent, call, at) for (agent, call), at in first.items()]


def _outbound(calls: dict) -> Counter:
    count = Counter()
    for call in calls.values():
        if call["direction"] == "outbound":
            answered = call["result"] == "answered"
            count.update({"attempts": 1, "connected": answered, "live": answered, call["result"]: not answered})
            count["callbacks"] += call["kind"] == "callback"
            count.update(dict.fromkeys(call.get("flags", ()), 1))
    return count


def _survey(calls: dict, legs: list[dict]) -> Counter:
    scores = [call["score"] for call in calls.values() if "score" in call]
    offered = sum(leg.get("flow") == "survey" for leg in legs)
    return Counter(offered=offered, answered=len(scores), score_sum=sum(scores))


def _intervals(story: dict, legs: list[dict], states: dict) -> dict:
    """By half-hour: a wait goes whole to where it began, an agent's seconds to where they were spent."""
    count = defaultdict(lambda: {"queues": defaultdict(Counter), "agents": defaultdict(Counter)})
    shift = start_of(story) % HALF_HOUR

    def half_hour(second: float) -> dict:
        begin = datetime.fromisoformat(settings_of(story)["start_at"]) + timedelta(seconds=second)
        return count[begin.replace(minute=begin.minute // 30 * 30, second=0).strftime("%Y-%m-%dT%H:%M")]

    for leg in legs:
        if leg["role"] == "queue":
            half_hour(leg["start"])["queues"][leg["queue"]].update(_wait(leg, legs, settings_of(story)))
    for agent, _call, at in _handled(legs):
        half_hour(at)["agents"][agent]["handled"] += 1
    for agent, rows in states.items():
        for row in rows:
            at = row["from"]
            while at < row["to"]:
                end = min(row["to"], ((at + shift) // HALF_HOUR + 1) * HALF_HOUR - shift)
                half_hour(at)["agents"][agent][_named(row)] += end - at
                at = end
    return count
