"""How late leaders see a change: ``./callcenter bench monitor [--agents 300] [--leaders 20] [--pages 1]``.

300 agents of one department are signed in with registered phones; the node makes each of them ready or not ready in
turn every ten seconds (``--rate`` 30 changes/s over AMI, as a pause of app_queue). 20 leaders of that department watch.
One of them (``--pages``) is at a real page: the live monitor in Chromium. The others listen as that page does: a
websocket each, subscribed to ``callcenter.monitor``, read in this process.

Staleness is from the node's moment of the change (the ``since`` of the agent's row, microseconds of the AMI event)

- at a page to the frame after which the agent's card shows the new state (two ``requestAnimationFrame`` behind the
  change of its ``data-state``), read by the page's own clock, which is this machine's: ``painted``;
- at a socket to the row having arrived: connector, ledger, tick of the monitor, bus, websocket: ``told``.

Each change at each leader counts once; ``missed`` are those that did not arrive within 10 s after the end.
``db_connections`` is the most that the database had open meanwhile, ``before`` without leaders; ``cpu_share`` is what
the web server took, 1.0 being one core; ``cores``: all who took the machine's time.
Prints ``monitor stale_p95_ms= db_connections= cpu_share=``, of the painted cards, or of the sockets without a page; the
goal is 1000 ms.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import pure  # noqa: F401 - first
from crew import Crew, make_users, manager
from tools.browser import Desk, chromium
from tools.bus import Listener
from tools.stack import Stack
from tools.usage import Usage
from tools.waiting import wait_until

QUEUE, DEPARTMENT, FIRST = "bench-watched", "Bench", 7001
WATCH = """() => {
    const monitor = odoo.__WOWL_DEBUG__.root.env.services["callcenter.monitor"];
    window.ccPainted = [];
    const painted = (cards) => {
        const now = performance.timeOrigin + performance.now();
        for (const { extension, since } of cards) { window.ccPainted.push([extension, since, now - since]); }
    };
    new MutationObserver((changes) => {
        const ids = new Set(changes.map(({ target }) => target.dataset.cc?.match(/^monitor-agent-(\\d+)$/)?.[1]));
        const cards = [...ids].filter(Boolean).map((id) => ({ ...monitor.agents[id] }));
        requestAnimationFrame(() => requestAnimationFrame(() => painted(cards)));
    }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-state"] });
}"""
CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"


class Leader:
    """``stale``: ms by (extension, moment of the change)."""

    def __init__(self, stack: Stack, login: str, since_ms: float):
        self.stale: dict[tuple[str, float], float] = {}
        self._since_ms = since_ms
        rpc = stack.rpc(login)
        rpc.call("callcenter.agent", "monitor_load")  # as the page begins
        self._listener = Listener(stack, rpc, self._hear, ["callcenter.monitor"])

    def _hear(self, kind: str, payload: dict, arrived: float) -> None:
        if kind == "callcenter.monitor/agents":
            for row in payload["agents"]:
                if row["since"] > self._since_ms:
                    self.stale.setdefault((row["extension"], row["since"]), arrived - row["since"])

    def close(self) -> None:
        self._listener.close()


class Page:
    """A leader at the live monitor in Chromium; ``stale`` as a Leader's, to the painted card."""

    def __init__(self, browser, stack: Stack, login: str, since_ms: float, agents: int):
        self._since_ms = since_ms
        self.desk = Desk(browser, stack, login, stack.data / "screenshots").log_in()
        self.desk.go("/odoo/monitor")
        self.desk.cc("monitor-live").wait_for()
        cards = self.desk.page.locator('[data-cc="monitor-board"] .o_cc_agent')
        wait_until(lambda: cards.count() >= agents, 30, f"{agents} cards")
        self.desk.page.evaluate(WATCH)

    @property
    def stale(self) -> dict[tuple[str, float], float]:
        rows = self.desk.page.evaluate("window.ccPainted")
        return {(extension, since): ms for extension, since, ms in rows if since > self._since_ms}

    def close(self) -> None:
        self.desk.shot("bench-monitor")
        self.desk.close()


def staff(stack: Stack, agents: int, leaders: int) -> tuple[Crew, list[str]]:
    """The agents, and the leaders' logins; all in one department."""
    rpc = stack.rpc("admin")
    found = rpc.call("callcenter.department", "search", [["name", "=", DEPARTMENT]])
    department = (found or rpc.call("callcenter.department", "create", [{"name": DEPARTMENT}]))[0]
    logins = [f"benchleader{n}" for n in range(leaders)]
    if not found:
        make_users(stack, "role_leader", dict.fromkeys(logins, True), callcenter_department_id=department)
    crew = Crew(stack, QUEUE, agents, FIRST, user={"callcenter_department_id": department})
    return crew.prepare(), logins


async def change(stack: Stack, extensions: list[str], rate: float, seconds: float) -> int:
    """One agent after the other, ready and not ready in turn; how many changes the node has made."""
    async with manager(stack) as link:
        began, loop = time.monotonic(), asyncio.get_running_loop()
        asked = []
        for n in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, began + n / rate - time.monotonic()))
            turn, at = divmod(n, len(extensions))
            pause = {"Paused": "false" if turn % 2 else "true", "Reason": "lunch"}
            values = {"Queue": QUEUE, "Interface": f"PJSIP/{extensions[at]}", **pause}
            asked.append(loop.create_task(link.action("QueuePause", 30.0, **values)))
        return sum(answer.get("Response") == "Success" for answer in await asyncio.gather(*asked))


