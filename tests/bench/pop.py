"""From the INVITE to the pop: ``./callcenter bench pop [--calls 600] [--rate 10] [--agents 20] [--pages 2]``.

Customers call a queue at 10 calls/s; 20 agents serve it, 280 more are signed in elsewhere with registered phones.
Two of the 20 (``--pages``) are at real pages: a Chromium with the workspace open and the browser phone, in a context
of its own each; one more page takes transfers. The others are light, as the machine that is measured also has to run
them (a page takes a tenth of a core): a SIP phone and the page's websocket, in this process. The queue offers by
chance, so that a page has its share of the calls and no more. The calls of the first seconds (``WARM``) warm pages and
caches and are not counted. Measured for each call, on one machine's clock:

- begin: the moment Asterisk makes the agent's channel, which is when it sends the INVITE to the agent's phone
  (CHAN_START in the node's CEL journal, microseconds); ``from_caller``: the same for the caller's channel, its INVITE
  having just come in;
- end at a page: the customer's name stands in the workspace's card of this call and the frame after that has been
  painted (two ``requestAnimationFrame`` behind the change). One number in twelve belongs to nobody: there it is the
  server's card with the blank form, not the one that the browser phone makes by itself while the server is asked;
- end at a light agent, printed apart as ``light``: the card with its data has arrived on the websocket.

A customer stays until the pop is there, at least 0.8 s, at most 10 s; a light agent answers as soon as it has popped,
a page lets it ring; no wrap-up. A slow pop is counted with its time. Each time the page for transfers is free and a
light agent talks, that agent transfers the call there (``transfer`` as its page asks it by RPC): ``transfer`` is from
the INVITE to that page's phone to the painted card, ``from_command`` from the agent's request.

Prints ``pop p50_ms= p95_ms= transfer_p95_ms= calls=``: the painted pops; ``calls`` are all. The goal is p95 under
300 ms, under 500 ms for transfers. ``cores`` says who kept the machine busy meanwhile. A call that was offered to
nobody, or to an agent without a pop, is named, and the run fails.
"""

import argparse
import csv
import queue
import re
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pure  # noqa: F401 - first
from crew import PASSWORD, Crew
from tools.browser import AgentDesk, chromium
from tools.bus import Listener
from tools.phones import Call, Phones
from tools.stack import RpcError, Stack
from tools.team import AGENTS, Team
from tools.usage import Usage
from tools.waiting import wait_until

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
QUEUE, DID, OTHERS = "bench", "4900", "bench-others"
NUMBERS = [f"137{n:08}" for n in range(240)]
HOLD_S = 0.8  # how long a customer stays at least
PATIENCE_S = 10  # and at most, without a pop: less than a phone rings
SIGNED_IN = 300
WARM = 60  # calls
MOVED = 8  # one call in so many is to be transferred


@dataclass
class Visit:
    """One customer's call. ``at``: who was offered it first; ``taker``: where it is transferred to."""

    number: str
    moving: bool
    at: str = ""
    taker: str = ""
    popped: threading.Event = field(default_factory=threading.Event)
    moved: threading.Event = field(default_factory=threading.Event)
    gone: threading.Event = field(default_factory=threading.Event)


class Pops:
    """What the agents were shown: ``shown`` is epoch ms by (linkedid, extension).

    ``commands``: epoch ms of the request to transfer, by linkedid. ``visits`` by number: a number calls again only
    long after.
    """

    def __init__(self):
        self.shown: dict[tuple[str, str], float] = {}
        self.commands: dict[str, float] = {}
        self.visits: dict[str, Visit] = {}

    def pop(self, extension: str, key: str, number: str, named: bool, moment: float) -> None:
        if number not in self.visits or named != has_customer(number):
            return
        self.shown.setdefault((linkedid(key), extension), moment)
        visit = self.visits[number]
        visit.at = visit.at or extension
        visit.popped.set()
        if extension == visit.taker:
            visit.moved.set()

    def watch(self, desk: AgentDesk) -> None:
        def on_pop(pop):
            self.pop(AGENTS[desk.login], pop["key"], pop["number"], pop["named"], pop["painted"])

        desk.page.expose_function("ccPopped", on_pop)
        desk.page.evaluate(WATCH)


def has_customer(number: str) -> bool:
    return int(number) % 12 != 11


def linkedid(key: str) -> str:
    return key.split(":", 1)[-1]


