"""Which calls a node records, and what is not written while somebody pauses: proved by sound."""

from dataclasses import replace

import numpy as np
import pytest
from callcenter_telephony.render.model import RecordingRule
from tools import sound
from tools.rtp import AGENT, CUSTOMER, tone
from tools.waiting import wait_until

from . import scenes
from .company import company
from .journal import last_call
from .linked import Linked
from .node import Node

SECRET = 1700  # Hz, what stands for the card number
NO_AGENT = RecordingRule("7", record=False, direction="inbound", agents=("1001",))


@pytest.fixture(scope="module")
def node(carrier_port):
    with Node(replace(company(carrier_port), record_pause_s=0)) as node:
        yield node


@pytest.fixture
def ruled(node, office):
    """Put rules on the node."""
    before = node.config

    def put(*rules, **more):
        node.config = replace(before, recording_rules=rules, **more)
        node.write_rendered()
        node.cli("dialplan reload")
        return office

    yield put
    node.config = before
    node.write_rendered()
    node.cli("dialplan reload")


def marks(node, *kinds) -> list[tuple[str, dict]]:
    return [(r.kind, r.data) for r in last_call(node.journal) if r.kind in kinds]


def raw(node, name: str) -> np.ndarray:
    return np.fromfile(node.folder / "spool" / "monitor" / name, "<i2").reshape(-1, 2) / 32768.0


def test_a_rule_that_fits_the_queue_is_told_with_the_recording(node, ruled):
    scenes.answered_caller(ruled(RecordingRule("3", queues=("service",))))
    [(_kind, data)] = marks(node, "CC_RECORDING", "CC_RECORDING_RULE")
    assert data["rule"] == "3"
    assert len(raw(node, data["file"])) > 8000


def test_a_rule_says_no_and_nothing_is_recorded(node, ruled):
    scenes.answered_caller(ruled(RecordingRule("4", record=False)))
    assert marks(node, "CC_RECORDING", "CC_RECORDING_RULE") == [("CC_RECORDING_RULE", {"rule": "4", "record": "0"})]


def test_one_percent_is_not_a_hundred(node, ruled):
    """Chance is on the node: of a rule for 1 % with one for 100 % behind it, one of the two is told."""
    scenes.answered_caller(ruled(RecordingRule("5", percent=1), RecordingRule("6")))
    [(_kind, data)] = marks(node, "CC_RECORDING", "CC_RECORDING_RULE")
    assert data["rule"] in ("5", "6")


def test_a_rule_about_the_agent_is_decided_when_the_agent_answers(node, ruled):
    scenes.answered_caller(ruled(NO_AGENT))
    told = marks(node, "CC_RECORDING", "CC_RECORDING_RULE", "BRIDGE_ENTER")
    assert [kind for kind, _data in told] == ["CC_RECORDING", "CC_RECORDING_RULE", "BRIDGE_ENTER", "BRIDGE_ENTER"]
    assert told[1][1] == {"rule": "7", "record": "0", "agent": "1001"}


def test_it_does_not_fit_another_agent(node, ruled):
    scenes.answered_caller(ruled(replace(NO_AGENT, agents=("1002",))))
    [_begun, (_kind, data)] = marks(node, "CC_RECORDING", "CC_RECORDING_RULE")
    assert data == {"rule": "", "record": "1", "agent": "1001"}


def test_overflow_to_a_queue_whose_rule_says_no(node, ruled):
    scenes.no_agents_overflow(ruled(RecordingRule("8", record=False, queues=("service",))))
    told = marks(node, "CC_RECORDING", "CC_RECORDING_RULE")
    assert [kind for kind, _data in told] == ["CC_RECORDING", "CC_RECORDING_RULE"]
    assert told[1][1]["record"] == "0"


def test_outbound_rules_know_agent_and_direction(node, ruled):
    scenes.out_answered(
        ruled(RecordingRule("9", record=False, direction="inbound"), RecordingRule("2", agents=("1001",)))
    )
    [(_kind, data)] = marks(node, "CC_RECORDING", "CC_RECORDING_RULE")
    assert data["rule"] == "2"


def heard(call, seconds: float = 1.2) -> None:
    wanted = len(call.stream.heard) + int(8000 * seconds)
    wait_until(lambda: len(call.stream.heard) >= wanted, seconds + 5, "sound")


def quiet(node, office) -> None:
    wait_until(lambda: "0 active channels" in node.cli("core show channels"), 15, "no channel left")
    node.ami.wait_quiet()


def test_the_agent_s_key_pauses_and_goes_on(node, office):
    call, offer = scenes._answered(office)
    spool = node.folder / "spool" / "monitor"
    file = spool / marks(node, "CC_RECORDING")[0][1]["file"]
    heard(offer)
    offer.press("*2")
    node.ami.wait(Event="CEL", UserDefType="CC_RECORDING_PAUSE")
    heard(offer, 2.0)
    offer.press("*2")
    node.ami.wait(Event="CEL", UserDefType="CC_RECORDING_RESUME")
    heard(offer)
    call.hang_up()
    quiet(node, office)
    told = [r for r in last_call(node.journal) if r.kind.startswith(("CC_RECORDING_", "BRIDGE_"))]
    pause, resume = (next(r for r in told if r.kind == f"CC_RECORDING_{kind}") for kind in ("PAUSE", "RESUME"))
    assert (pause.data, resume.data) == ({"by": "1001", "limit": "0"}, {"by": "1001"})
    bridged = [r.at for r in told if r.kind.startswith("BRIDGE_")]
    samples = np.fromfile(file, "<i2").reshape(-1, 2)
    length = max(bridged) - min(bridged) - (resume.at - pause.at)
    assert abs(len(samples) / 8000 - length) < 0.4


