"""Result and service level of a call, and who owns its seconds: metrics 1.2, 1.3 and 2.2."""

from .channels import Span
from .ledger import Call, Leg
from .owners import us
from .path import Path
from .ports import QueueRule

# Q.850 as the carrier told it, or as Asterisk makes it of a SIP answer (chan_pjsip)
_CAUSES = {
    "busy": (17,),
    "no_answer": (18, 19),
    "invalid": (1, 22, 28),
    "rejected": (21,),
    "congestion": (3, 20, 27, 34, 38, 41, 42, 44, 47, 58, 102),
}
_ENDED_BY = {"rejected": "refused", "congestion": "system"}
RESULT_BY_CAUSE = {cause: result for result, causes in _CAUSES.items() for cause in causes}
ENDED_BY_CAUSE = {cause: _ENDED_BY.get(result, result) for cause, result in RESULT_BY_CAUSE.items()}
_TALKERS = ("agent", "target", "conference")
_OWN_LEGS = {"queue": "wait", "voicemail": "voicemail"}


def claims(legs: list[Leg]) -> list[tuple[str, Span]]:
    """What each leg claims of the customer's time; owners.share gives every second to the first that applies."""
    found: list[tuple[str, Span]] = []
    for leg in legs:
        if leg.role in _TALKERS:
            found += _talk_claims(leg)
        elif leg.role == "outside":
            ring_end = leg.end if leg.answer is None else leg.answer
            found.append(("ring", (leg.start, ring_end)))
            if leg.answer is not None and leg.key != "outside":  # that is the customer of an outbound call
                found.append(("outside", (leg.answer, leg.end)))
        elif leg.role == "ivr":
            found.append(("survey" if leg.flow == "survey" else "ivr", (leg.start, leg.end)))
        elif leg.role in _OWN_LEGS:
            found.append((_OWN_LEGS[leg.role], (leg.start, leg.end)))
    return found


def _talk_claims(leg: Leg) -> list[tuple[str, Span]]:
    if leg.answer is None:
        return [("ring", (leg.start, leg.end))]
    found: list[tuple[str, Span]] = [("ring", (leg.start, leg.answer))]
    at: float | None = leg.answer
    for begin, stop in sorted([*leg.hold, *leg.consult]):
        found += [("talk", (at, begin)), ("hold", (begin, stop))]
        at = stop
        if at is None:
            return found
    return [*found, ("talk", (at, leg.end))]


def inbound(call: Call, path: Path, rule: QueueRule) -> str:
    """The result of an inbound call that has ended, the first that applies."""
    if call.agent:
        return "answered"
    if any(leg.role == "outside" and leg.answer is not None for leg in call.legs):
        return "overflowed"
    if any(leg.role == "voicemail" and (leg.message_s or 0) >= 2 for leg in call.legs):
        return "voicemail"
    queues = path.queues
    if any(leg.outcome == "callback" for leg in queues):
        return "callback"
    if "fault" in call.marks or any(leg.outcome == "lost" for leg in queues):
        return "lost"
    if queues:
        if queues[-1].outcome != "abandoned":
            return "unanswered"
        return "short_abandoned" if us(_waited(queues)) <= us(rule.short_abandon_s) else "abandoned"
    return _without_queue(call, path)


def _without_queue(call: Call, path: Path) -> str:
    if path.refused:
        return "refused"
    if path.goal:
        return "contained"
    return "ivr_abandoned" if call.ended_by == "caller" and not path.closed else "closed"


def service_level(call: Call, path: Path, rule: QueueRule) -> str:
    """Of the whole call by the strict variant: yes, no, out; none without a queue or while nothing is decided."""
    queues = path.queues
    if not queues:
        return "none"
    answered = next((leg for leg in queues if leg.outcome == "answered"), None)
    in_time = us(_waited(queues[: queues.index(answered) + 1] if answered else queues)) <= us(rule.service_level_s)
    if answered:
        return "yes" if in_time else "no"
    if call.end is None:
        return "none"
    if call.result in ("short_abandoned", "lost"):
        return "out"
    if call.result == "abandoned" or not in_time or any(leg.reason == "no_agents" for leg in queues):
        return "no"
    return "out"


def _waited(queues: list[Leg]) -> float:
    return sum(us(leg.end) - us(leg.start) for leg in queues if leg.end is not None) / 1_000_000
