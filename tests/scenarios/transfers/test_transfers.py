import pytest
from tools import rtp, sound, story
from tools.team import AGENTS
from tools.waiting import wait_until

OUTSIDE, OUTSIDE_E164 = "0755 1234 5670", "+8675512345670"


@pytest.fixture
def carrier(stack, phones):
    carrier = phones.carrier(stack.port("customer"))
    carrier.default = "answer"
    return carrier


class Desk:
    """An agent at a SIP phone who acts by RPC on the one call that matters."""

    def __init__(self, stack, phones, team, login: str, hertz: float):
        self.member, self.ledger, self.hertz = team[login], stack.ledger, hertz
        self.phone = phones.desk_phone(AGENTS[login], stack.secret_of(AGENTS[login]), hertz=hertz)
        self.extension = self.member.extension

    def sign_in(self) -> "Desk":
        self.member.sign_in()
        return self

    def answer(self):
        call = self.phone.wait_ringing()
        call.answer(self.phone.sound)
        return call

    def act(self, method: str, call: dict, *args) -> None:
        """Ask for it, and wait until the node has done it."""
        number = self.member.ask(method, call["key"], *args)["command"]

        def over():
            rows = self.ledger.rows("SELECT state, message FROM callcenter_command WHERE id = %s", number)
            return rows[0] if rows[0]["state"] not in ("queued", "sent") else None

        row = wait_until(over, 10, f"{method} is carried out")
        assert row["state"] == "done", row


@pytest.fixture
def first(stack, phones, team):
    return Desk(stack, phones, team, "agent1", rtp.AGENT).sign_in()


@pytest.fixture
def second(stack, phones, team):
    """Signed in, but on a break: what reaches this desk was meant for it."""
    desk = Desk(stack, phones, team, "agent2", 660).sign_in()
    desk.member.ask("not_ready", "lunch")
    desk.member.wait_state("not_ready")
    return desk


@pytest.fixture
def talk(ledger, phones, first, second, since):
    """(number) -> customer's phone, agent's phone, the call in the ledger: 1001 talks to a customer of the service."""

    def begin(number: str):
        customer = phones.customer(number, "4002").wait_answered()
        agent = first.answer()
        hears(customer, first.hertz)
        call = ledger.wait_call(f"+86{number}", since)
        ledger.wait_leg(call, "agent", answer=True)
        return customer, agent, call

    return begin


def roles(ledger, call: dict) -> list[tuple]:
    """(role, party, via, ended_by) of all that was beside the customer."""
    return [
        (leg["role"], leg["party"], leg["via"] or "", leg["ended_by"])
        for leg in ledger.legs(call)
        if leg["role"] not in ("caller", "queue") and leg["flow"] != "survey"
    ]


def finish(ledger, customer, call: dict) -> dict:
    """The customer hangs up, or has; what the ledger says of the call then."""
    customer.hang_up()
    return story.check_whole(ledger, ledger.wait_ended(call["key"]))


def test_blind_to_a_colleague_with_the_note_so_far(stack, ledger, talk, first, second):
    customer, agent, call = talk("13800000021")
    first.member.ask("save_draft", call["key"], {"note": "wants the big one"})
    first.act("transfer", call, "agent", second.extension)
    agent.wait_ended()
    rings = second.phone.wait_ringing()
    assert rings.caller.endswith("13800000021"), rings.caller
    assert rings.header("X-Call-Id") == call["key"].partition(":")[2]
    ledger.wait_leg(call, "target")
    card = second.member.ask("call_card", call["key"])
    assert (card["draft"]["note"], card["from"]["extension"]) == ("wants the big one", "1001")
    rings.answer(second.phone.sound)
    hears(customer, second.hertz)
    ended = finish(ledger, customer, call)
    assert roles(ledger, ended) == [
        ("agent", "1001", "queue", "transfer"),
        ("target", "1002", "transfer_blind", "caller"),
    ]
    assert (ended["agent_code"], ended["last_agent_code"], ended["result"]) == ("1001", "1002", "answered")
    second.member.wait_state("wrap_up")
    one_recording(stack, ended, first.hertz, second.hertz)