def test_a_customer_s_key_does_nothing(node, office):
    call, offer = scenes._answered(office)
    call.press("*2")
    heard(offer, 2.0)
    call.hang_up()
    quiet(node, office)
    assert not marks(node, "CC_RECORDING_PAUSE")


@pytest.fixture
def linked(node, office):
    with Linked(node) as linked:
        yield linked


def taken(linked, key):
    linked.until(lambda: any(one.call == key for one in linked.store.sounds), "the recording is taken", 30)
    return next(one for one in linked.store.sounds if one.call == key)


def talking(office, linked):
    call, offer = scenes._answered(office)
    linked.until(lambda: linked.state("1001") == "on_call", "the ledger knows of the call")
    rows = linked.store.states["1001"]
    return call, offer, rows[max(rows)].call


def recording(linked, key):
    return linked.store.calls[key].recordings[-1]


def test_what_is_said_while_paused_is_in_no_file(node, office, linked):
    """The customer speaks another tone while the recording is paused: it is nowhere."""
    call, offer, key = talking(office, linked)
    heard(offer)
    assert linked.order("pause_recording", agent="1001", call=key, limit=60) == (True, "")
    linked.until(lambda: recording(linked, key).state == "paused", "the ledger says paused")
    assert linked.order("pause_recording", agent="1001", call=key) == (True, "")  # twice does no harm
    call.play(tone(SECRET))
    wait_until(lambda: sound.seconds_of(sound.from_mulaw(offer.stream.heard), SECRET) >= 2, 8, "the agent hears it")
    call.play(tone(CUSTOMER))
    heard(offer, 0.5)
    assert linked.order("resume_recording", agent="1001", call=key) == (True, "")
    linked.until(lambda: recording(linked, key).state == "on", "the ledger says on")
    heard(offer)
    call.hang_up()
    one = taken(linked, key)
    samples, _rate = sound.read_wav(node.folder / "recordings" / one.path)
    assert sound.seconds_of(samples[:, 0], CUSTOMER) >= 1.5
    assert sound.seconds_of(samples[:, 1], AGENT) >= 1.5
    assert not [lane for lane in samples.T if (sound.share(lane, SECRET) > 0.05).any()]
    assert abs(one.seconds - one.expected) < 0.5
    [(begun, over)] = one.paused
    assert over - begun > 2.0
    total = one.spans[-1][1] - one.spans[0][0]
    assert abs(one.seconds - (total - (over - begun))) < 0.5
    assert one.paused_by == ["1001"]
    assert len(one.spans) == 2


def test_a_phone_that_enters_without_the_dialplan_is_recorded(node, office, linked):
    """Joined by the desk phone's own key; the packets of the second phone begin before those of the first."""
    call, offer, key = talking(office, linked)
    heard(offer)
    other = office.sign_in("1002", "sales")
    second = office.phones.dial(office.desk("1001").phone, "1002", office.desk("1001").sound)
    asked = other.wait_ringing()
    asked.answer(other.sound)
    second.wait_answered()
    offer.refer("1002", second)
    node.ami.wait(Event="CEL", EventName="ATTENDEDTRANSFER")
    offer.hang_up()
    second.hang_up()
    heard(call, 2.5)
    call.hang_up()
    samples, _rate = sound.read_wav(node.folder / "recordings" / taken(linked, key).path)
    assert sound.seconds_of(samples[-8000:, 1], AGENT) == 1, sound.share(samples[:, 1], AGENT)


def test_a_pause_ends_by_itself(node, office, linked):
    call, offer, key = talking(office, linked)
    assert linked.order("pause_recording", agent="1001", call=key, limit=1) == (True, "")
    linked.until(lambda: recording(linked, key).paused and recording(linked, key).state == "on", "it goes on")
    heard(offer)
    call.hang_up()
    assert len(taken(linked, key).spans) == 2


def test_what_a_rule_about_the_agent_forbids_never_reaches_the_store(node, office, linked):
    linked.store.node = replace(node.config, recording_rules=(NO_AGENT,))
    assert linked.order("configure", within=30)[0]
    call, _offer, key = talking(office, linked)
    spool = node.folder / "spool" / "monitor"
    file = spool / recording(linked, key).file
    wait_until(lambda: "CC_RECORDING=\n" in node.cli(f"core show channel {customer(node)}"), 5, "it is stopped")
    assert linked.order("pause_recording", agent="1001", call=key) == (False, "This call is not recorded.")
    call.hang_up()
    linked.until(lambda: linked.store.calls[key].end, "the call is over", 30)
    wait_until(lambda: not file.exists(), 10, "the file is gone")
    assert not [one for one in linked.store.sounds if one.call == key]
    linked.store.node = node.config
    assert linked.order("configure", within=30)[0]


def customer(node) -> str:
    lines = node.cli("core show channels concise").splitlines()
    return next(line.partition("!")[0] for line in lines if line.startswith("PJSIP/demo-carrier"))


def test_an_agent_records_what_no_rule_wanted(node, office, linked):
    linked.store.node = replace(node.config, recording_rules=(RecordingRule("4", record=False),))
    assert linked.order("configure", within=30)[0]
    call, offer, key = talking(office, linked)
    assert linked.order("start_recording", agent="1001", call=key) == (True, "")
    linked.until(lambda: linked.store.calls[key].recordings, "the ledger knows it")
    heard(offer)
    call.hang_up()
    one = taken(linked, key)
    assert (one.rule, one.sha256 != "") == ("agent", True)
    assert abs(one.seconds - one.expected) < 0.5
    linked.store.node = node.config
    assert linked.order("configure", within=30)[0]


def test_a_call_that_is_over_is_told_so(node, office, linked):
    assert linked.order("pause_recording", agent="1001", call="test:1.1") == (False, "This call is over.")
