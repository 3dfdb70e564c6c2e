"""What a node is to be: plain values in, configuration text out. Filled from Odoo records by the sink.

Codes and extensions are safe names (``[A-Za-z0-9_-]``) and are checked again here, as they end up in dialplan.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Trunk:
    code: str
    host: str
    port: int = 5060
    username: str = ""
    password: str = ""
    register: bool = False
    allowed_ips: tuple[str, ...] = ()
    codecs: tuple[str, ...] = ("alaw", "ulaw")
    caller_id: str = ""
    max_calls: int = 0  # 0 = no limit
    form: str = "typed"  # how numbers are sent: typed, e164, national
    prefix: str = ""  # digits in front of every number but short ones
    area: str = ""  # own area code without its 0: 755
    national: str = "0"  # before an area code, and before mobiles of other cities
    abroad: str = "00"  # before a country code
    home: tuple[str, ...] = ()  # beginnings of national numbers that are of the own city
    check_s: int = 0  # asks the carrier this often whether it is there; 0 = never


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A phone: one extension, two PJSIP endpoints (``1001`` for SIP phones, ``1001-web`` for the browser)."""

    extension: str
    password: str
    name: str = ""
    codecs: tuple[str, ...] = ("alaw", "ulaw")
    masked: bool = False  # these phones are told masked numbers of customers only
    department: str = ""  # digits
    pool: str = ""  # of caller numbers, of the department


@dataclass(frozen=True, slots=True)
class Sound:
    """A prompt in another language."""

    language: str
    revision: str
    wav: bytes = b""


@dataclass(frozen=True, slots=True)
class Prompt:
    code: str
    revision: str  # changes with the sound; part of the file name
    wav: bytes = b""  # 8 kHz mono 16 bit
    others: tuple[Sound, ...] = ()  # for calls in these languages


@dataclass(frozen=True, slots=True)
class Music:
    """What waiting callers hear."""

    code: str
    sounds: tuple[str, ...] = ()  # prompt codes
    shuffle: bool = False


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where callers leave messages."""

    code: str
    greeting: str = ""  # prompt code
    thanks: str = ""
    max_s: int = 120
    beep: bool = True


@dataclass(frozen=True, slots=True)
class Overflow:
    """What becomes of a caller whom a queue does not serve. ``kind``: queue, outside, voicemail, callback, hangup."""

    kind: str = "hangup"
    target: str = ""  # code of the queue or mailbox, E.164 number
    prompt: str = ""  # code; said first
    mailbox: str = ""  # of ``outside``: where callers go whom nobody answers there


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the survey; the first one is the main question."""

    prompt: str
    keys: str = "12345"


@dataclass(frozen=True, slots=True)
class Callback:
    """How waiting callers ask to be called back. ``key`` empty: only by a rule or a flow."""

    key: str = ""
    prompt: str = ""  # code; behind the number: "for another number press 2"
    type_prompt: str = ""  # "type the number and the hash key"
    thanks: str = ""
    tries: int = 3
    retry_s: int = 600
    hours: int = 4  # a wish that is older is left to people


@dataclass(frozen=True, slots=True)
class Queue:
    code: str
    strategy: str = "rrmemory"  # of app_queue
    ring_timeout_s: int = 15
    max_wait_s: int = 0  # 0 = no limit
    max_length: int = 0
    wrap_s: int = 30
    missed_limit: int = 1  # misses in a row until not ready; 0 = never
    service_level_s: int = 20
    weight: int = 0
    music: str = "default"
    announce_position: bool = False
    announce_wait: bool = False
    announce_every_s: int = 0
    language: str = ""  # of what is said; empty: English
    greeting: str = ""  # prompt code; said to those who must wait
    periodic: str = ""  # prompt code
    periodic_every_s: int = 60
    record: bool = True
    questions: tuple[Question, ...] = ()  # of the survey after the agent has hung up; none: no survey
    survey_thanks: str = ""  # prompt code
    leave_when_empty: bool = False  # who waits when the last agent signs out goes by the rule ``no_agents``
    no_agents: Overflow = Overflow()
    full: Overflow = Overflow()
    late: Overflow = Overflow()
    vip: bool = True
    own_agent: bool = False
    last_agent_s: int = 0  # an agent who talked to the caller within so many seconds is tried first; 0: no
    callback: Callback = Callback()
    mailbox: str = ""  # code; where its callers leave messages, when not a plain one of the queue's own


@dataclass(frozen=True, slots=True)
class Choice:
    """An exit of a step: a key of a menu (0-9 * #), a value of a branch, or a name such as ``failed``."""

    key: str
    step: str