def test_blind_to_a_queue(ledger, talk, first, second, phones, stack, team):
    third = Desk(stack, phones, team, "agent3", 550)
    customer, agent, call = talk("13800000022")
    queues = {queue["code"] for queue in first.member.ask("targets", call["key"])["queues"]}
    assert "sales" in queues
    third.sign_in()
    first.act("transfer", call, "queue", "sales")
    agent.wait_ended()
    wait_until(lambda: len(ledger.legs(call, "queue")) == 2, 10, "the second queue")
    ended = finish(ledger, customer, call)
    waits = [(leg["party"], leg["via"] or "", leg["by"] or "") for leg in ledger.legs(ended, "queue")]
    assert waits == [("service", "", ""), ("sales", "transfer_blind", "1001")]


def test_blind_to_a_number_outside(stack, ledger, talk, first, carrier, phones):
    customer, agent, call = talk("13800000023")
    first.act("transfer", call, "outside", OUTSIDE)
    agent.wait_ended()
    called = wait_until(lambda: carrier.calls and carrier.calls[-1], 10, "the number rings")
    hears(customer, rtp.CUSTOMER)
    phones.watch(called).hang_up()
    ended = finish(ledger, customer, call)
    assert roles(ledger, ended) == [
        ("agent", "1001", "queue", "transfer"),
        ("outside", OUTSIDE_E164, "transfer_blind", "outside"),
    ]
    assert ended["outside_s"] > 0


def test_nobody_takes_it_and_the_call_comes_back(ledger, talk, first, second, short_transfer):
    customer, agent, call = talk("13800000026")
    first.act("transfer", call, "agent", second.extension)
    agent.wait_ended()
    second.phone.wait_ringing()
    first.member.wait_state("wrap_up")
    again = first.phone.wait_ringing(20)
    again.answer(first.phone.sound)
    hears(customer, first.hertz)
    ended = finish(ledger, customer, call)
    assert roles(ledger, ended) == [
        ("agent", "1001", "queue", "transfer"),
        ("target", "1002", "transfer_blind", "timeout"),
        ("agent", "1001", "return", "caller"),
    ]
    second.member.wait_state("not_ready")


@pytest.fixture
def short_transfer(stack):
    """Transfers ring for 5 s."""
    rpc = stack.rpc("bizadmin")
    nodes = rpc.call("callcenter.node", "search", [])
    rpc.call("callcenter.node", "write", nodes, {"transfer_timeout_s": 5})
    stack.wait_configured()
    yield
    rpc.call("callcenter.node", "write", nodes, {"transfer_timeout_s": 15})


def test_asked_and_handed_over(stack, ledger, talk, first, second):
    customer, agent, call = talk("13800000024")
    first.act("consult", call, "agent", second.extension)
    colleague = second.answer()
    hears(agent, second.hertz)
    hears(colleague, first.hertz)
    first.member.wait_state("on_call", sub_state="consult")
    second.member.wait_state("on_call", sub_state="consult")
    first.act("consult_complete", call)
    agent.wait_ended()
    hears(customer, second.hertz)
    hears(colleague, rtp.CUSTOMER)
    ended = finish(ledger, customer, call)
    assert roles(ledger, ended) == [
        ("agent", "1001", "queue", "transfer"),
        ("consult", "1002", "", "joined"),
        ("target", "1002", "transfer_attended", "caller"),
    ]
    assert ended["hold_s"] > 0
    second.member.wait_state("wrap_up")
    one_recording(stack, ended, first.hertz, second.hertz)


def test_asked_and_back_to_the_customer(ledger, talk, first, second):
    customer, _agent, call = talk("13800000025")
    first.act("consult", call, "agent", second.extension)
    colleague = second.answer()
    ledger.wait_leg(call, "consult", answer=True)
    first.act("consult_cancel", call)
    colleague.wait_ended()
    hears(customer, first.hertz)
    second.member.wait_state("not_ready")
    ended = finish(ledger, customer, call)
    assert roles(ledger, ended) == [("agent", "1001", "queue", "caller"), ("consult", "1002", "", "agent")]


