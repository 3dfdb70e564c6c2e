"""What agents and leaders do at their screens, as their own user over HTTP; and what goes wrong with the services."""

import threading
import time
from datetime import UTC, datetime, timedelta

from ..stack import RpcError, StackError

FAILURES = (AssertionError, LookupError, OSError, RpcError, StackError)  # of an act that could not be done


class ScreenActs:
    """Part of Stage, as PhoneActs is."""

    def _agent_ready(self, act: dict) -> None:
        """In a wrap-up by its form: the state alone is a wish for what comes after it."""
        if self.stack.ledger.state(self.names.agent(act["who"]))["state"] == "wrap_up":
            self._save_wrap(act["who"])
        else:
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

    def _target(self, to: str) -> tuple[str, str]:
        """(kind, target) as the server wants them."""
        if to.startswith("queue "):
            return "queue", self.names.queue(to.removeprefix("queue "))
        return ("outside", to) if to.startswith("+") else ("agent", self.names.agent(to))

    def _key(self, name: str) -> str:
        """The call that the agent's phone has, as the phone knows it."""
        return self._live(name).header("x-call-id")

    def _ask(self, name: str, method: str, *args):
        return self._rpcs[name].call("callcenter.agent", method, *args)


class Faults:
    """Part of Stage: services go and come while the story goes on."""

    def _fault_reload_browser(self, act: dict) -> None:
        """The page asks for hold as it goes, and is gone."""
        self._live(act["agent"]).hold()

    def _fault_kill_connector(self, act: dict) -> None:
        self._meanwhile(lambda: self._kill("connector"))

    def _fault_start_connector(self, act: dict) -> None:
        self._meanwhile(lambda: self.stack.start("connector"))

    def _fault_stop_odoo(self, act: dict) -> None:
        self._meanwhile(lambda: (self.stack.stop("connector"), self.stack.stop("odoo")))

    def _fault_start_odoo(self, act: dict) -> None:
        self._meanwhile(lambda: (self.stack.start("odoo"), self.stack.start("connector")))

    def _fault_kill_asterisk(self, act: dict) -> None:
        self._meanwhile(lambda: self._kill("asterisk"))

    def _fault_start_asterisk(self, act: dict) -> None:
        self._meanwhile(lambda: self.stack.start("asterisk"))

    def _kill(self, name: str) -> None:
        began = time.time()
        self.stack.kill(name)
        self.late_s = max(self.late_s, time.time() - began)

    def _meanwhile(self, work) -> None:
        self._faults.append(threading.Thread(target=self._tried, args=(work,)))
        self._faults[-1].start()

    def _tried(self, work) -> None:
        try:
            work()
        except FAILURES as error:
            self.errors.append(f"fault: {error}")