@dataclass(frozen=True, slots=True)
class Step:
    """``kind``: one of ``steps.KINDS``. ``next``: the plain exit (of a menu: no or wrong key), ``choices`` the others.

    ``keys_interrupt`` of play: on the way to a menu a key ends what is said and counts in the menu.
    ``values``: what else the kind needs, plain texts and numbers by name; records by their code.
    """

    code: str
    kind: str
    prompt: str = ""
    next: str = ""
    queue: str = ""
    choices: tuple[Choice, ...] = ()
    timeout_s: int = 5
    tries: int = 3
    goal: bool = False
    keys_interrupt: bool = True
    values: dict = field(default_factory=dict, hash=False)

    def value(self, name: str, default=""):
        """``values[name]``, or ``default`` where it is empty."""
        return self.values.get(name) or default

    def exit(self, key: str) -> str:
        """Code of the step that an exit leads to; empty: nowhere."""
        if key == "next":
            return self.next
        return next((choice.step for choice in self.choices if choice.key == key), "")


@dataclass(frozen=True, slots=True)
class Flow:
    code: str
    start: str
    steps: tuple[Step, ...] = ()


Spans = tuple[tuple[int, int], ...]  # minutes of the day: from, to


@dataclass(frozen=True, slots=True)
class Day:
    """A day that is not like its weekday: a holiday, a make-up workday."""

    date: str  # 20261001
    spans: Spans = ()
    holiday: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a company is open: hours of each weekday, Monday first, and the days that differ."""

    code: str
    timezone: str
    weekdays: tuple[Spans, ...]
    days: tuple[Day, ...] = ()


@dataclass(frozen=True, slots=True)
class Did:
    number: str
    flow: str = ""  # one of flow, queue
    queue: str = ""


@dataclass(frozen=True, slots=True)
class DialRule:
    """Holds where every condition given does; empty conditions hold always. ``act``: allow, forbid, route.

    ``kinds``: of numbers, see dialing.kind. ``places``: beginnings of national numbers.
    """

    code: str
    act: str
    prefixes: tuple[str, ...] = ()  # of E.164 or short numbers
    kinds: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()  # digits
    departments: tuple[str, ...] = ()  # digits
    trunks: tuple[str, ...] = ()  # of route, in order


@dataclass(frozen=True, slots=True)
class CallerPool:
    code: str
    numbers: tuple[str, ...]
    in_turn: bool = False  # else always the first


@dataclass(frozen=True, slots=True)
class Dialing:
    """``hours``: when calls may be made, by the clock of the party called: its own time zone does not count.

    ``zones``: beginnings of E.164 numbers without + and the time zones of their parties, where not ``zone``.

    ``forbidden``: E.164 and last day (YYYYMMDD, empty = for good); ``forbidden_prefixes`` likewise, for ranges.
    """

    rules: tuple[DialRule, ...] = ()
    pools: tuple[CallerPool, ...] = ()
    campaign_pools: tuple[tuple[str, str], ...] = ()  # campaign, pool
    hours: Calendar | None = None  # None = always
    zone: str = "Asia/Shanghai"
    zones: tuple[tuple[str, tuple[str, ...]], ...] = ()
    per_day: int = 0  # calls to one number; 0 = no limit
    forbidden: tuple[tuple[str, str], ...] = ()
    forbidden_prefixes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RecordingRule:
    """What is empty does not matter. ``agents``: extensions, None where the rule is not about agents."""

    code: str  # digits
    record: bool = True
    direction: str = ""  # inbound, outbound
    queues: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    agents: tuple[str, ...] | None = None
    percent: int = 100


@dataclass(frozen=True, slots=True)
class NodeConfig:
    code: str
    country: str = "CN"
    country_prefix: str = "86"
    outbound_trunk: str = ""
    trunks: tuple[Trunk, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    queues: tuple[Queue, ...] = ()
    flows: tuple[Flow, ...] = ()
    dids: tuple[Did, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    departments: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)  # extensions by code
    lookups: tuple[str, ...] = ()  # codes
    speeches: tuple[Prompt, ...] = ()  # words and pieces of sentences that answers are made of
    music: tuple[Music, ...] = ()
    mailboxes: tuple[Mailbox, ...] = ()
    recording: bool = True
    dialing: Dialing = Dialing()
    recording_rules: tuple[RecordingRule, ...] = ()  # the first that fits decides
    record_key: str = "*2"  # of the agent in a call: pause, go on; empty: none
    record_pause_s: int = 120  # a pause ends by itself after so long; 0: never
    record_on_demand: bool = False  # agents may record where the rules say no
    extra: dict[str, str] = field(default_factory=dict, hash=False)
