"""The acts of one story on the running product: phones ring and are answered, people press, agents wish."""

import threading
import time
from datetime import UTC, datetime, timedelta
from functools import cached_property

from .. import rtp
from ..sip_message import parameter
from ..stack import RpcError, StackError
from ..waiting import wait_until
from .clock import Clock
from .names import Names
from .switchboard import Switchboard

SIGN_IN = "*45"
FAILURES = (AssertionError, LookupError, OSError, RpcError, StackError)  # of an act that could not be done


class Stage:
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
            desk.phone.quiet = True
            desks[name] = desk
        return desks

    def _begin(self, name: str, agent: dict) -> None:
        if name in self.names.at_screens:
            self._ask(name, "sign_in", "sip")
        else:
            self.phones.dial(self.desks[name].phone, SIGN_IN).wait_ended(15)
        if not agent.get("queues", True):
            self._wait_state(name, "not_ready")  # who serves no queue is there to supervise
            return
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
        phone.quiet = True
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

    # customers and others outside

    def _caller_dial(self, act: dict) -> None:
        phone = self._customer(act["number"])
        self._calls[act["call"]] = self.phones.dial(phone, self.names.did(act["did"]))

    def _caller_press(self, act: dict) -> None:
        self._calls[act["call"]].press(act["keys"])

    def _caller_hang_up(self, act: dict) -> None:
        self._calls[act["call"]].hang_up()

    def _customer_answer(self, act: dict) -> None:
        self._dialled(act).answer()

    def _outside_answer(self, act: dict) -> None:
        legs = (leg for leg in self.story["expect"]["legs"] if leg["call"] == act["call"] and leg["role"] == "outside")
        self._others[act["call"]] = self.board.wait_call(act.get("number") or next(legs)["party"])
        self._others[act["call"]].answer()

    def _outside_hang_up(self, act: dict) -> None:
        self._others[act["call"]].hang_up()

    def _caller_leave_message(self, act: dict) -> None:
        """Speaks from now on: a mailbox that listens for silence hears a voice."""
        self._calls[act["call"]].speak(rtp.tone(rtp.CUSTOMER))

    def _customer_reject(self, act: dict) -> None:
        self._dialled(act).refuse(603)

    def _customer_congested(self, act: dict) -> None:
        self._dialled(act).refuse(503)

    def _customer_busy(self, act: dict) -> None:
        self._dialled(act).refuse(486)

    def _customer_not_found(self, act: dict) -> None:
        self._dialled(act).refuse(404)

    def _customer_hang_up(self, act: dict) -> None:
        self._calls[act["call"]].hang_up()

    def _dialled(self, act: dict):
        number = act.get("number") or self.story["expect"]["calls"][act["call"]]["number"]
        call = self._calls[act["call"]] = self.board.wait_call(number)
        return call

    # agents at their phones

    def _agent_answer(self, act: dict) -> None:
        self.desks[act["who"]].wait_ringing(5).answer()

    def _agent_refuse(self, act: dict) -> None:
        self.desks[act["who"]].wait_ringing(5).refuse()

    def _agent_hang_up(self, act: dict) -> None:
        self._live(act["who"]).hang_up()

    def _agent_hold(self, act: dict) -> None:
        self._live(act["who"]).hold()

    def _agent_resume(self, act: dict) -> None:
        self._live(act["who"]).resume()

    def _agent_registered(self, act: dict) -> None:
        self.desks[act["who"]].register()

    def _live(self, name: str):
        calls = [call for call in self.desks[name].calls if call.answered.is_set() and not call.ended.is_set()]
        return calls[-1]

    # agents at their screens

    def _agent_ready(self, act: dict) -> None:
        self._ask(act["who"], "ready")

    def _agent_not_ready(self, act: dict) -> None:
        self._ask(act["who"], "not_ready", act["reason"])

    def _agent_sign_in(self, act: dict) -> None:
        self._ask(act["who"], "sign_in", "sip")

    def _agent_more_time(self, act: dict) -> None:
        self._ask(act["who"], "more_time")

    def _agent_sign_out(self, act: dict) -> None:
        self._ask(act["who"], "sign_out")

    def _agent_dial_out(self, act: dict) -> None:
        if act["number"] in self._previewed:
            self._ask(act["who"], "preview_dial", 0)
        else:
            self._ask(act["who"], "dial", act["number"])

    def _agent_save_wrap(self, act: dict) -> None:
        values = {}
        if "disposition" in act:
            code = "SELECT id FROM callcenter_disposition WHERE code = %s"
            values["disposition_id"] = self.stack.ledger.value(code, act["disposition"])
        if "promised_at" in act:  # at that hour, but of tomorrow: nobody promises for a day that is gone
            hour = datetime.fromisoformat(act["promised_at"]).astimezone(UTC).time()
            values["next_at"] = f"{datetime.now(UTC).date() + timedelta(days=1)} {hour}"
        self._save_wrap(act["who"], values)

    def _save_wrap(self, name: str, values: dict | None = None) -> None:
        key = self.stack.ledger.state(self.names.agent(name))["call_key"]
        self._ask(name, "save_wrap_up", key, values or {}, "ready")

    def _agent_transfer_blind(self, act: dict) -> None:
        self._ask(act["who"], "transfer", self._key(act["who"]), *self._target(act["to"]))

    def _agent_consult_start(self, act: dict) -> None:
        self._ask(act["who"], "consult", self._key(act["who"]), *self._target(act["to"]))

    def _agent_consult_complete(self, act: dict) -> None:
        self._ask(act["who"], "consult_complete", self._key(act["who"]))

    def _agent_consult_cancel(self, act: dict) -> None:
        self._ask(act["who"], "consult_cancel", self._key(act["who"]))

    def _agent_three_way(self, act: dict) -> None:
        self._ask(act["who"], "three_way", self._key(act["who"]))

    def _agent_leave(self, act: dict) -> None:
        self._ask(act["who"], "leave", self._key(act["who"]))

    def _agent_pause_recording(self, act: dict) -> None:
        self._ask(act["who"], "pause_recording", self._key(act["who"]))

    def _agent_resume_recording(self, act: dict) -> None:
        self._ask(act["who"], "resume_recording", self._key(act["who"]))

    def _agent_pick_up(self, act: dict) -> None:
        self._ask(act["who"], "pick_up", self._first_agent(act["call"]))

    def _agent_listen(self, act: dict) -> None:
        self._watch(act, "listen")

    def _agent_whisper(self, act: dict) -> None:
        self._watch(act, "whisper")

    def _agent_barge(self, act: dict) -> None:
        self._watch(act, "barge")

    def _watch(self, act: dict, mode: str) -> None:
        self._ask(act["who"], "listen", self._first_agent(act["call"]), mode)

    def _agent_take_over(self, act: dict) -> None:
        self._ask(act["who"], "take_over", self._first_agent(act["call"]))

    def _first_agent(self, call: str) -> int:
        """The agent (record) whom the call came to first."""
        legs = (leg for leg in self.story["expect"]["legs"] if leg["call"] == call and leg["role"] == "agent")
        extension = self.names.agent(next(legs)["party"])
        return self.stack.ledger.value("SELECT id FROM callcenter_agent WHERE extension = %s", extension)

    def _agent_take_preview(self, act: dict) -> None:
        query = "SELECT id FROM callcenter_contact WHERE number = %s ORDER BY id DESC LIMIT 1"
        contact = self.stack.ledger.value(query, act["number"])
        self._ask(act["who"], "preview_next", False, contact)
        self._previewed.add(act["number"])

    def _agent_rejoined(self, act: dict) -> None:
        """The page is there again: its phone calls for the lost call."""
        desk, lost = self.desks[act["who"]], self._live(act["who"])
        tags = f"to-tag={parameter(lost.remote, 'tag')};from-tag={parameter(lost.local, 'tag')}"
        self._calls["rejoined"] = self.phones.dial(
            desk.phone, "rejoin", headers=[("Replaces", f"{lost.call_id};{tags}")]
        )

    def _target(self, to: str) -> tuple[str, str]:
        """(kind, target) as the server wants them."""
        if to.startswith("queue "):
            return "queue", self.names.queue(to.removeprefix("queue "))
        return ("outside", to) if to.startswith("+") else ("agent", self.names.agent(to))

    def _key(self, name: str) -> str:
        """The call that the agent's phone has, as the phone knows it."""
        return self._live(name).header("x-call-id")

    def _ask(self, name: str, method: str, *args):
        if name not in self._rpcs:
            self._rpcs[name] = self.stack.rpc(self.names.login(name))
        return self._rpcs[name].call("callcenter.agent", method, *args)

    # faults: others go on meanwhile

    def _fault_reload_browser(self, act: dict) -> None:
        """The page asks for hold as it goes, and is gone."""
        self._live(act["agent"]).hold()

    def _fault_kill_connector(self, act: dict) -> None:
        self._meanwhile(lambda: self.stack.kill("connector"))

    def _fault_start_connector(self, act: dict) -> None:
        self._meanwhile(lambda: self.stack.start("connector"))

    def _fault_stop_odoo(self, act: dict) -> None:
        self._meanwhile(lambda: (self.stack.stop("connector"), self.stack.stop("odoo")))

    def _fault_start_odoo(self, act: dict) -> None:
        self._meanwhile(lambda: (self.stack.start("odoo"), self.stack.start("connector")))

    def _fault_kill_asterisk(self, act: dict) -> None:
        self._meanwhile(lambda: self.stack.kill("asterisk"))

    def _fault_start_asterisk(self, act: dict) -> None:
        self._meanwhile(lambda: self.stack.start("asterisk"))

    def _meanwhile(self, work) -> None:
        self._faults.append(threading.Thread(target=self._tried, args=(work,)))
        self._faults[-1].start()

    def _tried(self, work) -> None:
        try:
            work()
        except FAILURES as error:
            self.errors.append(f"fault: {error}")


def settled(stack, stages: list[Stage], seconds: float = 15) -> None:
    """What has happened is in the ledger: the calls of each story, all of them ended."""
    query = """SELECT count(*) FILTER (WHERE "end" IS NOT NULL) AS ended, count(*) FILTER (WHERE "end" IS NULL) AS open
                 FROM callcenter_call WHERE number = ANY(%s) AND extract(epoch FROM start) > %s"""

    def booked(stage: Stage) -> bool:
        (found,) = stack.ledger.rows(query, sorted(stage.names.numbers), stage.start - 1)
        return not found["open"] and found["ended"] >= len(stage.story["expect"]["calls"])

    wait_until(lambda: all(map(booked, stages)), seconds, "all calls ended")
