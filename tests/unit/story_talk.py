"""What the simulated node keeps of agents' phones and of calls."""

from dataclasses import dataclass, field


@dataclass
class Phone:
    """An agent's side of things on the node."""

    name: str
    queues: list[str]
    paused: str | None = None
    signed_in: bool = True
    busy: bool = False
    wish: str | None = None
    preview: str | None = None  # campaign of the contact on the screen
    wrap: int = 0  # number of the running wrap-up's timer
    wrap_until: float = 0.0
    misses: int = 0  # in a row


@dataclass
class Talk:
    """One call as the node has it."""

    name: str
    linkedid: str
    number: str
    customer: str = ""  # uniqueid
    queue: str = ""
    since: float = 0.0
    order: float = 0.0
    priority: int = 0
    agent: Phone | None = None
    agent_id: str = ""
    asked: Phone | None = None
    asked_id: str = ""
    bridge: str = ""
    phase: str = "new"  # ivr queue ringing talk survey dialing outside sent consult done
    tried: set = field(default_factory=set)
    standin: str = ""  # uniqueid of who waits instead of a customer who is to be called back
    others: list = field(default_factory=list)  # (phone, uniqueid) that ring beside ``agent``
    facts: dict = field(default_factory=dict)
