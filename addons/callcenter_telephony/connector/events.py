"""Typed events: what happened on a node, whoever told us.

Two sources tell of the same facts: AMI (live) and the node's journal (CEL and queue_log files).
A fact keeps its source, so that the reducer can pair the two tellings; see ``merge.py``.
Moments are ``float`` seconds since the epoch, UTC, from the node, never from the time of booking.
Parties are named as the node names them: extensions (``1001``), queue codes, channel names, numbers.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Source(StrEnum):
    AMI = "ami"
    JOURNAL = "journal"


class ChannelKind(StrEnum):
    """What happened to a channel: the CEL event names that count, and the marks of our dialplan.

    The ``CC_*`` marks are written by the rendered dialplan with CELGenUserEvent; their ``data`` is given behind each.
    """

    START = "CHAN_START"
    ANSWER = "ANSWER"
    BRIDGE_ENTER = "BRIDGE_ENTER"  # bridge
    BRIDGE_EXIT = "BRIDGE_EXIT"  # bridge
    BLIND_TRANSFER = "BLINDTRANSFER"  # as CEL gives it
    ATTENDED_TRANSFER = "ATTENDEDTRANSFER"  # as CEL gives it
    PICKUP = "PICKUP"  # pickup_channel
    LOCAL_OPTIMIZE = "LOCAL_OPTIMIZE"  # local_two
    HANGUP = "HANGUP"  # hangupcause, hangupsource, dialstatus
    END = "CHAN_END"
    LINKEDID_END = "LINKEDID_END"
    # marks on the caller's channel
    IN = "CC_IN"  # did, number (E.164 or empty when withheld), trunk
    REFUSED = "CC_REFUSED"  # rule
    CLOSED = "CC_CLOSED"
    IVR = "CC_IVR"  # flow, version, step: a step of a flow begins
    KEY = "CC_KEY"  # flow, step, key
    GOAL = "CC_GOAL"  # flow, step
    IVR_END = "CC_IVR_END"  # next (agent, outside): the flow rings somebody
    QUEUE = "CC_QUEUE"  # queue, via, by (of a transfer): the wait in a queue begins
    QUEUE_END = "CC_QUEUE_END"  # queue, status (QUEUESTATUS of app_queue), next (overflow_queue, ivr, hangup, ...)
    PICKED = "CC_PICKUP"  # agent, of: an agent takes the call that rings at another one
    GIVEN = "CC_GIVEN"  # by, to: a supervisor gives the waiting customer to an agent
    TRANSFER = "CC_TRANSFER"  # by, to, kind (agent, queue, outside): an agent sends the customer on
    LEFT = "CC_LEFT"  # next (survey, hangup): the other side has left the customer
    SURVEY = "CC_SURVEY"  # flow: the survey's prompt begins
    RATING = "CC_RATING"  # key, question (its number; the first is the main one)
    WANTED = "CC_WANTED"  # agent, kind (last_agent, own_agent): whom the caller was to be offered first
    VOICEMAIL = "CC_VOICEMAIL"  # box: the greeting of a mailbox begins
    MESSAGE = "CC_MESSAGE"  # box, file: the message begins
    MESSAGE_END = "CC_MESSAGE_END"  # box: the message has ended and the caller is still there
    CALLBACK = "CC_CALLBACK"  # number, queue: the caller wishes to be called back; the last one counts
    RECORDING = "CC_RECORDING"  # file (relative to the node's monitor folder), rule (its code, or agent)
    RECORDING_RULE = "CC_RECORDING_RULE"  # rule, record (1, 0), agent: what the rules say, when known later than that
    RECORDING_PAUSE = "CC_RECORDING_PAUSE"  # by (extension), limit (s, after which it goes on by itself)
    RECORDING_RESUME = "CC_RECORDING_RESUME"  # by (extension; time)
    BYE = "CC_BYE"  # by (system; agent, supervisor with agent): this channel is about to be hung up on purpose by ...
    # marks on an agent's channel
    OFFER = "CC_OFFER"  # agent, queue, via, role (agent, target, consult, internal), by: the phone is about to ring
    # an agent starts an outbound call (kind=manual, ...): agent, number, kind, command, campaign, contact
    OUT = "CC_OUT"
    BLOCKED = (
        "CC_BLOCKED"  # agent, number, rule, command, campaign, contact: a dial rule forbids it, nothing is dialled
    )
    INTERNAL = "CC_INTERNAL"  # agent, to: an agent calls a colleague
    CONSULT = "CC_CONSULT"  # by, to, kind: the agent leaves the customer with music to ask somebody
    HELD = "CC_HELD"  # by: the agent leaves the customer with music
    BACK = "CC_BACK"  # by, why (cancel, or how the asking ended): the agent goes back to the customer
    WATCH = "CC_WATCH"  # agent, mode (listen, whisper, barge, takeover), call (Linkedid): on a supervisor's channel
    # mark on a channel that waits in a queue instead of somebody who is to be called back
    STANDIN = "CC_STANDIN"  # number, queue, of (linkedid of the call with the wish)
    # mark on a trunk channel we dial
    DIAL = "CC_DIAL"  # number, trunk, via (consult = asked for advice), by
    # hold, told by AMI only (Hold, Unhold)
    HOLD = "HOLD"
    UNHOLD = "UNHOLD"


class AgentKind(StrEnum):
    """What happened to an agent (by extension); AMI QueueMember* events, queue_log lines, contact status."""

    SIGN_IN = "sign_in"  # queue
    SIGN_OUT = "sign_out"  # queue
    PAUSE = "pause"  # reason: code of a not-ready reason, or missed, unreachable, wrap_up
    UNPAUSE = "unpause"
    REACHABLE = "reachable"
    UNREACHABLE = "unreachable"
    # told by marks of the dialplan, CC_PREVIEW (agent, token, seconds) and CC_RELEASE (agent, token)
    PREVIEW = "preview"  # reason: ``token:seconds``, the reservation and how long it holds at most
    RELEASE = "release"  # reason: token


class NodeKind(StrEnum):
    STARTED = "started"  # Asterisk came up: everything open before has ended
    LOST = "lost"  # link to the node lost; `at` is the last moment it was known alive
    LINKED = "linked"  # AMI link is up
    ALIVE = "alive"  # heartbeat


@dataclass(frozen=True, slots=True)
class ChannelEvent:
    """One CEL record or hold event. ``data`` holds the strings named behind the kinds above."""

    kind: ChannelKind
    at: float
    linkedid: str
    uniqueid: str
    channel: str  # PJSIP/1001-web-0000001a
    source: Source
    exten: str = ""
    context: str = ""
    caller_number: str = ""
    caller_name: str = ""
    data: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class AgentEvent:
    kind: AgentKind
    at: float  # AMI: microseconds; journal: whole seconds, rounded down
    agent: str  # extension
    source: Source
    queue: str = ""
    reason: str = ""
    interface: str = ""  # PJSIP/1001-web; told by AMI for SIGN_IN, REACHABLE, UNREACHABLE


@dataclass(frozen=True, slots=True)
class NodeEvent:
    kind: NodeKind
    at: float
    source: Source


Event = ChannelEvent | AgentEvent | NodeEvent


class Garbled(ValueError):
    """A line or message whose structure cannot be read, so that a fact may be lost: to be counted and shown."""
