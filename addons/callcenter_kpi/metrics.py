"""The figures: what each one counts and how it is worked out, in plain arithmetic.

The facts are the ledger's legs, told by words (``outcome``, ``role``, ``via``) and seconds. Sums are kept in the
``…Figures`` classes and can be added up; every ratio is worked out from sums, never from other ratios, and is ``None``
("–" on a screen) when there is nothing to divide by. The reports work out the same sums in SQL; their tests hold both
against each other.

Sources are named in brackets: [AWS] Amazon Connect metric definitions, [UCCE] Cisco Unified Contact Center Enterprise
reports, [GEN] Genesys Cloud, [4PS] 4PS call centre standard, [CN1] city hotlines' rules, [VCC] VCC Live on CSAT,
[DP] Dialpad on response rates, [CCAI] Google Contact Center AI, [CVO] Convoso on dialing rates.
"""

from dataclasses import dataclass, fields

SERVICE_LEVEL_S = 20.0  # T where a queue does not say
SHORT_ABANDON_S = 5.0  # S where a queue does not say

LEFT = ("overflow_queue", "overflow_outside", "voicemail", "callback", "moved")
OFFER_VIAS = ("queue", "direct", "last_agent", "own_agent", "give", "return", "transfer_blind", "callback")
MISSES = ("timeout", "refused")
DIAL_VIAS = ("manual", "preview", "progressive", "predictive")
# what a call that reached no queue, and a call to a customer, count as by their result; "" runs
WITHOUT_QUEUE = {
    "": "open_calls",
    "refused": "refused",
    "contained": "contained",
    "ivr_abandoned": "ivr_abandoned",
    "closed": "closed",
    "lost": "lost_early",
}
OUTBOUND = {"": "open_calls", "answered": "connected", "dropped": "dropped", "machine": "machine"}


def ratio(part, whole):
    """Return ``part / whole``, or None when ``whole`` is 0."""
    return part / whole if whole else None


def is_short(outcome, wait_s, short_s=SHORT_ABANDON_S):
    """Tell whether a caller left the queue so soon that it counts as no abandon. S = 0 turns this off. [UCCE] [GEN]"""
    return outcome == "abandoned" and bool(short_s) and wait_s <= short_s


def service_level_class(outcome, wait_s, reason="", limit_s=SERVICE_LEVEL_S, short_s=SHORT_ABANDON_S):
    """Return ``yes``, ``no`` or ``out`` for one wait in a queue, ``open`` while it lasts; the variant *strict*.

    yes: answered within T. out: a short abandon, cut off by a fault of ours, or left by rule or wish within T while
    somebody was signed in. no: everything else, nobody signed in included. Like [4PS] formula 4 with S for T.
    """
    if not outcome:
        return "open"
    if outcome == "answered":
        return "yes" if wait_s <= limit_s else "no"
    if outcome == "lost" or is_short(outcome, wait_s, short_s):
        return "out"
    return "out" if outcome in LEFT and wait_s <= limit_s and reason != "no_agents" else "no"


class Sums:
    """Figures that add up: ``a + b`` adds field by field."""

    def __add__(self, other):
        return type(self)(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})


@dataclass(frozen=True, slots=True)
class QueueFigures(Sums):
    """Waits in queues (legs of role ``queue``); anchor: the start of the wait. Seconds are floats."""

    offered: int = 0
    answered: int = 0
    abandoned: int = 0
    short_abandoned: int = 0
    left: int = 0
    lost: int = 0
    open: int = 0
    sl_yes: int = 0
    sl_no: int = 0
    sl_out: int = 0
    wait_answered_s: float = 0.0
    wait_abandoned_s: float = 0.0

    @classmethod
    def of_wait(cls, outcome, wait_s, reason="", limit_s=SERVICE_LEVEL_S, short_s=SHORT_ABANDON_S):
        """Return the figures of one wait: what became of it (empty: it lasts) after how many seconds."""
        level = service_level_class(outcome, wait_s, reason, limit_s, short_s)
        short = is_short(outcome, wait_s, short_s)
        counted = "short_abandoned" if short else "left" if outcome in LEFT else outcome or "open"
        sums = {"offered": 1, counted: 1}
        if level != "open":
            sums[f"sl_{level}"] = 1
        if counted in ("answered", "abandoned"):
            sums[f"wait_{counted}_s"] = wait_s
        return cls(**sums)

    @property
    def net(self):
        """Offered without short abandons and waits that still last: what rates divide by."""
        return self.offered - self.short_abandoned - self.open

    @property
    def answer_rate(self):
        """Answered / net. With abandon, left and lost rate it makes 100 %. [CN1]"""
        return ratio(self.answered, self.net)

    @property
    def abandon_rate(self):
        """Abandoned / net; call-backs are no abandons. [AWS]"""
        return ratio(self.abandoned, self.net)

    @property
    def service_level(self):
        """Yes / (yes + no), see :func:`service_level_class`."""
        return ratio(self.sl_yes, self.sl_yes + self.sl_no)

    @property
    def asa(self):
        """Average speed of answer, seconds from the queue's step to the agent's answer, ringing included. [UCCE]"""
        return ratio(self.wait_answered_s, self.answered)

    @property
    def avg_abandon_time(self):
        """Seconds that abandoning callers waited on average, short ones apart."""
        return ratio(self.wait_abandoned_s, self.abandoned)


