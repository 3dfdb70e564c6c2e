"""The customer's way through our flows and queues, step by step: the ``ivr`` and ``queue`` legs of a call."""

from .events import ChannelEvent
from .events import ChannelKind as K
from .ledger import Leg

_OUTCOMES = {  # of a queue leg, by what the dialplan does next
    "overflow_queue": "overflow_queue",
    "overflow_outside": "overflow_outside",
    "voicemail": "voicemail",
    "callback": "callback",
    "survey": "answered",
}
_STATUS_REASONS = dict.fromkeys(("JOINEMPTY", "LEAVEEMPTY", "JOINUNAVAIL", "LEAVEUNAVAIL"), "no_agents") | {
    "FULL": "full"
}
AGAIN = "again"  # nobody took the call that was picked up or given to an agent: the wait has gone on
_PLAIN_VIAS = ("", "queue", "ivr", "direct")


class Path:
    """Feed it the customer's marks and answers in order, then ``close`` it. One of its legs is open at a time."""

    def __init__(self):
        self.legs: list[Leg] = []
        self.rating = self.wanted = self.wanted_kind = self.callback_number = ""
        self.survey_offered = self.refused = self.closed = False
        self.left = False  # the other side hung up, and nothing comes after it
        self._open: Leg | None = None
        self._left_early: ChannelEvent | None = None  # the end of a wait told at the moment of its begin
        self._left_at = 0.0
        self._message_at: float | None = None  # a message is being left

    @property
    def queues(self) -> list[Leg]:
        return [leg for leg in self.legs if leg.role == "queue"]

    @property
    def first_queue(self) -> str:
        return next((leg.queue for leg in self.legs if leg.role == "queue"), "")

    @property
    def keys(self) -> str:
        """Digits pressed on the way, the survey's not."""
        return "".join(leg.keys for leg in self.legs if leg.flow != "survey")

    @property
    def waiting_since(self) -> float | None:
        return next((leg.start for leg in reversed(self.legs) if leg.role == "queue"), None)

    @property
    def goal(self) -> bool:
        return any(leg.outcome == "goal" for leg in self.legs)

    def went_on(self, at: float | None) -> bool:
        """A flow, survey or queue began at ``at`` or later."""
        return at is not None and any(leg.start >= at for leg in self.legs)

    def queue_at(self, at: float) -> str:
        """The queue that the call was in last, seen from a moment."""
        return next((leg.queue for leg in reversed(self.queues) if leg.start <= at), "")

    def step(self, at: float, event: ChannelEvent) -> None:
        """One mark on the customer's channel."""
        handler = _STEPS.get(event.kind)
        if handler:
            handler(self, at, event.data)

    def answered(self, at: float) -> None:
        """Somebody talks to the customer from now on."""
        if self._open is not None and self._open.role == "queue":
            self._end(at, "answered", "answered")

    def close(self, at: float | None, ended_by: str) -> None:
        """The customer's leg has ended, or lasts when ``at`` is None."""
        leg = self._open
        if at is None:
            return
        self._end_message(at)
        self._end_wish("abandoned" if ended_by == "caller" else "lost")
        if leg is None:
            return
        if leg.role == "queue":
            self._end(at, ended_by, _outcome_of_end(ended_by))
        else:
            self._end(at, ended_by)

    def _begin(self, at: float, leg: Leg) -> None:
        if self._open is not None:
            self._end(at, "moved", "moved" if self._open.role == "queue" else "")
        leg.key = f"{leg.role}-{1 + sum(one.role == leg.role for one in self.legs)}"
        self.legs.append(leg)
        self._open = leg

    def _end(self, at: float, ended_by: str, outcome: str = "") -> None:
        leg, self._open = self._open, None
        leg.end, leg.ended_by = max(at, leg.start), ended_by
        leg.outcome = outcome or leg.outcome

    def _ivr(self, at: float, data: dict[str, str]) -> None:
        flow = data.get("flow", "")
        if self._open is None or self._open.flow != flow:
            self._begin(at, Leg("", "ivr", flow, at, flow=flow))
        self._open.steps.append((data.get("step", ""), data.get("version", ""), at))

    def _ivr_end(self, at: float, data: dict[str, str]) -> None:
        if self._open is not None and self._open.role == "ivr":
            self._end(at, "moved")

    def _key(self, at: float, data: dict[str, str]) -> None:
        key = data.get("key", "")
        if self._open is not None and self._open.role == "ivr" and len(key) == 1:
            self._open.keys += key

    def _goal(self, at: float, data: dict[str, str]) -> None:
        if self._open is not None and self._open.role == "ivr":
            self._open.outcome = "goal"

    def _queue(self, at: float, data: dict[str, str]) -> None:
        self._end_wish("moved")
        queue, via = data.get("queue", ""), data.get("via", "")
        if via == AGAIN and self._open is not None and self._open.role == "queue" and self._open.queue == queue:
            return
        self._begin(
            at, Leg("", "queue", queue, at, queue=queue, via="" if via in _PLAIN_VIAS else via, by=data.get("by", ""))
        )
        early, self._left_early = self._left_early, None
        if early is not None and self._left_at == at and early.get("queue") == queue:
            self._queue_end(at, early)

    def _queue_end(self, at: float, data: dict[str, str]) -> None:
        self.left = data.get("status") == "CONTINUE" and data.get("next") == "hangup"
        leg = self._open
        if leg is None or leg.role != "queue" or leg.queue != data.get("queue", leg.queue):
            self._left_early, self._left_at = data, at
            return
        status = data.get("status", "")
        leg.reason = _STATUS_REASONS.get(status, "")
        outcome = _OUTCOMES.get(data.get("next", ""), "moved")
        self._end(at, _who_ended_wait(status, outcome), outcome)

    def _left(self, at: float, data: dict[str, str]) -> None:
        self.left = data.get("next") == "hangup"

    def _survey(self, at: float, data: dict[str, str]) -> None:
        self.survey_offered = True
        self._begin(at, Leg("", "ivr", "survey", at, flow="survey"))

    def _rating(self, at: float, data: dict[str, str]) -> None:
        """Of several questions the first is the main one; the leg has the keys of all, - for one not answered."""
        key, question = data.get("key", ""), data.get("question", "1")
        number = int(question) if question in ("1", "2", "3", "4", "5", "6", "7", "8", "9") else 1
        if number == 1:
            self.rating = key
        if self._open is not None and self._open.flow == "survey":
            self._open.keys = self._open.keys[: number - 1].ljust(number - 1, "-") + key

    def _wanted(self, at: float, data: dict[str, str]) -> None:
        self.wanted, self.wanted_kind = data.get("agent", ""), data.get("kind", "")

    def _voicemail(self, at: float, data: dict[str, str]) -> None:
        box = data.get("box", "")
        self._begin(at, Leg("", "voicemail", box, at, message_s=0))

    def _message(self, at: float, data: dict[str, str]) -> None:
        self._message_at = at

    def _message_end(self, at: float, data: dict[str, str]) -> None:
        self._end_message(at)

    def _end_message(self, at: float) -> None:
        begun, self._message_at = self._message_at, None
        leg = self._open
        if begun is not None and leg is not None and leg.role == "voicemail":
            leg.message_s = round(max(at - begun, 0.0), 6)

    def _callback(self, at: float, data: dict[str, str]) -> None:
        self.callback_number = data.get("number", "")

    def _end_wish(self, outcome: str) -> None:
        """Who pressed the key but left no number has no wish: the wait ended as if without."""
        for leg in self.queues if not self.callback_number else ():
            if leg.outcome == "callback":
                leg.outcome = outcome

    def _refused(self, at: float, data: dict[str, str]) -> None:
        self.refused = True

    def _closed(self, at: float, data: dict[str, str]) -> None:
        self.closed = True


def _who_ended_wait(status: str, outcome: str) -> str:
    if outcome in ("answered", "callback"):
        return outcome
    return "timeout" if status == "TIMEOUT" else "system"


def _outcome_of_end(ended_by: str) -> str:
    if ended_by == "caller":
        return "abandoned"
    return "moved" if ended_by in ("supervisor", "agent") else "lost"


_STEPS = {
    K.IVR: Path._ivr,
    K.IVR_END: Path._ivr_end,
    K.KEY: Path._key,
    K.GOAL: Path._goal,
    K.QUEUE: Path._queue,
    K.QUEUE_END: Path._queue_end,
    K.LEFT: Path._left,
    K.SURVEY: Path._survey,
    K.RATING: Path._rating,
    K.WANTED: Path._wanted,
    K.VOICEMAIL: Path._voicemail,
    K.MESSAGE: Path._message,
    K.MESSAGE_END: Path._message_end,
    K.CALLBACK: Path._callback,
    K.REFUSED: Path._refused,
    K.CLOSED: Path._closed,
}
