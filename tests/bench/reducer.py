"""CPU of the reducer: ``tests/bench/reducer.py [--calls 1800] [--rate 60] [--agents 300]``.

A queue call as a real node told it (data/node_samples), by AMI and by the journal, again and again at so many calls a
second; rows are taken every 50 ms. Prints ``reducer cpu_ms_per_call= facts_per_call= worst_take_ms= snapshot_ms=``.
"""

import argparse
import gc
import sys
import time
from dataclasses import replace

import pure

sys.path.append(str(pure.ROOT / "tests" / "unit"))

from callcenter_telephony.connector.events import AgentEvent, AgentKind, ChannelEvent, Source
from callcenter_telephony.connector.ports import QueueRule
from callcenter_telephony.connector.reducer import Reducer
from test_reducer_samples import by_ami, by_journal

START, STEP_S = 1_800_000_000.0, 0.05
SAMPLE = "answered_agent_survey"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=1800)
    parser.add_argument("--rate", type=float, default=60)
    parser.add_argument("--agents", type=int, default=300)
    options = parser.parse_args()
    arrivals = load(options.calls, options.rate, options.agents)
    rule = QueueRule(wrap_s=2)
    reducer = Reducer("bench", {"service": rule, "": rule})
    agents = {str(2000 + number) for number in range(options.agents)}
    reducer.feed([AgentEvent(AgentKind.SIGN_IN, START - 60, agent, Source.AMI, "service") for agent in agents], START)
    gc.collect()
    gc.freeze()
    spent, worst = run(reducer, arrivals)
    begun = time.process_time()
    reducer.snapshot()
    print(
        f"reducer cpu_ms_per_call={1000 * spent / options.calls:.2f} facts_per_call={len(arrivals) / options.calls:.0f}"
        f" worst_take_ms={1000 * worst:.0f} snapshot_ms={1000 * (time.process_time() - begun):.0f}"
    )
    return 0


def run(reducer: Reducer, arrivals: list[tuple[float, object]]) -> tuple[float, float]:
    """(CPU seconds in all, of the longest take)."""
    now, index, worst, begun = START, 0, 0.0, time.process_time()
    while index < len(arrivals):
        now, first = now + STEP_S, index
        while index < len(arrivals) and arrivals[index][0] <= now:
            index += 1
        reducer.feed([event for _at, event in arrivals[first:index]], now)
        before = time.process_time()
        reducer.take(now)
        worst = max(worst, time.process_time() - before)
    return time.process_time() - begun, worst


def load(calls: int, rate: float, agents: int) -> list[tuple[float, object]]:
    """(arrival, event), sorted: the sample's events with ids, agent and moments of each call."""
    sample = [event for event in by_ami(SAMPLE) + by_journal(SAMPLE) if isinstance(event, ChannelEvent | AgentEvent)]
    sample = [event for event in sample if getattr(event, "queue", "") == "service" or isinstance(event, ChannelEvent)]
    sample = [event for event in sample if event.kind not in (AgentKind.SIGN_IN, AgentKind.SIGN_OUT)]
    begin = min(event.at for event in sample)
    arrivals = []
    for number in range(calls):
        shift, agent = START + number / rate, str(2000 + number % agents)
        arrivals += [
            (at + 0.01, moved) for at, moved in (_moved(event, number, begin, shift, agent) for event in sample)
        ]
    return sorted(arrivals, key=lambda arrival: arrival[0])


def _moved(event, number: int, begin: float, shift: float, agent: str):
    at = event.at - begin + shift
    if isinstance(event, AgentEvent):
        told = float(int(at)) if event.source is Source.JOURNAL else at
        return at + 0.01, replace(event, at=told, agent=agent)
    data = {key: agent if value == "1001" else value for key, value in event.data.items()}
    if "bridge" in data:
        data["bridge"] += str(number)
    ids = {name: f"{shift:.0f}.{number}{getattr(event, name)[-2:]}" for name in ("linkedid", "uniqueid")}
    return at + 0.01, replace(event, at=at, data=data, **ids)


if __name__ == "__main__":
    sys.exit(main())
