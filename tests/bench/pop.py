"""From the INVITE to the pop: ``./callcenter bench pop [--calls 100] [--rate 5]``.

Customers call DID 4002 at 5 calls/s; six agents with browser phones sit in one Chromium, each in a context of its own
with the workspace open. Measured for each call, on one machine's clock:

- begin: the moment Asterisk makes the agent's channel, which is when it sends the INVITE to the agent's phone
  (CHAN_START in the node's CEL journal, microseconds); ``from_caller``: the same for the caller's channel, its INVITE
  having just come in;
- end: the customer's name stands in the workspace's card of this call and the frame after that has been painted (two
  ``requestAnimationFrame`` behind the change). One number in twelve belongs to nobody: there it is the server's card
  with the blank form, not the one that the browser phone makes by itself while the server is asked.

A customer stays until the pop is painted, at least 0.8 s, so that the six agents are free again for 5 calls/s, and at
most 10 s; no wrap-up during the run. A slow pop is counted with its time. Prints ``pop p50_ms= p95_ms= calls=``; the
goal is p95 under 300 ms. A call that was offered to nobody, or to an agent without a pop, is named, and the run fails.
"""

import argparse
import csv
import statistics
import sys
import threading
import time
from collections import deque
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.browser import AgentDesk, chromium
from tools.phones import Call, Phones
from tools.stack import Stack
from tools.team import AGENTS, Team

WATCH = """
const told = new Set();
const look = () => {
    const card = document.querySelector('[data-cc="person"][data-call-key]');
    const text = (name) => card?.querySelector(`[data-cc="${name}"]`)?.textContent.trim();
    const key = card?.dataset.callKey;
    const named = Boolean(text("person-name"));
    if (!(named || key?.includes(":")) || told.has(`${key} ${named}`)) { return; }
    told.add(`${key} ${named}`);
    const number = text("person-number")?.replace(/[^0-9]/g, "");
    requestAnimationFrame(() => requestAnimationFrame(() => {
        window.ccPopped({ key, named, number, painted: performance.timeOrigin + performance.now() });
    }));
};
new MutationObserver(look).observe(document.documentElement,
    { subtree: true, childList: true, attributes: true, characterData: true });
"""
NUMBERS = [f"138000000{n:02}" for n in range(1, 13)]
NOBODY = "13800000002"  # the demo company has no customer with this number
HOLD_S = 0.8  # how long a customer stays at least
PATIENCE_S = 10  # and at most, without a pop: less than a phone rings


class Missed(Exception):
    """Calls without a pop, a sentence each."""


class Pops:
    """What the desks have shown: ``painted`` is epoch ms by (linkedid, extension)."""

    def __init__(self):
        self.painted: dict[tuple[str, str], float] = {}
        self._expected = {number: deque() for number in NUMBERS}

    def watch(self, desk: AgentDesk) -> None:
        desk.page.expose_function("ccPopped", partial(self._on_pop, AGENTS[desk.login]))
        desk.page.evaluate(WATCH)

    def expect(self, number: str) -> threading.Event:
        """Set when the next call of ``number`` has popped."""
        self._expected[number].append(threading.Event())
        return self._expected[number][-1]

    def _on_pop(self, extension: str, pop: dict) -> None:
        if pop["named"] == (pop["number"] != NOBODY):
            self.painted[pop["key"].split(":", 1)[-1], extension] = pop["painted"]
            if self._expected.get(pop["number"]):
                self._expected[pop["number"]].popleft().set()


def set_queue(stack: Stack, **values) -> dict:
    """Writes to queue ``service`` and waits until it is live; gives what stood there before."""
    rpc = stack.rpc("admin")
    queue = rpc.call("callcenter.queue", "search", [["code", "=", "service"]])
    (before,) = rpc.call("callcenter.queue", "read", queue, list(values))
    rpc.call("callcenter.queue", "write", queue, values)
    stack.wait_configured()
    before.pop("id")
    return before


