"""The telephones as witnesses: what really happened on the line, to hold the record against."""

import queue
import time
from dataclasses import dataclass, field

import pytest
from tools import story


@dataclass
class Talk:
    """A customer's call as the telephones saw it; moments in epoch seconds."""

    number: str
    dialled: float
    customer: object
    agent: object = None
    extension: str = ""
    answered: float = 0.0
    ended: float = 0.0
    ended_by: str = ""

    @property
    def e164(self) -> str:
        return "+86" + self.number

    def end(self, by: str) -> "Talk":
        """``agent`` or ``caller`` hangs up."""
        self.ended, self.ended_by = time.time(), by
        (self.agent if by == "agent" else self.customer).hang_up()
        return self


@dataclass
class Witness:
    """Agents at desk phones and customers who call queue ``service``."""

    stack: object
    phones: object
    since: float = field(default_factory=time.time)
    talks: list[Talk] = field(default_factory=list)

    def __post_init__(self):
        self._ringing = queue.Queue()
        self.telephones = {}

    def desk_phones(self, *extensions: str) -> None:
        for extension in extensions:
            telephone = self.phones.desk_phone(extension, self.stack.secret_of(extension))
            telephone.rings = lambda call, extension=extension: self._ringing.put((extension, call))
            self.telephones[extension] = telephone

    def _dial(self, number: str) -> Talk:
        talk = Talk(number, time.time(), self.phones.customer(number, "4002"))
        self.talks.append(talk)
        return talk

    def _wait_ring(self, talk: Talk, seconds: float) -> None:
        try:
            talk.extension, talk.agent = self._ringing.get(timeout=seconds)
        except queue.Empty:
            raise AssertionError(f"{talk.number}: no agent's phone rings within {seconds} s") from None

    def talk(self, number: str, seconds: float = 20) -> Talk:
        """A customer calls, an agent answers, they hear each other."""
        talk = self._dial(number)
        self._wait_ring(talk, seconds)
        talk.agent.answer(self.telephones[talk.extension].sound)
        talk.answered = time.time()
        story.wait_hears(talk.customer, story.AGENT)
        story.wait_hears(talk.agent, story.CUSTOMER)
        return talk

    def abandon(self, number: str) -> Talk:
        """A customer calls and hangs up while a phone rings."""
        talk = self._dial(number)
        self._wait_ring(talk, 20)
        talk.ended, talk.ended_by = time.time(), "caller"
        talk.customer.hang_up()
        return talk

    def waiting(self, number: str) -> Talk:
        """A customer who waits in the queue."""
        talk = self._dial(number)
        talk.customer.wait_answered()
        return talk

    def dial(self, extension: str, number: str) -> float:
        """An agent dials a service code at the telephone; the moment."""
        moment = time.time()
        self.phones.dial(self.telephones[extension].phone, number).wait_ended(10)
        return moment

    # the record against the witnesses

    def check(self, talk: Talk) -> dict:
        """The record of this call says what the telephones saw; gives its row."""
        ledger = self.stack.ledger
        call = ledger.wait_ended(ledger.wait_call(talk.e164, self.since, 30)["key"], 30)
        rows = ledger.calls(talk.e164, self.since)
        assert len(rows) == sum(other.number == talk.number for other in self.talks), "booked twice"
        story.check_whole(ledger, call)
        assert call["started"] == pytest.approx(talk.dialled, abs=0.5)
        if not talk.answered:
            assert call["result"] in ("abandoned", "short_abandoned"), call["result"]
            return call
        assert (call["result"], call["agent_code"]) == ("answered", talk.extension)
        assert call["talk_s"] == pytest.approx(talk.ended - talk.answered, abs=0.7)
        leg = ledger.wait_leg(call, "agent", party=talk.extension)
        assert leg["ended_by"] == talk.ended_by
        story.check_recording(self.stack, call, max(0.5, talk.ended - talk.answered - 1.5), 60)
        return call

    def check_states(self) -> None:
        """Lines without gaps, and as much talk in them as in the legs."""
        ledger = self.stack.ledger
        assert not ledger.gaps()
        for extension in self.telephones:
            rows = ledger.states(extension, self.since)
            state_s = sum(
                row["ended"] - row["started"] for row in rows if (row["state"], row["sub_state"]) == ("on_call", "talk")
            )
            talk_s = sum(
                talk.ended - talk.answered for talk in self.talks if talk.extension == extension and talk.answered
            )
            assert state_s == pytest.approx(talk_s, abs=1.0), f"{extension}: talk in states and on the line differ"