class Watch:
    """What goes on while agents change: ``changes`` made, the most ``connections`` to the database, ``cores`` taken."""

    def __init__(self, stack: Stack, crew: Crew, rate: float, seconds: float):
        usage = Usage(stack)
        self.changes, self.connections = 0, 0
        worker = threading.Thread(target=self._change, args=(stack, crew.extensions, rate, seconds))
        worker.start()
        while worker.is_alive():
            worker.join(1.0)
            self.connections = max(self.connections, stack.ledger.value(CONNECTIONS))
        self.cores, self.told = usage.cores(), str(usage)

    def _change(self, *args) -> None:
        self.changes = asyncio.run(change(*args))


def measure(stack: Stack, browser, folder: Path, options) -> None:
    """Prints the figures."""
    crew, logins = staff(stack, options.agents, options.leaders)
    with crew.phones(folder):
        crew.sign_in()
        ready = "SELECT count(*) FROM callcenter_agent WHERE state = 'ready' AND extension = ANY(%s)"
        wait_until(lambda: stack.ledger.value(ready, crew.extensions) == options.agents, 60, "all agents ready")
        before, since = stack.ledger.value(CONNECTIONS), time.time() * 1000
        pages = [Page(browser, stack, login, since, options.agents) for login in logins[: options.pages]]
        leaders = [Leader(stack, login, since) for login in logins[options.pages :]]
        watch = Watch(stack, crew, options.rate, options.seconds)
        told = [tell("told", leaders, watch.changes), tell("painted", pages, watch.changes)]
        for leader in leaders + pages:
            leader.close()
    print(f"db_connections before={before} with_leaders={watch.connections}")
    print(f"cores {watch.told}")
    p95 = told[-1] if pages else told[0]
    print(f"monitor stale_p95_ms={p95:.0f} db_connections={watch.connections} cpu_share={watch.cores['odoo']:.2f}")


def tell(name: str, leaders: list, changes: int) -> float:
    """Prints how late these leaders were; gives the 95th percentile in ms."""
    if not leaders:
        return float("nan")
    stale, expected = arrived(leaders, changes * len(leaders)), changes * len(leaders)
    p50, p95, p99 = (statistics.quantiles(stale, n=100)[share - 1] for share in (50, 95, 99))
    missed = expected - len(stale)
    print(f"{name} p50_ms={p50:.0f} p95_ms={p95:.0f} p99_ms={p99:.0f} changes={changes} missed={missed}")
    return p95


def arrived(leaders: list, expected: int) -> list[float]:
    """Ms of every change at every leader; waits for the last."""

    def stale():
        return [ms for leader in leaders for ms in list(leader.stale.values())]

    with suppress(AssertionError):  # said by the number
        wait_until(lambda: len(stale()) >= expected, 10, "every change at every leader")
    return stale()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--agents", type=int, default=300)
    parser.add_argument("--leaders", type=int, default=20)
    parser.add_argument("--pages", type=int, default=1, help="so many of the leaders at a real page")
    parser.add_argument("--rate", type=float, default=30.0, help="changes of agents per second")
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    stack = Stack().run()
    with tempfile.TemporaryDirectory() as folder, chromium(stack.data / "screenshots") as browser:
        measure(stack, browser, Path(folder), options)
    if not stack.keep:
        stack.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
