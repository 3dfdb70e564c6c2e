"""A queue call as the node tells it: rows of cel.csv and AMI events of the same facts."""

import json
import time
from dataclasses import dataclass

CALLER, AGENT = "PJSIP/demo-carrier-{:08x}", "PJSIP/1001-{:08x}"


@dataclass
class Fact:
    kind: str
    at: float
    uniqueid: str
    linkedid: str
    channel: str
    extra: dict

    def row(self):
        """A line of cel.csv, in the node's way of quoting."""
        kind = self.kind
        more = json.dumps(self.extra) if self.extra else ""
        columns = [kind, f"{self.at:.6f}", "+8613800000001", 'O"Hara 😀', "s", "cc-in", self.channel]
        columns += [self.uniqueid, self.linkedid, more, "", kind if kind.startswith("CC_") else ""]
        return ",".join('"' + column.replace('"', '""') + '"' for column in columns) + "\n"

    def event(self):
        """The same by AMI."""
        mark = self.kind.startswith("CC_")
        return {
            "Event": "CEL",
            "EventName": "USER_DEFINED" if mark else self.kind,
            "UserDefType": self.kind if mark else "",
            "Timestamp": f"{self.at:.6f}",
            "CallerIDnum": "+8613800000001",
            "CallerIDname": 'O"Hara 😀',
            "Exten": "s",
            "Context": "cc-in",
            "Channel": self.channel,
            "UniqueID": self.uniqueid,
            "LinkedID": self.linkedid,
            "Extra": json.dumps(self.extra) if self.extra else "",
        }


def queue_call(number, start=None, talk=2.0):
    """Facts of one answered call: rings after 1 s, is answered after 2, ends ``talk`` seconds later by the caller."""
    start = time.time() - talk - 4 if start is None else start
    caller, agent, linkedid = f"{number}.1", f"{number}.2", f"{number}.1"
    one, two = CALLER.format(number), AGENT.format(number)
    bridge = {"bridge_id": f"b{number}", "bridge_technology": "simple_bridge"}
    hangup = {"hangupcause": 16, "hangupsource": one, "dialstatus": "ANSWER"}
    file = f"2026/11/22/{linkedid}-1.raw"
    marks = [
        ("CHAN_START", 0.0, caller, one, {}),
        ("CC_IN", 0.1, caller, one, {"extra": "did=4002&number=+8613800000001&trunk=demo-carrier"}),
        ("ANSWER", 0.2, caller, one, {}),
        ("CC_RECORDING", 0.3, caller, one, {"extra": f"file={file}"}),
        ("CC_QUEUE", 0.4, caller, one, {"extra": "queue=service&via=queue"}),
        ("CHAN_START", 1.0, agent, two, {}),
        ("CC_OFFER", 1.1, agent, two, {"extra": "agent=1001&queue=service&via=queue"}),
        ("ANSWER", 2.0, agent, two, {}),
        ("BRIDGE_ENTER", 2.1, agent, two, bridge),
        ("BRIDGE_ENTER", 2.1, caller, one, bridge),
        ("BRIDGE_EXIT", 2.1 + talk, caller, one, bridge),
        ("BRIDGE_EXIT", 2.1 + talk, agent, two, bridge),
        ("HANGUP", 2.2 + talk, agent, two, hangup),
        ("CHAN_END", 2.2 + talk, agent, two, {}),
        ("CC_QUEUE_END", 2.3 + talk, caller, one, {"extra": "queue=service&status=&next=hangup"}),
        ("HANGUP", 2.4 + talk, caller, one, hangup),
        ("CHAN_END", 2.4 + talk, caller, one, {}),
        ("LINKEDID_END", 2.4 + talk, caller, one, {}),
    ]
    return [Fact(kind, start + at, uniqueid, linkedid, channel, extra) for kind, at, uniqueid, channel, extra in marks]
