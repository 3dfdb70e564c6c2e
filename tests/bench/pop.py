"""From the INVITE to the pop: ``./callcenter bench pop [--calls 100] [--rate 5]``.

Customers call DID 4002 at 5 calls/s; six agents with browser phones sit in one Chromium, each in a context of its own
with the workspace open. Measured for each call, on one machine's clock:

- begin: the moment Asterisk makes the agent's channel, which is when it sends the INVITE to the agent's phone
  (CHAN_START in the node's CEL journal, microseconds); ``from_caller``: the same for the caller's channel, its INVITE
  having just come in;
- end: the customer's name stands in the workspace's card of this call and the frame after that has been painted (two
  ``requestAnimationFrame`` behind the change).

A customer hangs up shortly after, so that the six agents are free again for 5 calls/s; no wrap-up during the run.
Prints ``pop p50_ms= p95_ms= calls=``; the goal is p95 under 300 ms.
"""

import argparse
import csv
import statistics
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.browser import AgentDesk, chromium
from tools.phones import Phones
from tools.stack import Stack
from tools.team import AGENTS, Team

WATCH = """
window.ccPops = {};
const look = () => {
    const card = document.querySelector('[data-cc="person"][data-call-key]');
    const name = card && card.querySelector('[data-cc="person-name"]');
    const key = card && card.dataset.callKey;
    if (!key || !name || !name.textContent.trim() || key in window.ccPops) { return; }
    window.ccPops[key] = 0;
    requestAnimationFrame(() => requestAnimationFrame(() => {
        window.ccPops[key] = performance.timeOrigin + performance.now();
    }));
};
new MutationObserver(look).observe(document.documentElement,
    { subtree: true, childList: true, attributes: true, characterData: true });
"""
NUMBERS = [f"138000000{n:02}" for n in range(1, 13)]
HOLD_S = 0.8  # how long a customer stays


def set_queue(stack: Stack, **values) -> dict:
    """Writes to queue ``service`` and waits until it is live; gives what stood there before."""
    rpc = stack.rpc("admin")
    queue = rpc.call("callcenter.queue", "search", [["code", "=", "service"]])
    (before,) = rpc.call("callcenter.queue", "read", queue, list(values))
    rpc.call("callcenter.queue", "write", queue, values)
    stack.wait_configured()
    before.pop("id")
    return before


def dial(phones: Phones, calls: int, rate: float) -> None:
    """``calls`` customers, evenly spaced; returns when the last has hung up."""
    began, pause = time.monotonic(), threading.Event()
    leaving = []
    for n in range(calls):
        pause.wait(max(0.0, began + n / rate - time.monotonic()))
        call = phones.customer(NUMBERS[n % len(NUMBERS)], "4002", hertz=0)
        leaving.append(threading.Timer(HOLD_S, call.hang_up))
        leaving[-1].start()
    for timer in leaving:
        timer.join()


def channel_starts(stack: Stack, since: float) -> tuple[dict, dict]:
    """By linkedid: (last start of an agent's channel, start of the caller's), epoch seconds."""
    agents, callers = {}, {}
    journal = (stack.node / "log" / "cel-custom" / "cel.csv").read_text(errors="replace")
    for line in journal.splitlines():
        row = next(csv.reader([line]), [])
        if len(row) > 8 and row[0] == "CHAN_START" and row[1] >= f"{since:.6f}":
            starts = agents if row[6].startswith("PJSIP/100") else callers
            starts[row[8]] = float(row[1])
    return agents, callers


def measure(stack: Stack, desks: list[AgentDesk], calls: int, rate: float) -> tuple[list[float], list[float], int]:
    """Milliseconds from the agent's and from the caller's INVITE to the painted pop, a number a call; calls offered."""
    since = time.time()
    with Phones(stack.server) as phones:
        worker = threading.Thread(target=dial, args=(phones, calls, rate))
        worker.start()
        while worker.is_alive():  # Playwright serves its pages only while it is asked something
            desks[0].page.wait_for_timeout(200)
        worker.join()
    agents, callers = channel_starts(stack, since)
    from_agent, from_caller = [], []
    for desk in desks:
        for key, painted in desk.page.evaluate("window.ccPops").items():
            linkedid = key.split(":", 1)[-1]
            if painted and linkedid in agents:
                from_agent.append(painted - agents[linkedid] * 1000)
                from_caller.append(painted - callers[linkedid] * 1000)
    return from_agent, from_caller, len(agents)


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
                desk.page.evaluate(WATCH)
            from_agent, from_caller, offered = measure(stack, desks, options.calls, options.rate)
            desks[0].shot("bench-pop")
    finally:
        set_queue(stack, **before)
        team.sign_everybody_out()
        if not stack.keep:
            stack.end()
    print(f"{options.calls} calls, {offered} offered to an agent, {len(from_agent)} pops seen", file=sys.stderr)
    if len(from_agent) < 0.9 * options.calls:
        return 1
    print(f"from_caller p50_ms={percentile(from_caller, 50):.0f} p95_ms={percentile(from_caller, 95):.0f}")
    print(
        f"pop p50_ms={percentile(from_agent, 50):.0f} p95_ms={percentile(from_agent, 95):.0f} calls={len(from_agent)}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
