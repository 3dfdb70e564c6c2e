"""The demo company's agents, as programs that use their own rights over HTTP."""

from functools import cached_property

from .stack import Rpc, Stack
from .waiting import wait_until

AGENTS = {f"agent{n}": f"100{n}" for n in range(1, 7)}


class Member:
    """One agent: what the browser would ask the server, without a browser."""

    def __init__(self, stack: Stack, login: str):
        self.stack, self.login, self.extension = stack, login, AGENTS[login]

    @cached_property
    def rpc(self) -> Rpc:
        return self.stack.rpc(self.login)

    def ask(self, method: str, *args):
        return self.rpc.call("callcenter.agent", method, *args)

    def state(self) -> str:
        return self.stack.ledger.state(self.extension)["state"]

    def wait_state(self, state: str, seconds: float = 10, **fields) -> dict:
        return self.stack.ledger.wait_state(self.extension, state, seconds, **fields)

    def sign_in(self, phone_kind: str = "sip") -> "Member":
        """Signed in and ready; the node has confirmed both."""
        self.ask("sign_in", phone_kind)
        wait_until(lambda: self.state() in ("ready", "not_ready"), 10, f"{self.login} signed in")
        if self.state() != "ready":
            self.ask("ready")
        self.wait_state("ready")
        return self

    def end_wrap_up(self, then: str = "ready") -> None:
        now = self.stack.ledger.state(self.extension)
        if now["state"] == "wrap_up":
            self.ask("save_wrap_up", now["call_key"], {}, then)
            wait_until(lambda: self.state() != "wrap_up", 10, f"wrap-up of {self.login} ended")

    def sign_out(self) -> None:
        """At once: a wrap-up is ended first, a contact on the screen let go."""
        if self.stack.ledger.state(self.extension)["sub_state"] == "preview":
            self.ask("preview_release")
        wait_until(
            lambda: self.state() in ("ready", "not_ready", "wrap_up", "offline"), 20, f"{self.login} has no call"
        )
        self.end_wrap_up()
        if self.state() != "offline":
            self.ask("sign_out")
            self.wait_state("offline")


class Team:
    def __init__(self, stack: Stack):
        self.stack = stack
        self._members: dict[str, Member] = {}

    def __getitem__(self, login: str) -> Member:
        if login not in self._members:
            self._members[login] = Member(self.stack, login)
        return self._members[login]

    def sign_everybody_out(self) -> None:
        for login, extension in AGENTS.items():
            state = self.stack.ledger.state(extension)
            if state and state["state"] != "offline":
                self[login].sign_out()
