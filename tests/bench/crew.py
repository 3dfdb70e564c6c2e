"""Agents for measurements, as many as wanted: records, phones on the line, signed in at the node."""

import asyncio
import csv
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pure  # noqa: F401 - first
from callcenter_telephony.connector.ami import Link
from tools.baresip import free_port
from tools.stack import Stack
from tools.waiting import wait_until

SCENARIOS = Path(__file__).with_name("sipp")
PASSWORD = "bench-phone-77"
AT_ONCE = 100  # records in one request
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@dataclass
class Crew:
    """A queue of its own with ``size`` agents, extensions from ``first`` on; ``did`` leads straight to the queue.

    ``logins``: how many of them get a password (equal to the login) and can ask the server something.
    ``queue``, ``user``: more values of the queue and of the users; by default the queue has no wrap-up, no recording
    and no survey.
    """

    stack: Stack
    code: str
    size: int
    first: int
    did: str = ""
    logins: int = 0
    queue: dict = field(default_factory=dict)
    user: dict = field(default_factory=dict)

    @property
    def extensions(self) -> list[str]:
        return [str(self.first + n) for n in range(self.size)]

    def login(self, extension: str) -> str:
        return f"bench{extension}"

    def prepare(self) -> "Crew":
        """Records, once; live on the node afterwards."""
        rpc = self.stack.rpc("admin")
        if not rpc.call("callcenter.queue", "search", [["code", "=", self.code]]):
            node = rpc.call("callcenter.node", "search", [], limit=1)[0]
            values = {"node_id": node, "code": self.code, "name": self.code.title(), "wrap_s": 0}
            [queue_id] = rpc.call(
                "callcenter.queue", "create", [values | {"record": False, "survey": False} | self.queue]
            )
            if self.did:
                did = {"node_id": node, "number": self.did, "name": self.code.title()}
                rpc.call("callcenter.did", "create", [did | {"target": "queue", "queue_id": queue_id}])
            for at in range(0, self.size, AT_ONCE):
                self._hire(rpc, node, self.extensions[at : at + AT_ONCE])
        wait_until(lambda: self.code in self.stack.asterisk("queue show"), 30, "the bench's queue on the node")
        last = self.extensions[-1]
        wait_until(lambda: last in self.stack.asterisk("pjsip show endpoints"), 60, "its phones on the node")
        return self

    def _hire(self, rpc, node: int, extensions: list[str]) -> None:
        rows = [{"node_id": node, "extension": e, "name": f"Bench {e}", "password": PASSWORD} for e in extensions]
        endpoints = rpc.call("callcenter.endpoint", "create", rows)
        may_log_in = set(self.extensions[: self.logins])
        logins = {self.login(e): e in may_log_in for e in extensions}
        users = make_users(self.stack, "role_agent", logins, **self.user)
        pairs = zip(users, endpoints, strict=True)
        rpc.call("callcenter.agent", "create", [{"user_id": u, "endpoint_id": e} for u, e in pairs])

    @contextmanager
    def phones(self, folder: Path, sound: bool = False):
        """All phones registered; one SIPp answers for them on the port they registered from.

        ``sound``: what they hear they send back. Gives the file of SIPp's counts.
        """
        port = str(free_port(socket.SOCK_DGRAM))
        table = folder / f"{self.code}.csv"
        for contact, seconds in (("*", 0), (f"<sip:{{}}@127.0.0.1:{port}>", 3600)):  # first: forget an earlier run's
            auth = f"[authentication username={{}} password={PASSWORD}]"
            rows = (";".join((e, auth.format(e), contact.format(e), str(seconds))) for e in self.extensions)
            table.write_text("SEQUENTIAL\n" + "\n".join(rows) + "\n")
            command = sipp(self.stack, "register", "-inf", str(table), "-p", port, "-r", "40", "-m", str(self.size))
            subprocess.run(command, **QUIET, cwd=folder, check=True, timeout=60)
        audio = str(free_port(socket.SOCK_DGRAM)) if sound else "9"
        counts = folder / f"{self.code}-counts.csv"
        command = sipp(self.stack, "answer", "-p", port, "-aa", "-key", "audio", audio)
        command += ["-trace_stat", "-stf", str(counts), "-fd", "1"]
        command += ["-rtp_echo", "-mp", audio] if sound else []
        answering = subprocess.Popen(command, **QUIET, cwd=folder)
        try:
            yield counts
        finally:
            answering.terminate()
            answering.wait()

    def sign_in(self, extensions=(), kind: str = "") -> None:
        """Ready in the crew's queue: its own agents, or other ``extensions``; ``kind``: ``-web`` at browser phones."""
        phones = {extension: f"PJSIP/{extension}{kind}" for extension in extensions or self.extensions}
        with ThreadPoolExecutor(1) as thread:  # Playwright's loop runs in ours
            thread.submit(asyncio.run, _sign_in(self.stack, self.code, phones)).result()


def make_users(stack: Stack, role: str, logins: dict[str, bool], **values) -> list[int]:
    """Ids of new users with one of our roles; ``logins``: whether they get a password (equal to the login)."""
    query = "SELECT res_id FROM ir_model_data WHERE module = 'callcenter_crm' AND name = %s"
    roles = {"role_line_ids": [(0, 0, {"role_id": stack.ledger.value(query, role)})]}
    users = [
        {"name": login.title(), "login": login} | roles | values | ({"password": login} if has_password else {})
        for login, has_password in logins.items()
    ]
    return stack.rpc("admin").call("res.users", "create", users, context={"no_reset_password": True})


async def _sign_in(stack: Stack, queue: str, phones: dict[str, str]) -> None:
    async with manager(stack) as link:
        present = {row.get("Name") for row in await link.listing("QueueStatus", Queue=queue)}
        for extension, phone in phones.items():
            if extension not in present:
                values = {"Queue": queue, "Interface": phone, "StateInterface": phone, "MemberName": extension}
                await link.action("QueueAdd", **values)


@asynccontextmanager
async def manager(stack: Stack):
    """The node's manager interface, logged in."""
    link = Link("127.0.0.1", stack.port("ami"), "connector", (stack.data / "etc/secrets/ami").read_text)
    up = asyncio.Event()

    async def on_up():
        up.set()

    link.on_up = on_up
    task = asyncio.ensure_future(link.run())
    try:
        await asyncio.wait_for(up.wait(), 10)
        yield link
    finally:
        task.cancel()


def sipp(stack: Stack, scenario: str, *options: str) -> list[str]:
    host, port = stack.server
    file = str(SCENARIOS / f"{scenario}.xml")
    return ["sipp", "-sf", file, "-i", "127.0.0.1", "-nostdin", *options, f"{host}:{port}"]


def last_count(statistics: Path) -> dict[str, str]:
    """The newest row of a SIPp's ``-stf`` file; empty while there is none."""
    with suppress(OSError), open(statistics, newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
        return next((row for row in reversed(rows) if row.get("SuccessfulCall(C)")), {})
    return {}
