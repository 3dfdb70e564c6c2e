"""A few words to tell a reducer what happened, for tests of single rules."""

from collections import defaultdict

import stories
from callcenter_telephony.connector.events import AgentEvent, AgentKind, ChannelEvent, NodeEvent, NodeKind, Source
from callcenter_telephony.connector.events import ChannelKind as K
from callcenter_telephony.connector.ports import QueueRule
from callcenter_telephony.connector.reducer import Reducer

T = 1_800_000_000.0
CALLER, PHONE = "PJSIP/carrier-00000001", "PJSIP/1001-00000002"


class Told:
    """Moments are seconds after ``T``; everything is told by ``sources`` as it happens."""

    def __init__(self, rule: QueueRule | None = None, sources=(Source.AMI, Source.JOURNAL)):
        rule = rule or QueueRule()
        self.rules = defaultdict(lambda: rule, {"service": rule, "sales": rule, "": rule})
        self.reducer = Reducer("demo", self.rules)
        self.ledger = stories.Ledger()
        self.sources = sources
        self.take_each = True

    def tell(self, *events) -> None:
        """Events at their own moments, in this order."""
        for event in events:
            self.reducer.feed([event], event.at + 0.01)
            if self.take_each:
                self.take(event.at - T + 0.01)

    def take(self, at: float) -> None:
        self.ledger.write(self.reducer.take(T + at))

    def channel(self, mark: K, at: float, uniqueid: str, name: str = "", linkedid: str = "1.1", /, **data) -> None:
        name = name or (CALLER if uniqueid.endswith(".1") else PHONE)
        for source in self.sources:
            self.tell(ChannelEvent(mark, T + at, linkedid, uniqueid, name, source, data=data))

    def agent(self, kind: AgentKind, at: float, agent: str = "1001", queue: str = "service", **more) -> None:
        for source in self.sources:
            moment = T + at if source is Source.AMI else T + int(at)
            self.tell(AgentEvent(kind, moment, agent, source, queue, **more))

    def node(self, kind: NodeKind, at: float) -> None:
        self.tell(NodeEvent(kind, T + at, Source.AMI))

    def offered(self, at: float, linkedid: str = "1.1", agent: str = "1001", ends: float | None = None, **how) -> None:
        """A call waits, rings at the agent; with ``ends`` the phone stops ringing then."""
        self.channel(K.START, at, linkedid, "", linkedid)
        self.channel(K.IN, at, linkedid, "", linkedid, did="4002", number="+8613800000001")
        self.channel(K.QUEUE, at, linkedid, "", linkedid, queue="service", via="queue")
        self.rings(at, linkedid, agent, **({"ends": ends} | how))

    def rings(
        self, at: float, linkedid: str, agent: str, ends: float | None = None, cause: str = "26", source: str = ""
    ):
        phone, name = f"{linkedid}{agent}.2", f"PJSIP/{agent}-00000002"
        self.channel(K.START, at, phone, name, linkedid)
        self.channel(K.OFFER, at, phone, name, linkedid, agent=agent, queue="service", via="queue")
        if ends is not None:
            data = {"hangupcause": cause, "hangupsource": source, "dialstatus": ""}
            self.channel(K.HANGUP, ends, phone, name, linkedid, **data)

    def talks(self, at: float, linkedid: str = "1.1", agent: str = "1001") -> None:
        phone, name = f"{linkedid}{agent}.2", f"PJSIP/{agent}-00000002"
        self.channel(K.ANSWER, at, phone, name, linkedid)
        self.channel(K.BRIDGE_ENTER, at, phone, name, linkedid, bridge=linkedid)
        self.channel(K.BRIDGE_ENTER, at, linkedid, "", linkedid, bridge=linkedid)

    def caller_leaves(self, at: float, linkedid: str = "1.1", agent: str = "1001", talking: bool = True) -> None:
        phone, name = f"{linkedid}{agent}.2", f"PJSIP/{agent}-00000002"
        if talking:
            self.channel(K.BRIDGE_EXIT, at, linkedid, "", linkedid, bridge=linkedid)
            self.channel(K.BRIDGE_EXIT, at, phone, name, linkedid, bridge=linkedid)
            self.channel(K.HANGUP, at, phone, name, linkedid, hangupcause="26", hangupsource=CALLER)
        self.channel(K.HANGUP, at, linkedid, "", linkedid, hangupcause="16", hangupsource=CALLER)
        self.channel(K.LINKEDID_END, at, linkedid, "", linkedid)

    def line(self, agent: str = "1001") -> list[tuple]:
        """(from, state, sub-state or reason) of each row."""
        rows = self.ledger.line(agent)
        return [(round(row.start - T, 2), row.state, row.sub or row.reason) for row in rows]

    def call(self, linkedid: str = "1.1"):
        return self.ledger.calls[f"demo:{linkedid}"]

    def leg(self, role: str, linkedid: str = "1.1"):
        return [leg for leg in self.call(linkedid).legs if leg.role == role]