@dataclass(frozen=True, slots=True)
class CallFigures(Sums):
    """Calls as customers make and get them, each once; anchor: the start of the call.

    Of the calls received each is in one of refused, contained, ivr_abandoned, closed, lost_early, direct, open_calls
    (no queue yet) and offered_calls. Of the attempts each is in one of connected, dropped, machine, unreached and
    open_calls.
    """

    received: int = 0
    refused: int = 0
    contained: int = 0
    ivr_abandoned: int = 0
    closed: int = 0
    lost_early: int = 0
    direct: int = 0
    offered_calls: int = 0
    answered_calls: int = 0
    net_calls: int = 0
    attempts: int = 0
    connected: int = 0
    dropped: int = 0
    machine: int = 0
    unreached: int = 0
    right_party: int = 0
    open_calls: int = 0

    @classmethod
    def of_call(cls, direction, result, queued=False, right_party=False):
        """Return the figures of one call with a customer.

        :param str result: how it ended; empty: it runs
        :param bool queued: a queue was reached
        """
        if direction == "outbound":
            counted = OUTBOUND.get(result or "", "unreached")
            return cls(**{"attempts": 1, counted: 1}, right_party=int(bool(right_party)))
        if not queued:
            return cls(**{"received": 1, WITHOUT_QUEUE.get(result or "", "direct"): 1})
        net = int(bool(result) and result != "short_abandoned")
        return cls(received=1, offered_calls=1, answered_calls=int(result == "answered"), net_calls=net)

    @property
    def call_answer_rate(self):
        """Answered / offered without short abandons and running ones, each caller once. [CN1]"""
        return ratio(self.answered_calls, self.net_calls)

    @property
    def containment(self):
        """Contained / (contained + abandoned in the menu + offered). [CCAI]"""
        return ratio(self.contained, self.contained + self.ivr_abandoned + self.offered_calls)

    @property
    def connect_rate(self):
        """Somebody or something took the call / attempts: the network's view. [CVO]"""
        return ratio(self.connected + self.dropped + self.machine, self.attempts)

    @property
    def contact_rate(self):
        """People who took the call / attempts. [CVO]"""
        return ratio(self.connected + self.dropped, self.attempts)

    @property
    def rpc_rate(self):
        """Right party reached, as the outcome says / attempts."""
        return ratio(self.right_party, self.attempts)


@dataclass(frozen=True, slots=True)
class HandlingFigures(Sums):
    """Handled calls: distinct (call, agent); anchor: the answer of the agent's first leg on the call. [UCCE]"""

    handled: int = 0
    talk_s: float = 0.0
    hold_s: float = 0.0
    consult_s: float = 0.0
    wrap_s: float = 0.0

    @property
    def aht(self):
        """Average handle time: (talk + hold + consult + wrap-up) / handled; dialling is not in it. [UCCE] [AWS]"""
        return ratio(self.talk_s + self.hold_s + self.consult_s + self.wrap_s, self.handled)


@dataclass(frozen=True, slots=True)
class OfferFigures(Sums):
    """Offers to an agent; anchor: the first ring. Caller gone or answered elsewhere is nobody's miss. [AWS]"""

    offers: int = 0
    offers_answered: int = 0
    missed: int = 0

    @classmethod
    def of_leg(cls, via, answered, ended_by):
        """Return the figures of one ``agent`` or ``target`` leg; nothing where it was no offer."""
        if via not in OFFER_VIAS:
            return cls()
        return cls(1, int(answered), int(not answered and ended_by in MISSES))

    @property
    def agent_answer_rate(self):
        """Answered offers / (answered offers + missed). [AWS]"""
        return ratio(self.offers_answered, self.offers_answered + self.missed)


@dataclass(frozen=True, slots=True)
class SurveyFigures(Sums):
    """Ratings after calls; anchor: the start of the call; credited to the agent who talked last."""

    surveys: int = 0
    ratings: int = 0
    satisfied: int = 0
    score_sum: float = 0.0

    @property
    def csat(self):
        """Satisfaction: answers at levels marked satisfied / answers. [VCC]"""
        return ratio(self.satisfied, self.ratings)

    @property
    def csat_response(self):
        """Response rate: answers / surveys offered; who hangs up in the prompt was offered one. [DP]"""
        return ratio(self.ratings, self.surveys)

    @property
    def csat_avg(self):
        """Mean score of the answers, from 0 to 100."""
        return ratio(self.score_sum, self.ratings)
