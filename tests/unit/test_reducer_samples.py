"""What a real Asterisk 22 told of some calls (data/node_samples), by AMI alone, by its journal alone, by both."""

import csv
import random
from pathlib import Path

import invariants
import pytest
import stories
from callcenter_telephony.connector.ami_events import from_ami
from callcenter_telephony.connector.ami_protocol import parse
from callcenter_telephony.connector.cel import from_cel_row
from callcenter_telephony.connector.events import NodeEvent, Source
from callcenter_telephony.connector.ports import QueueRule
from callcenter_telephony.connector.queue_log import from_queue_log
from callcenter_telephony.connector.reducer import Reducer

FOLDER = Path(__file__).resolve().parents[1] / "data" / "node_samples"
RULE = QueueRule(wrap_s=2)
# result, who ended it, Q.850 cause, roles of the legs with how they ended
EXPECTED = {
    "abandoned": ("short_abandoned", "caller", 16, "caller:caller queue:caller"),
    "abandoned_ringing": ("short_abandoned", "caller", 16, "caller:caller queue:caller agent:caller"),
    "answered_agent_survey": ("answered", "system", 16, "caller:system queue:answered agent:agent ivr:system"),
    "answered_caller": ("answered", "caller", 16, "caller:caller ivr:moved queue:answered agent:caller"),
    "command_hang_up": ("answered", "caller", 16, "caller:caller queue:answered agent:agent ivr:caller"),
    "desk_dial": ("answered", "outside", 16, "agent:outside outside:outside"),
    "internal": ("answered", "agent", 16, "agent:agent agent:agent"),
    "ivr_no_choice": ("closed", "system", 16, "caller:system ivr:system"),
    "no_agents_overflow": ("unanswered", "system", 16, "caller:system queue:system queue:system"),
    "out_agent_no_answer": None,
    "out_answered": ("answered", "agent", 16, "agent:agent outside:agent"),
    "out_busy": ("busy", "busy", 17, "agent:busy outside:busy"),
    "out_cancelled": ("cancelled", "agent", 16, "agent:agent outside:agent"),
    "out_invalid": ("invalid", "invalid", 1, "agent:invalid outside:invalid"),
    "out_no_answer": ("no_answer", "no_answer", 19, "agent:no_answer outside:no_answer"),
    "out_rejected": ("rejected", "refused", 21, "agent:refused outside:refused"),
    "refused": ("refused", "system", 21, "caller:system"),
    "refused_by_agent": (
        "answered",
        "system",
        16,
        "caller:system queue:answered agent:refused agent:agent ivr:system",
    ),
    "ring_no_answer": ("answered", "caller", 16, "caller:caller queue:answered agent:timeout agent:caller"),
    "survey_hung_up": ("answered", "caller", 16, "caller:caller queue:answered agent:agent ivr:caller"),
    "transfer_agent": ("answered", "caller", 16, "caller:caller queue:answered agent:transfer target:caller"),
    "transfer_queue": (
        "answered",
        "agent",
        16,
        "caller:agent queue:answered agent:transfer queue:answered agent:agent",
    ),
    "transfer_outside": (
        "answered",
        "caller",
        16,
        "caller:caller queue:answered agent:transfer outside:outside ivr:caller",
    ),
    "transfer_returns": (
        "answered",
        "caller",
        16,
        "caller:caller queue:answered agent:transfer target:timeout agent:caller",
    ),
    "transfer_nobody": (
        "answered",
        "caller",
        16,
        "caller:caller queue:answered agent:transfer outside:busy agent:refused queue:caller",
    ),
    "consult_completed": (
        "answered",
        "caller",
        16,
        "caller:caller queue:answered agent:transfer consult:joined target:target ivr:caller",
    ),
    "consult_cancelled": (
        "answered",
        "caller",
        16,
        "caller:caller queue:answered agent:agent consult:agent ivr:caller",
    ),
    "consult_given_up": ("answered", "caller", 16, "caller:caller queue:answered agent:caller consult:agent"),
    "consult_not_waited": (
        "answered",
        "caller",
        16,
        "caller:caller queue:answered agent:transfer consult:agent target:caller",
    ),
    "consult_queue": (
        "answered",
        "caller",
        16,
        "caller:caller queue:answered agent:transfer consult:joined target:target ivr:caller",
    ),
    "consult_outside": (
        "answered",
        "caller",
        16,
        "caller:caller queue:answered agent:transfer consult:joined outside:caller",
    ),
    "consult_customer_leaves": ("answered", "caller", 16, "caller:caller queue:answered agent:caller consult:caller"),
    "three_way_left": (
        "answered",
        "caller",
        16,
        "caller:caller queue:answered agent:left consult:joined conference:joined target:caller",
    ),
    "three_way_third_leaves": (
        "answered",
        "caller",
        16,
        "caller:caller queue:answered agent:agent consult:joined conference:target ivr:caller",
    ),
    "three_way_customer_leaves": (
        "answered",
        "caller",
        16,
        "caller:caller queue:answered agent:caller consult:joined conference:caller",
    ),
    "hold_by_command": ("answered", "caller", 16, "caller:caller queue:answered agent:caller"),
    "out_transfer": ("answered", "outside", 16, "agent:transfer outside:outside target:outside"),
    "out_consult": ("answered", "target", 16, "agent:transfer outside:target consult:joined target:target"),
    "out_three_way": (
        "answered",
        "outside",
        16,
        "agent:left outside:outside consult:joined conference:joined target:outside",
    ),
    "refer_blind": ("answered", "caller", 16, "caller:caller queue:answered agent:transfer target:caller"),
    "refer_attended": (
        "answered",
        "system",
        16,
        "caller:system queue:answered agent:transfer consult:joined target:target ivr:system",
    ),
    "unknown_did": ("refused", "system", 1, "caller:system"),
}


