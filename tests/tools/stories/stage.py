"""The acts of one story on the running product: phones ring and are answered, people press, agents wish."""

import threading
import time
from functools import cached_property

from ..waiting import wait_until
from .clock import Clock
from .names import Names
from .people import PhoneActs
from .screens import FAILURES, Faults, ScreenActs
from .switchboard import Switchboard

SIGN_IN = "*45"


class Stage(PhoneActs, ScreenActs, Faults):
    """``errors`` are acts that could not be done; ``late_s`` how late the latest one came."""

    def __init__(self, stack, phones, board: Switchboard, names: Names, clock: Clock):
        self.stack, self.phones, self.board, self.names, self.clock = stack, phones, board, names, clock
        self.story = names.story
        self.errors: list[str] = []
        self.late_s = 0.0
        self.start = 0.0
        self._calls = {}
        self._others = {}
        self._previewed: set[str] = set()
        self._rpcs = {}
        self._faults: list[threading.Thread] = []

    # before the first second

    def take_places(self) -> None:
        """Phones registered, and agents in the order of the story in the states they begin in."""
        try:
            self.desks  # noqa: B018 - made now
            for name in self.names.at_screens:
                self._rpcs[name] = self.stack.rpc(self.names.login(name))
            for number, name in self.names.talked_before.items():
                self._talk_before(number, name)
            for name, agent in self.story["agents"].items():
                if agent["state"] != "offline":
                    self._begin(name, agent)
        except FAILURES as error:
            self.errors.append(f"before the story: {type(error).__name__}: {error}")

    @cached_property
    def desks(self) -> dict:
        desks = {}
        for name, extension in self.names.agents.items():
            desk = self.phones.desk_phone(extension, self.stack.secret_of(extension), hertz=0)
            desk.phone.quiet = not self.names.recorded
            desks[name] = desk
        return desks

    def _begin(self, name: str, agent: dict) -> None:
        if name in self.names.at_screens:
            self._ask(name, "sign_in", "sip")
        else:
            self.phones.dial(self.desks[name].phone, SIGN_IN).wait_ended(15)
        self._wait_state(name, "ready")
        if agent["state"] == "not_ready":
            self._ask(name, "not_ready", agent["reason"])
            self._wait_state(name, "not_ready")

    def _talk_before(self, number: str, name: str) -> None:
        self._begin(name, {"state": "ready"})
        customer = self.phones.dial(self._customer(number), self.names.did("4002"))
        self.desks[name].wait_ringing().answer()
        customer.wait_answered()
        self._wait_state(name, "on_call")
        customer.hang_up()
        self._wait_state(name, "wrap_up")
        self._save_wrap(name)
        self._wait_state(name, "ready")
        self._ask(name, "sign_out")
        self._wait_state(name, "offline")

    def _customer(self, number: str):
        phone = self.phones.phone(number.removeprefix("+86"))
        phone.quiet = not self.names.recorded
        return phone

    def _wait_state(self, name: str, state: str) -> None:
        extension = self.names.agent(name)
        self.stack.ledger.wait_state(extension, state, 20)

    def leave(self) -> None:
        """Nobody is on the line any more. Agents are signed out as they are archived."""
        calls = [*self._calls.values(), *self._others.values()]
        for call in calls + [call for desk in self.desks.values() for call in desk.calls]:
            if call.untaken and not call.outgoing:
                call.refuse(480)
            else:
                call.hang_up()

    # the story

    def play(self, start: float) -> None:
        """Does every act at its second; ``start`` is the moment (epoch) of second 0."""
        self.start = start
        for act in self.story["acts"]:
            due = start + self.clock.real(act["at"])
            self._wait_for(due)
            try:
                self._do(act)
            except FAILURES as error:  # the story goes on, the record tells what came of it
                self.errors.append(f"{act}: {type(error).__name__}: {error}")
            self.late_s = max(self.late_s, time.time() - due)
        for fault in self._faults:
            fault.join()
        self._wait_for(start + self.clock.real(self.story["until"]))

    @staticmethod
    def _wait_for(moment: float) -> None:
        threading.Event().wait(max(0.0, moment - time.time()))

    def _do(self, act: dict) -> None:
        who = act["who"]
        side = "agent" if who in self.names.agents else who
        known = getattr(self, f"_{side}_{act['does']}", None)
        if known is None:
            raise LookupError(f"nobody knows how to {act['does']}")
        known(act)


def settled(stack, stages: list[Stage], seconds: float = 15) -> None:
    """What has happened is in the ledger: the calls of each story, all of them ended."""
    query = """SELECT count(*) FILTER (WHERE "end" IS NOT NULL) AS ended, count(*) FILTER (WHERE "end" IS NULL) AS open
                 FROM callcenter_call WHERE number = ANY(%s) AND extract(epoch FROM start) > %s"""

    def booked(stage: Stage) -> bool:
        (found,) = stack.ledger.rows(query, sorted(stage.names.numbers), stage.start - 1)
        return not found["open"] and found["ended"] >= len(stage.story["expect"]["calls"])

    wait_until(lambda: all(map(booked, stages)), seconds, "all calls ended")