def dial(phones: Phones, pops: Pops, calls: int, rate: float) -> None:
    """``calls`` customers, evenly spaced; returns when the last has hung up."""
    began, pause = time.monotonic(), threading.Event()
    customers = []
    for n in range(calls):
        pause.wait(max(0.0, began + n / rate - time.monotonic()))
        number = NUMBERS[n % len(NUMBERS)]
        popped = pops.expect(number)
        call = phones.customer(number, "4002", hertz=0)
        customers.append(threading.Thread(target=stay, args=(call, popped)))
        customers[-1].start()
    for customer in customers:
        customer.join()


def stay(call: Call, popped: threading.Event) -> None:
    began = time.monotonic()
    popped.wait(PATIENCE_S)
    threading.Event().wait(max(0.0, began + HOLD_S - time.monotonic()))
    call.hang_up()


def channel_starts(stack: Stack, since: float) -> tuple[dict, dict]:
    """Epoch ms of the agents' channels by (linkedid, extension), and of the callers' by linkedid."""
    agents, callers = {}, {}
    journal = (stack.node / "log" / "cel-custom" / "cel.csv").read_text(errors="replace")
    for line in journal.splitlines():
        row = next(csv.reader([line]), [])
        if len(row) > 8 and row[0] == "CHAN_START" and row[1] >= f"{since:.6f}":
            channel, linkedid, start = row[6], row[8], float(row[1]) * 1000
            if channel.startswith("PJSIP/100"):
                agents[linkedid, channel.removeprefix("PJSIP/").split("-")[0]] = start
            else:
                callers[linkedid] = start
    return agents, callers


def measure(stack: Stack, desks: list[AgentDesk], calls: int, rate: float) -> tuple[list[float], list[float]]:
    """Milliseconds from the agent's and from the caller's INVITE to the painted pop. Raises Missed."""
    since, pops = time.time(), Pops()
    for desk in desks:
        pops.watch(desk)
    with Phones(stack.server) as phones:
        worker = threading.Thread(target=dial, args=(phones, pops, calls, rate))
        worker.start()
        while worker.is_alive():  # Playwright serves its pages only while it is asked something
            desks[0].page.wait_for_timeout(200)
        worker.join()
    offers, callers = channel_starts(stack, since)
    if missed := misses(offers, callers, pops, calls):
        raise Missed(missed)
    since_offer = [pops.painted[offer] - start for offer, start in offers.items()]
    return since_offer, [pops.painted[offer] - callers[offer[0]] for offer in offers]


def misses(offers: dict, callers: dict, pops: Pops, calls: int) -> list[str]:
    """A sentence for each call without its pop."""
    unseen = [f"{linkedid} rang at {agent} without a pop" for linkedid, agent in offers.keys() - pops.painted.keys()]
    nobody = [f"{linkedid} was offered to nobody" for linkedid in callers.keys() - {offer[0] for offer in offers}]
    return sorted(unseen + nobody) + ["a call never came in"] * (calls - len(callers))


def percentile(values: list[float], share: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--calls", type=int, default=100)
    parser.add_argument("--rate", type=float, default=5.0)
    options = parser.parse_args()
    stack = Stack().run()
    team = Team(stack)
    team.sign_everybody_out()
    before = set_queue(stack, wrap_s=0, survey=False, strategy="leastrecent")
    try:
        with chromium(stack.data / "screenshots") as browser:
            desks = [AgentDesk(browser, stack, login, stack.data / "screenshots").log_in() for login in AGENTS]
            for desk in desks:
                desk.sign_in("browser")
                desk.ready()
            from_agent, from_caller = measure(stack, desks, options.calls, options.rate)
            desks[0].shot("bench-pop")
    except Missed as missed:
        print(f"of {options.calls} calls:", *missed.args[0], sep="\n", file=sys.stderr)
        return 1
    finally:
        set_queue(stack, **before)
        team.sign_everybody_out()
        if not stack.keep:
            stack.end()
    print(f"from_caller p50_ms={percentile(from_caller, 50):.0f} p95_ms={percentile(from_caller, 95):.0f}")
    print(
        f"pop p50_ms={percentile(from_agent, 50):.0f} p95_ms={percentile(from_agent, 95):.0f} calls={len(from_agent)}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