def by_ami(name: str) -> list:
    text = (FOLDER / f"{name}.ami.txt").read_text(encoding="utf-8").replace("\r\n", "\n")
    blocks = [block.strip("\n").replace("\n", "\r\n") for block in text.split("\n\n") if block.strip()]
    return [event for block in blocks if (event := from_ami(parse(block))) is not None]


def by_journal(name: str) -> list:
    with open(FOLDER / f"{name}.cel.csv", encoding="utf-8", newline="") as file:
        events = [from_cel_row(row) for row in csv.reader(file)]
    events += [from_queue_log(line) for line in (FOLDER / f"{name}.queue_log").read_text().splitlines()]
    return [event for event in events if event is not None]


def ledger_of(events: list) -> stories.Ledger:
    reducer, ledger = Reducer("demo", {"service": RULE, "sales": RULE, "": RULE}), stories.Ledger()
    now = max(event.at for event in events) + 0.5
    for batch in (events[: len(events) // 2], events[len(events) // 2 :]):
        reducer.feed(batch, now)
        ledger.write(reducer.take(now))
    for later in (1, 3, 50):
        ledger.write(reducer.take(now + later))
    return ledger


def told(name: str, source: Source | None) -> list:
    events = by_ami(name) + by_journal(name)
    return [event for event in events if isinstance(event, NodeEvent) or source in (None, event.source)]


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("source", [None, Source.AMI, Source.JOURNAL])
def test_a_call_on_a_real_node(name, source):
    ledger = ledger_of(told(name, source))
    invariants.check(ledger)
    if EXPECTED[name] is None:
        assert not ledger.calls
        return
    (call,) = ledger.calls.values()
    legs = " ".join(f"{leg.role}:{leg.ended_by}" for leg in by_story(call.legs))
    assert (call.result, call.ended_by, call.cause, legs) == EXPECTED[name]


def by_story(legs: list) -> list:
    """In the order in which a story would tell them."""
    roles = ("caller", "queue", "agent", "ivr")
    places = {role: place for place, role in enumerate(roles)}
    return sorted(legs, key=lambda leg: (leg.role != "caller", leg.start, places.get(leg.role, 9)))


@pytest.mark.parametrize("name", ["answered_caller", "answered_agent_survey", "ring_no_answer"])
@pytest.mark.parametrize("source", [None, Source.AMI, Source.JOURNAL])
def test_states_on_a_real_node(name, source):
    ledger = ledger_of(told(name, source))
    states = [[row.state for row in ledger.line(agent)] for agent in sorted(ledger.states)]
    handled = ["ready", "ringing", "on_call", "wrap_up", "ready"]
    assert states == ([["ready", "ringing", "not_ready"], handled] if name == "ring_no_answer" else [handled])


@pytest.mark.parametrize("name", [name for name, expected in EXPECTED.items() if expected])
def test_order_and_repetition_on_a_real_node_change_nothing(name):
    events = told(name, None)
    plain = ledger_of(events)
    for seed in range(5):
        chance = random.Random(seed)
        shuffled = chance.sample(events, len(events)) + chance.sample(events, len(events) // 2)
        other = ledger_of(shuffled)
        assert other.calls == plain.calls
        assert other.states == plain.states


def test_the_customers_number_and_key_and_recording():
    call = next(iter(ledger_of(told("answered_agent_survey", None)).calls.values()))
    assert (call.number, call.did, call.queue, call.agent) == ("+8613800000001", "4002", "service", "1001")
    assert (call.rating, call.survey_offered) == ("5", True)
    assert [one.file.rpartition("/")[2] for one in call.recordings] == [f"{call.key.partition(':')[2]}-0.raw"]
    assert 1.9 < call.wrap_s < 2.1


def test_a_consult_in_an_outbound_call_is_hold_for_the_customer():
    call = next(iter(ledger_of(told("out_consult", None)).calls.values()))
    assert call.outside_s == 0
    assert call.hold_s > 0.4


@pytest.mark.parametrize(
    ("name", "roles"),
    [("answered_caller", {"caller"}), ("out_busy", {"outside"}), ("out_three_way", {"outside"})],
)
def test_who_came_or_was_dialled_over_a_trunk_has_it(name, roles):
    call = next(iter(ledger_of(told(name, None)).calls.values()))
    over = {leg.role for leg in call.legs if leg.trunk == "demo-carrier"}
    assert roles <= over
    assert not any(leg.trunk for leg in call.legs if leg.role in ("agent", "queue", "ivr", "target"))