def test_three_talk_and_the_first_leaves(ledger, talk, first, second):
    customer, agent, call = talk("13800000027")
    first.act("consult", call, "agent", second.extension)
    colleague = second.answer()
    ledger.wait_leg(call, "consult", answer=True)
    first.act("three_way", call)
    ledger.wait_leg(call, "conference")
    for phone, hertz in ((customer, second.hertz), (colleague, rtp.CUSTOMER), (agent, rtp.CUSTOMER)):
        wait_until(lambda one=phone, tone=hertz: mixed_in(one, tone), 8, f"{hertz} Hz in the mix")
    first.act("leave", call)
    agent.wait_ended()
    ledger.wait_leg(call, "target")
    hears(customer, second.hertz)
    ended = finish(ledger, customer, call)
    assert roles(ledger, ended) == [
        ("agent", "1001", "queue", "left"),
        ("consult", "1002", "", "joined"),
        ("conference", "1002", "three_way", "joined"),
        ("target", "1002", "three_way", "caller"),
    ]


def test_hold_by_the_button(ledger, talk, first):
    customer, _agent, call = talk("13800000028")
    first.act("hold", call)
    first.member.wait_state("on_call", sub_state="hold")
    hears_a_second(customer)
    first.act("resume", call)
    hears(customer, first.hertz)
    first.member.wait_state("on_call", sub_state="talk")
    ended = finish(ledger, customer, call)
    assert roles(ledger, ended) == [("agent", "1001", "queue", "caller")] and ended["hold_s"] > 0


def test_the_customer_of_an_outbound_call_is_handed_over(ledger, first, second, carrier, phones, since):
    first.member.ask("dial", "13800000036")
    agent = first.phone.wait_call()
    called = phones.watch(wait_until(lambda: carrier.calls and carrier.calls[-1], 10, "the customer's phone rings"))
    hears(called, first.hertz)
    call = ledger.wait_call("+8613800000036", since)
    ledger.wait_leg(call, "agent", answer=True)
    first.act("consult", call, "agent", second.extension)
    second.answer()
    ledger.wait_leg(call, "consult", answer=True)
    first.act("consult_complete", call)
    agent.wait_ended()
    hears(called, second.hertz)
    ended = finish(ledger, called, call)
    assert (ended["result"], ended["ended_by"], ended["agent_code"]) == ("answered", "outside", "1001")
    assert [row[:2] for row in roles(ledger, ended) if row[0] != "outside"] == [
        ("agent", "1001"),
        ("consult", "1002"),
        ("target", "1002"),
    ]


def test_the_transfer_key_of_the_desk_phone(ledger, talk, first, second):
    customer, agent, call = talk("13800000029")
    agent.refer(second.extension)
    second.answer()
    agent.hang_up()
    hears(customer, second.hertz)
    ended = finish(ledger, customer, call)
    assert roles(ledger, ended) == [
        ("agent", "1001", "queue", "transfer"),
        ("target", "1002", "transfer_blind", "caller"),
    ]


def hears(call, hertz: float) -> None:
    """For a second from now on: what was heard before this moment does not count."""
    before = len(call.stream.heard)

    def heard():
        return sound.seconds_of(sound.from_mulaw(call.stream.heard[before:]), hertz, at_least=0.4) >= 1

    wait_until(heard, 10, f"phone hears {hertz} Hz")


def hears_a_second(call) -> None:
    """Of whatever: somebody who holds a call lets the customer hear the music."""
    before = len(call.stream.heard)
    wait_until(lambda: len(call.stream.heard) >= before + rtp.RATE, 10, "a second of music")


def mixed_in(call, hertz: float) -> bool:
    """The tone is a good part of what is heard now."""
    heard = sound.from_mulaw(call.stream.heard[-rtp.RATE :])
    return len(heard) >= rtp.RATE and sound.seconds_of(heard, hertz, at_least=0.2) >= 0.5


def one_recording(stack, call: dict, *hertz: float) -> None:
    """One file, the customer left, and right everybody who talked to the customer."""

    def taken():
        rows = [row for row in stack.ledger.recordings(call) if row["sha256"]]
        return rows if rows and len(rows) == len(stack.ledger.recordings(call)) else None

    (row,) = wait_until(taken, 15, f"recording of {call['key']}")
    samples, rate = sound.read_wav(stack.recordings / row["path"])
    assert sound.seconds_of(samples[:, 0], rtp.CUSTOMER, rate, 0.4) >= 1, "the customer is not on the left"
    for tone in hertz:
        assert sound.seconds_of(samples[:, 1], tone, rate, 0.4) >= 0.5, f"{tone} Hz is not on the right"