class LightAgent:
    """A SIP phone and the websocket of a page that nobody looks at; answers when the card is there."""

    def __init__(self, crew: Crew, extension: str, phones: Phones, pops: Pops, takers: queue.Queue):
        self.extension, self._pops, self._takers, self._ledger = extension, pops, takers, crew.stack.ledger
        self._phone = phones.desk_phone(extension, PASSWORD, hertz=0)
        self._phone.rings = self._answer
        self._numbers: dict[str, str] = {}  # of calls that have popped and not yet been talked in, by key
        self._rpc = crew.stack.rpc(crew.login(extension))
        self._listener = Listener(crew.stack, self._rpc, self._hear)

    def close(self) -> None:
        self._listener.close()

    def _hear(self, kind: str, payload: dict, arrived: float) -> None:
        if kind == "callcenter/offer":
            key, number = payload["key"], (payload["number"] or "").removeprefix("+86")
            self._numbers[key] = number
            self._pops.pop(self.extension, key, number, bool(payload["partner"]), arrived)
            for call in list(self._phone.calls[-1:]):
                self._answer(call)
        elif kind == "callcenter/call" and payload["phase"] == "talk":
            visit = self._pops.visits.get(self._numbers.pop(payload["key"], ""))
            if visit and visit.moving and not visit.taker:
                threading.Thread(target=self._move, args=(payload["key"], visit), daemon=True).start()

    def _answer(self, call: Call) -> None:
        """If it has popped; asked when it rings and when it pops."""
        if call.untaken and call.header("x-call-id") in map(linkedid, list(self._numbers)):
            call.answer()

    def _move(self, key: str, visit: Visit) -> None:
        """Transfers the call; the taker is free again when its customer has gone."""
        taker = visit.taker = self._takers.get()
        self._pops.commands[linkedid(key)] = time.time() * 1000
        try:
            self._rpc.call("callcenter.agent", "transfer", key, "agent", taker)
        except RpcError:  # the customer did not stay
            visit.moved.set()
        visit.gone.wait()
        wait_until(lambda: self._ledger.state(taker)["state"] == "ready", 15, f"{taker} ready")
        self._takers.put(taker)


def dial(phones: Phones, pops: Pops, light: list[str], calls: int, rate: float) -> None:
    """``calls`` customers, evenly spaced; returns when the last has hung up."""
    began, pause = time.monotonic(), threading.Event()
    customers = []
    for n in range(calls):
        pause.wait(max(0.0, began + n / rate - time.monotonic()))
        visit = Visit(NUMBERS[n % len(NUMBERS)], moving=n % MOVED == 0)
        pops.visits[visit.number] = visit
        call = phones.customer(visit.number, DID, hertz=0)
        customers.append(threading.Thread(target=stay, args=(call, visit, light)))
        customers[-1].start()
    for customer in customers:
        customer.join()


def stay(call: Call, visit: Visit, light: list[str]) -> None:
    began = time.monotonic()
    visit.popped.wait(PATIENCE_S)
    threading.Event().wait(max(0.0, began + HOLD_S - time.monotonic()))
    if visit.moving and visit.at in light:
        visit.moved.wait(PATIENCE_S)
    call.hang_up()
    visit.gone.set()


def channel_starts(stack: Stack, since: float, extensions: set[str]) -> tuple[dict, dict]:
    """Epoch ms of the agents' channels by (linkedid, extension), and of the callers' by linkedid."""
    agents, callers = {}, {}
    journal = (stack.node / "log" / "cel-custom" / "cel.csv").read_text(errors="replace")
    for row in csv.reader(journal.splitlines()):
        if len(row) > 8 and row[0] == "CHAN_START" and row[1] >= f"{since:.6f}":
            extension = re.match(r"PJSIP/(\d*)", row[6])[1]
            if extension in extensions:
                agents[row[8], extension] = float(row[1]) * 1000
            elif row[6].startswith("PJSIP/"):
                callers[row[8]] = float(row[1]) * 1000
    return agents, callers


def misses(offers: dict, callers: dict, pops: Pops, calls: int) -> list[str]:
    """A sentence for each call without its pop."""
    unseen = [f"{call} rang at {agent} without a pop" for call, agent in offers.keys() - pops.shown.keys()]
    nobody = [f"{call} was offered to nobody" for call in callers.keys() - {offer[0] for offer in offers}]
    return sorted(unseen + nobody) + ["a call never came in"] * (calls - len(callers))


