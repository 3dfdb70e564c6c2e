"""Queue calls by SIPp on the running product: what reader, reducer and ledger make of them, and how late.

A queue of its own with phones of its own (one SIPp answers for all of them), DID 4900 straight to it, no wrap-up and
no recording: the load is the ledger's, not the disk's.
"""

import subprocess
import tempfile
import time
from pathlib import Path

import pure  # noqa: F401 - first
from crew import QUIET, Crew, last_count, sipp
from tools.stack import Stack
from tools.waiting import wait_until

PHONES, FIRST = 120, 6001
DID, QUEUE = "4900", "bench"


def run(rates: tuple[int, ...], seconds: int) -> tuple[int, float]:
    """(calls lost, worst p95 of the lag in ms) over runs at ``rates`` calls/s; a line is printed for each."""
    stack = Stack().run()
    lost, worst = 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        crew = Crew(stack, QUEUE, PHONES, FIRST, DID).prepare()
        with crew.phones(Path(folder)):
            crew.sign_in()
            for rate in rates:
                missing, lag = load(stack, Path(folder), rate, seconds)
                lost, worst = lost + missing, max(worst, lag)
    return lost, worst


def load(stack: Stack, folder: Path, rate: int, seconds: int) -> tuple[int, float]:
    """(calls lost, p95 of the lag in ms) of one run."""
    calls = rate * seconds
    numbers = folder / f"numbers{rate}.csv"
    begun, before = time.time(), connected(stack)
    first = int(begun) % 1000 * 100000
    numbers.write_text("SEQUENTIAL\n" + "".join(f"138{first + n:08d};\n" for n in range(calls)))
    statistics = folder / f"statistics{rate}.csv"
    command = sipp(stack, "call", "-inf", str(numbers), "-r", str(rate), "-m", str(calls), "-l", str(rate * 20))
    command += ["-trace_stat", "-stf", str(statistics), "-fd", "1"]
    subprocess.run(command, **QUIET, check=False, timeout=seconds * 3 + 60, cwd=folder)
    lag = wait_until(stack.health, 60, "the connector's health page")["lag_p95_ms"]
    made, talked = int(last_count(statistics)["SuccessfulCall(C)"]), connected(stack) - before
    try:
        wait_until(lambda: booked(stack, begun) == (made, talked), 120, "all calls in the ledger")
    except AssertionError:
        pass  # said by the numbers
    ended, handled = booked(stack, begun)
    print(
        f"  {rate} calls/s: {made} of {calls} made, {ended} in the ledger; {talked} reached an agent, {handled} in the"
        f" ledger; lag p95 {lag:.0f} ms",
        flush=True,
    )
    return abs(made - ended) + abs(talked - handled), lag


def booked(stack: Stack, begun: float) -> tuple[int, int]:
    """(calls that have ended, those of them that an agent took) in the ledger."""
    query = """SELECT count(*) AS ended, count(*) FILTER (WHERE c.result = 'answered' AND l.legs = 1) AS handled
                 FROM callcenter_call c, LATERAL (
                      SELECT count(*) AS legs FROM callcenter_call_leg l
                       WHERE l.call_id = c.id AND l.role = 'agent' AND l.answer IS NOT NULL) AS l
                WHERE c.did_number = %s AND c.start >= to_timestamp(%s) AT TIME ZONE 'UTC' AND c."end" IS NOT NULL"""
    [row] = stack.ledger.rows(query, DID, begun)
    return row["ended"], row["handled"]


def connected(stack: Stack) -> int:
    """Calls that an agent took so far, by the node's own queue_log (its moments are whole seconds)."""
    lines = (stack.node / "log" / "queue_log").read_text().splitlines()
    rows = (line.split("|") for line in lines)
    return sum(row[4:5] == ["CONNECT"] and row[2] == QUEUE for row in rows)
