"""What an office does on a node: sign in, ready, dial; what the connector would do, by AMI."""

import itertools

from tools.phones import Phones

from .company import PASSWORD
from .node import Node

_commands = itertools.count(1)


class Office:
    def __init__(self, node: Node, phones: Phones, carrier_port: int):
        self.node, self.phones = node, phones
        self.carrier = phones.carrier(carrier_port)
        self.desks: dict[str, object] = {}

    def desk(self, extension: str, **options):
        """The registered phone of an extension; made once."""
        if extension not in self.desks:
            self.desks[extension] = self.phones.desk_phone(extension, PASSWORD, **options)
        return self.desks[extension]

    def sign_in(self, extension: str, queue: str = "service", penalty: int = 0):
        desk = self.desk(extension)
        self.db(f"cc/wish/{extension}", "ready")
        self.db(f"cc/phone/{extension}", f"PJSIP/{extension}")
        self.db(f"cc/queues/{extension}", f"{queue}:{penalty}")
        self.node.ami.action(
            "QueueAdd", Queue=queue, Interface=f"PJSIP/{extension}", Penalty=str(penalty), MemberName=extension,
            StateInterface=f"PJSIP/{extension}",
        )  # fmt: skip
        return desk

    def pause(self, extension: str, reason: str = "", paused: bool = True) -> None:
        self.node.ami.action(
            "QueuePause", Interface=f"PJSIP/{extension}", Paused=str(paused).lower(), Reason=reason
        )  # fmt: skip

    def sign_out_all(self) -> None:
        for extension in self.desks:
            for queue in self.node.config.queues:
                self.node.ami.action("QueueRemove", Queue=queue.code, Interface=f"PJSIP/{extension}")

    def dial(self, extension: str, number: str, kind: str = "manual", **about: str) -> str:
        """Click-to-dial; the call's id. ``about``: campaign, contact."""
        call = f"cmd-{next(_commands)}-test"
        variables = [
            f"CC_AGENT={extension}", f"CC_KIND={kind}", f"CC_COMMAND={call.split('-')[1]}",
            "PJSIP_HEADER(add,Call-Info)=<sip:127.0.0.1>\\;answer-after=0", f"PJSIP_HEADER(add,X-Call-Id)={call}",
            *(f"CC_{name.upper()}={value}" for name, value in about.items()),
        ]  # fmt: skip
        self.node.ami.action(
            "Originate", *(("Variable", variable) for variable in variables), Channel=f"PJSIP/{extension}",
            Context="cc-out", Exten=number, Priority="1", Async="true", Timeout="20000", ChannelId=call,
            CallerID=f"<{extension}>",
        )  # fmt: skip
        return call

    def db(self, key: str, value: str | None = None) -> str:
        family, _, rest = key.partition("/")
        if value is not None:
            self.node.ami.action("DBPut", Family=family, Key=rest, Val=value)
            return value
        output = self.node.cli(f"database get {family} {rest}")
        return output.partition("Value: ")[2].strip()
