"""How many calls a node carries, alone and with the product: ``./callcenter bench load [--rounds 1] [--most 300]``.

Capacity: SIPp's customers call a queue and talk, SIPp's agents answer and send back what they hear; every call is
recorded. 20 calls more at a time (``--step``), 10 a second, then a look of 5 s. A step is good when all calls are
bridged and, during the look, no SIP message was sent twice, no call failed, and the sound of a call beside them took
no more than 60 ms through Asterisk in 95 of 100 frames (sent and heard in this process, the moment is in the frame).
A bad look is taken once more. The largest number of calls that was good counts.
*alone* is the same Asterisk with the same files and signed-in agents while connector, Odoo and PostgreSQL are stopped;
then they run again. ``ratio_alone`` is with the product over alone, the medians of ``--rounds`` in turn; all figures
include the generator, which shares the machine. Then 0.8 of the number with the product for 20 s: ``retransmissions``
of both sides.
Rows: 60 queue calls/s for 2 minutes (``--rate``, ``--seconds``), talked in for a second, not recorded: ``lost`` are
those that SIPp made, or an agent took by the node's queue_log, and the ledger has not, or not once with a customer's
and a queue's leg.
Prints ``load ratio_alone= retransmissions= lost=``; the goals are 0.9, 0 and 0. ``cores``: who took the machine's time.
"""

import argparse
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections import deque
from pathlib import Path
from typing import ClassVar

import ami_live
import pure  # noqa: F401 - first
from crew import PASSWORD, QUIET, Crew, last_count, sipp
from tools.phones import Phones
from tools.rtp import Stream
from tools.stack import Stack
from tools.usage import Usage
from tools.waiting import wait_until

STEP_S, LOOK_S, SHARE_S = 2, 5, 20
LATE_MS = 60
DOUBLE = """
SELECT count(*) FROM (
    SELECT c.number, count(DISTINCT c.id) AS calls,
           count(*) FILTER (WHERE l.role = 'caller') AS callers, count(*) FILTER (WHERE l.role = 'queue') AS waits
      FROM callcenter_call c LEFT JOIN callcenter_call_leg l ON l.call_id = c.id
     WHERE c.did_number = %s AND c.start >= to_timestamp(%s) AT TIME ZONE 'UTC' GROUP BY c.number
) AS made WHERE (calls, callers, waits) <> (1, 1, 1)
"""


class Stamped(Stream):
    """Sound that says when it was sent. ``transits``: (epoch, ms on the way) of what any of them has heard."""

    transits: ClassVar[deque[tuple[float, float]]] = deque(maxlen=5000)

    def _send(self, kind: int, payload: bytes, **options) -> None:
        super()._send(kind, struct.pack("!d", time.time()) + payload[8:], **options)

    def datagram_received(self, data: bytes, addr) -> None:
        super().datagram_received(data, addr)
        now = time.time()
        if len(data) > 20 and 0 <= now - (sent := struct.unpack("!d", data[12:20])[0]) < 5:
            self.transits.append((now, (now - sent) * 1000))

    @classmethod
    def late_ms(cls, since: float) -> float:
        """95th percentile; infinite when hardly anything was heard."""
        heard = [ms for at, ms in list(cls.transits) if at >= since]
        return statistics.quantiles(heard, n=100)[94] if len(heard) > LOOK_S * 25 else float("inf")


class Customers:
    """SIPp's, a process a step; they stay until they are hung up."""

    def __init__(self, stack: Stack, folder: Path, agents: Path):
        self.stack, self.folder, self.agents = stack, folder, agents
        self._began: list[tuple[subprocess.Popen, Path]] = []
        self.calls = 0

    def more(self, calls: int, rate: float) -> None:
        name = f"talk{time.time():.0f}"
        numbers, counts = self.folder / f"{name}.csv", self.folder / f"{name}-counts.csv"
        numbers.write_text("SEQUENTIAL\n" + "".join(f"1361{self.calls + n:07d};\n" for n in range(calls)))
        command = sipp(self.stack, "talk", "-inf", str(numbers), "-r", str(rate), "-m", str(calls))
        command += ["-trace_stat", "-stf", str(counts), "-fd", "1"]
        self._began.append((subprocess.Popen(command, **QUIET, cwd=self.folder), counts))
        self.calls += calls

    def count(self, name: str) -> int:
        """A column of all SIPps' counts, the agents' included."""
        return sum(int(last_count(counts).get(name) or 0) for counts in (*(row[1] for row in self._began), self.agents))

    def bridged(self) -> int:
        return int(last_count(self.agents).get("CurrentCall") or 0)

    def end(self) -> None:
        self.stack.asterisk("channel request hangup all")
        for process, _counts in self._began:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        wait_until(lambda: "0 active channels" in self.stack.asterisk("core show channels count"), 60, "a quiet node")


def look(customers: Customers, seconds: float) -> str:
    """What is bad, empty when all is good."""
    before = {name: customers.count(name) for name in ("Retransmissions(C)", "FailedCall(C)")}
    began = time.time()
    time.sleep(seconds + 1)  # SIPp tells once a second
    bad = [f"{customers.count(name) - was} {name[:-3]}" for name, was in before.items() if customers.count(name) > was]
    if customers.bridged() < customers.calls:
        bad.append(f"{customers.bridged()} bridged of {customers.calls}")
    if (late := Stamped.late_ms(began)) > LATE_MS:
        bad.append(f"sound {late:.0f} ms late")
    return ", ".join(bad)


