"""Ledger rows: what the reducer gives and the sink writes. Words and rules: metrics.md of the product (readme/METRICS).

Every row has a natural key, so writing it twice changes nothing. Moments are float seconds UTC; ``None`` = still open.
Parties are the node's names (extension, queue code, E.164 number, flow code); the sink maps them to records.
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Leg:
    key: str  # unique within the call and stable over replays
    role: str  # caller ivr queue agent consult target conference outside voicemail supervisor
    party: str
    start: float
    answer: float | None = None
    end: float | None = None
    ended_by: str = ""
    via: str = ""
    by: str = ""
    queue: str = ""
    outcome: str = ""
    reason: str = ""
    flow: str = ""
    keys: str = ""
    steps: list[tuple[str, str, float]] = field(default_factory=list)  # of a flow: step, version, moment
    mode: str = ""
    message_s: float | None = None
    hold: list[tuple[float, float | None]] = field(default_factory=list)
    consult: list[tuple[float, float | None]] = field(default_factory=list)
    dial: tuple[float, float | None] | None = None
    wrap: tuple[float, float | None] | None = None
    channel: str = ""  # the live channel of the party, for commands; empty once ended
    trunk: str = ""  # code of the trunk that the party came or was dialled over


@dataclass(slots=True)
class Recording:
    """One file of the node. The spans are moments: when it was written, and when somebody paused it."""

    file: str  # below the node's monitor folder
    kind: str = "call"  # call, voicemail
    rule: str = ""  # code of the rule that wanted it; ``agent``: asked for in the call
    wanted: bool = True  # False: a rule about the agent said no, the file is thrown away unheard
    spans: list[tuple[float, float | None]] = field(default_factory=list)
    paused: list[tuple[float, float | None]] = field(default_factory=list)
    paused_by: list[str] = field(default_factory=list)  # for each of ``paused``
    limit: float = 0.0  # seconds after which the present pause ends by itself; 0: never
    channel: str = ""  # Uniqueid of the recorded channel while it lives

    @property
    def seconds(self) -> float:
        """How long the file must be."""
        return sum(end - start for start, end in self.spans if end is not None)

    @property
    def state(self) -> str:
        """on, paused, off"""
        if not self.wanted or not self.channel:
            return "off"
        return "paused" if self.paused and self.paused[-1][1] is None else "on"


@dataclass(slots=True)
class Call:
    """One call with its legs. Durations are seconds; they add up to ``end - start`` once the call has ended."""

    key: str  # node code + ":" + linkedid
    direction: str = "inbound"  # inbound outbound internal
    kind: str = "inbound"
    number: str = ""
    name: str = ""  # caller name as the network gave it; hostile text
    did: str = ""
    start: float = 0.0
    end: float | None = None
    result: str = ""
    ended_by: str = ""
    cause: int = 0
    queue: str = ""  # first queue
    agent: str = ""  # first agent who talked to the customer
    last_handler: str = ""
    rating: str = ""  # key pressed in the survey
    survey_offered: bool = False
    wanted: str = ""  # agent whom the caller was to be offered first
    wanted_kind: str = ""  # last_agent, own_agent
    callback_number: str = ""  # where the caller wishes to be called back
    callback_of: str = ""  # key of the call with the wish that this one fulfils
    command: str = ""  # id of the command that started it, if any
    campaign: str = ""  # for which it was dialled; digits
    contact: str = ""  # of the campaign's list; digits
    service_level: str = "none"  # yes no out none: by the settings of the queue at that time
    ivr_s: float = 0.0
    wait_s: float = 0.0
    ring_s: float = 0.0
    talk_s: float = 0.0
    hold_s: float = 0.0
    outside_s: float = 0.0
    voicemail_s: float = 0.0
    survey_s: float = 0.0
    wrap_s: float = 0.0
    marks: list[str] = field(default_factory=list)  # journal fault rejoined clock hold_unknown
    recordings: list[Recording] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)  # younger linkedids joined into this call


@dataclass(slots=True)
class State:
    """One row of an agent's gapless line; key is (agent, start)."""

    agent: str
    start: float
    end: float | None
    state: str  # offline ready ringing on_call wrap_up not_ready
    sub: str = ""  # talk hold consult dialing preview monitor
    reason: str = ""
    call: str = ""  # key of the call


@dataclass(slots=True)
class Offer:
    """A phone is about to ring: what the pop needs, sent once per offer ahead of the ledger row."""

    call: str
    agent: str
    number: str
    name: str
    did: str
    queue: str
    keys: str  # digits pressed in the IVR
    at: float
    waiting_since: float
    role: str = "agent"  # agent, target, consult
    by: str = ""  # extension of the agent who sends the call, or asks


@dataclass(slots=True)
class Blocked:
    """A dial rule of the node kept a phone from dialling: no attempt, counted by its rule."""

    key: str  # node code + ":" + Uniqueid of the phone's channel
    at: float
    agent: str
    number: str
    rule: str
    campaign: str = ""
    contact: str = ""


@dataclass(slots=True)
class Batch:
    """Everything one write carries; written in one transaction. Order does not matter."""

    calls: list[Call] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    blocked: list[Blocked] = field(default_factory=list)
    snapshot: str | None = None  # reducer's memory with the journal positions it covers; opaque text