def tell(offers: dict, callers: dict, pops: Pops, pages: list[str], takers: list[str]) -> None:
    """The figures, in lines."""
    offers = {offer: start for offer, start in offers.items() if offer in pops.shown}
    since = {offer: pops.shown[offer] - start for offer, start in offers.items()}
    painted = [ms for (_call, agent), ms in since.items() if agent in pages]
    light = [ms for (_call, agent), ms in since.items() if agent not in pages + takers]
    moved = {call: ms for (call, agent), ms in since.items() if agent in takers}
    from_caller = [pops.shown[offer] - callers[offer[0]] for offer in offers if offer[1] not in takers]
    from_command = [pops.shown[offer] - pops.commands[offer[0]] for offer in offers if offer[1] in takers]
    for name, values in (
        ("from_caller", from_caller),
        ("light", light),
        ("painted", painted),
        ("transfer", list(moved.values())),
        ("from_command", from_command),
    ):
        print(f"{name} p50_ms={percentile(values, 50):.0f} p95_ms={percentile(values, 95):.0f} n={len(values)}")
    print(
        f"pop p50_ms={percentile(painted, 50):.0f} p95_ms={percentile(painted, 95):.0f}"
        f" transfer_p95_ms={percentile(list(moved.values()), 95):.0f} calls={len(callers)}"
    )


def percentile(values: list[float], share: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1] if len(values) > 1 else float("nan")


def staff(stack: Stack, agents: int, pages: int) -> tuple[Crew, Crew]:
    """The light agents with the queue, and the others who are signed in; customers by their numbers."""
    light = Crew(stack, QUEUE, agents - pages, 6001, DID, logins=agents - pages, queue={"strategy": "random"})
    others = Crew(stack, OTHERS, SIGNED_IN - agents, 6101)
    people = [{"name": f"Customer {n}", "phone": n} for n in NUMBERS if has_customer(n)]
    rpc = stack.rpc("admin")
    if not rpc.call("res.partner", "search_count", [["name", "=", people[0]["name"]]]):
        rpc.call("res.partner", "create", people)
    return light.prepare(), others.prepare()


def seat(browser, stack: Stack, crew: Crew, pages: int, takers: int) -> tuple[list[AgentDesk], list[AgentDesk]]:
    """Pages signed in with their browser phones: those that serve the queue, and those that take transfers."""
    shots = stack.data / "screenshots"
    desks = [AgentDesk(browser, stack, login, shots).log_in() for login in list(AGENTS)[: pages + takers]]
    for desk in desks:
        desk.sign_in("browser")
        desk.ready()
    crew.sign_in(extensions=[AGENTS[desk.login] for desk in desks[:pages]], kind="-web")
    return desks[:pages], desks[pages:]


def measure(stack: Stack, browser, folder: Path, options) -> list[str]:
    """Prints the figures; gives the calls without a pop, a sentence each."""
    light, others = staff(stack, options.agents, options.pages)
    pops, free = Pops(), queue.Queue()
    with others.phones(folder), Phones(stack.server) as phones:
        others.sign_in()
        desks, takers = seat(browser, stack, light, options.pages, options.takers)
        for desk in desks + takers:
            pops.watch(desk)
        for desk in takers:
            free.put(AGENTS[desk.login])
        agents = [LightAgent(light, extension, phones, pops, free) for extension in light.extensions]
        light.sign_in()
        for calls in (WARM, options.calls):
            since, usage = time.time(), Usage(stack)
            worker = threading.Thread(
                target=dial, args=(phones, pops, light.extensions, calls, options.rate), daemon=True
            )
            worker.start()
            while worker.is_alive():  # Playwright serves its pages only while it is asked something
                desks[0].page.wait_for_timeout(200)
        print(f"cores {usage}")
        for agent in agents:
            agent.close()
        desks[0].shot("bench-pop")
    at_pages, at_takers = ([AGENTS[desk.login] for desk in some] for some in (desks, takers))
    offers, callers = channel_starts(stack, since, {*light.extensions, *at_pages, *at_takers})
    tell(offers, callers, pops, at_pages, at_takers)
    return misses(offers, callers, pops, options.calls)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--calls", type=int, default=600)
    parser.add_argument("--rate", type=float, default=10.0)
    parser.add_argument("--agents", type=int, default=20, help="of the queue")
    parser.add_argument("--pages", type=int, default=2, help="of them at a real page")
    parser.add_argument("--takers", type=int, default=1, help="pages that take transfers")
    options = parser.parse_args()
    stack = Stack().run()
    team = Team(stack)
    team.sign_everybody_out()
    try:
        with tempfile.TemporaryDirectory() as folder, chromium(stack.data / "screenshots") as browser:
            missed = measure(stack, browser, Path(folder), options)
    finally:
        team.sign_everybody_out()
        if not stack.keep:
            stack.end()
    for sentence in missed:
        print(sentence, file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