def capacity(customers: Customers, step: int, most: int) -> int:
    """The largest number of calls that was good."""
    best = 0
    while customers.calls + step <= most:
        usage = Usage(customers.stack)
        customers.more(step, step / STEP_S)
        time.sleep(STEP_S)
        bad = look(customers, LOOK_S) and look(customers, LOOK_S)
        print(f"  {customers.calls} calls: {bad or 'good'}; cores {usage}", flush=True)
        if bad:
            break
        best = customers.calls
    return best


def beside(customers: Customers, step: int, most: int) -> int:
    """Capacity with the product."""
    best = capacity(customers, step, most)
    customers.end()
    return best


def alone(customers: Customers, step: int, most: int) -> int:
    """Capacity while nothing but Asterisk runs; the rest is up again, and has booked all, afterwards."""
    stack = customers.stack
    for name in ("connector", "odoo", "postgres"):
        stack.stop(name)
    try:
        best = beside(customers, step, most)
    finally:
        for name in ("postgres", "odoo", "connector"):
            stack.start(name)
        stack.wait_ready(120)
    wait_until(
        lambda: not stack.ledger.value('SELECT count(*) FROM callcenter_call WHERE "end" IS NULL'), 120, "all is booked"
    )
    return best


def share(customers: Customers, calls: int, step: int) -> int:
    """Retransmissions while so many calls are begun and talked in.

    ``step`` at a time: one SIPp that is given them all sends the sound of a part of them only.
    """
    before = customers.count("Retransmissions(C)")
    for begun in range(0, calls, step):
        customers.more(min(step, calls - begun), step / STEP_S)
        time.sleep(STEP_S)
    usage = Usage(customers.stack)
    bad = look(customers, SHARE_S)
    told = customers.count("Retransmissions(C)") - before
    print(f"  {calls} calls for {SHARE_S} s: {bad or 'good'}; cores {usage}", flush=True)
    return told


def talk(stack: Stack, folder: Path, options) -> tuple[float, int]:
    """(ratio, retransmissions) of talked-in calls."""
    crew = Crew(stack, "bench-load", options.most, 6201, "4901", queue={"record": True}).prepare()
    probe = Crew(stack, "bench-probe", 1, 6999, "4902", queue={"record": True}).prepare()
    (folder / "sound.al").write_bytes(bytes([0xD5, 0x55]) * 4000)
    numbers: dict[str, list[int]] = {"alone": [], "product": []}
    with crew.phones(folder, sound=True) as agents:
        crew.sign_in()
        for _ in range(options.rounds):
            for name, found in numbers.items():
                print(f" {name}", flush=True)
                with Phones(stack.server) as phones:
                    listen(phones, probe)
                    customers = Customers(stack, folder, agents)
                    search = alone if name == "alone" else beside
                    found.append(search(customers, options.step, options.most))
        best = {name: statistics.median(values) for name, values in numbers.items()}
        customers = Customers(stack, folder, agents)
        with Phones(stack.server) as phones:
            listen(phones, probe)
            twice = share(customers, int(0.8 * best["product"]), options.step)
            customers.end()
    print(f"  calls alone={numbers['alone']} product={numbers['product']}")
    return best["product"] / best["alone"] if best["alone"] else 0.0, twice


def listen(phones: Phones, probe: Crew) -> None:
    """A call beside the others whose sound is timed."""
    desk = phones.desk_phone(probe.extensions[0], PASSWORD, auto_answer=True)
    desk.phone.stream = Stamped
    probe.sign_in()
    customer = phones.phone("13600000000")
    customer.stream = Stamped
    phones.dial(customer, probe.did).wait_answered()
    desk.wait_call()


def rows(stack: Stack, folder: Path, rate: int, seconds: int) -> int:
    """Calls that are not in the ledger as they were made."""
    crew, began = Crew(stack, ami_live.QUEUE, ami_live.PHONES, ami_live.FIRST, ami_live.DID).prepare(), time.time()
    with crew.phones(folder):
        crew.sign_in()
        usage = Usage(stack)
        lost, _lag = ami_live.load(stack, folder, rate, seconds)
        print(f"  cores {usage}")
    return lost + stack.ledger.value(DOUBLE, ami_live.DID, began)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--step", type=int, default=20)
    parser.add_argument("--most", type=int, default=300, help="calls at once")
    parser.add_argument("--rows-only", action="store_true", help="without the calls that are talked in")
    parser.add_argument("--rate", type=int, default=60, help="queue calls/s")
    parser.add_argument("--seconds", type=int, default=120)
    options = parser.parse_args()
    stack = Stack().run()
    with tempfile.TemporaryDirectory() as name:
        ratio, twice = (float("nan"), 0) if options.rows_only else talk(stack, Path(name), options)
        lost = rows(stack, Path(name), options.rate, options.seconds)
    if not stack.keep:
        stack.end()
    print(f"load ratio_alone={ratio:.2f} retransmissions={twice} lost={lost}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
