"""Queue calls by SIPp on the running product: what reader, reducer and ledger make of them, and how late.

A queue of its own with phones of its own (one SIPp answers for all of them), DID 4900 straight to it, no wrap-up and
no recording: the load is the ledger's, not the disk's.
"""

import asyncio
import csv
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from callcenter_telephony.connector.ami import Link
from tools.baresip import free_port
from tools.stack import Stack
from tools.waiting import wait_until

SCENARIOS = Path(__file__).with_name("sipp")
PHONES, FIRST, PASSWORD = 120, 6001, "bench-phone-77"
DID, QUEUE = "4900", "bench"
EXTENSIONS = [str(FIRST + n) for n in range(PHONES)]


def run(rates: tuple[int, ...], seconds: int) -> tuple[int, float]:
    """(calls lost, worst p95 of the lag in ms) over runs at ``rates`` calls/s; a line is printed for each."""
    stack = Stack().run()
    lost, worst = 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        prepare(stack)
        with phones(stack, Path(folder)):
            asyncio.run(sign_in(stack))
            for rate in rates:
                missing, lag = load(stack, Path(folder), rate, seconds)
                lost, worst = lost + missing, max(worst, lag)
    return lost, worst


def prepare(stack: Stack) -> None:
    """Records of the queue and its phones, once; live on the node afterwards."""
    rpc = stack.rpc("admin")
    if not rpc.call("callcenter.queue", "search", [["code", "=", QUEUE]]):
        node = rpc.call("callcenter.node", "search", [], limit=1)[0]
        queue = {"node_id": node, "code": QUEUE, "name": "Bench", "wrap_s": 0, "record": False, "survey": False}
        [queue_id] = rpc.call("callcenter.queue", "create", [queue])
        did = {"node_id": node, "number": DID, "name": "Bench", "target": "queue", "queue_id": queue_id}
        rpc.call("callcenter.did", "create", [did])
        rows = [{"node_id": node, "extension": e, "name": f"Bench {e}", "password": PASSWORD} for e in EXTENSIONS]
        endpoints = rpc.call("callcenter.endpoint", "create", rows)
        users = [{"name": f"Bench {e}", "login": f"bench{e}"} for e in EXTENSIONS]
        users = rpc.call("res.users", "create", users, context={"no_reset_password": True})
        pairs = zip(users, endpoints, strict=True)
        rpc.call("callcenter.agent", "create", [{"user_id": u, "endpoint_id": e} for u, e in pairs])
    wait_until(lambda: QUEUE in stack.asterisk("queue show"), 30, "the bench's queue on the node")
    wait_until(lambda: EXTENSIONS[-1] in stack.asterisk("pjsip show endpoints"), 30, "its phones on the node")


@contextmanager
def phones(stack: Stack, folder: Path):
    """All phones registered; one SIPp answers their calls, on the port they registered from."""
    port = str(free_port(socket.SOCK_DGRAM))
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    table = folder / "phones.csv"
    for contact, seconds in (("*", 0), (f"<sip:{{}}@127.0.0.1:{port}>", 3600)):  # first: forget an earlier run's
        auth = f"[authentication username={{}} password={PASSWORD}]"
        rows = (";".join((e, auth.format(e), contact.format(e), str(seconds))) for e in EXTENSIONS)
        table.write_text("SEQUENTIAL\n" + "\n".join(rows) + "\n")
        command = sipp(stack, "register", "-inf", str(table), "-p", port, "-r", "40", "-m", str(PHONES))
        subprocess.run(command, **quiet, check=True, timeout=60)
    answering = subprocess.Popen(sipp(stack, "answer", "-p", port, "-aa"), **quiet)
    try:
        yield
    finally:
        answering.terminate()
        answering.wait()


async def sign_in(stack: Stack) -> None:
    link = Link("127.0.0.1", stack.port("ami"), "connector", (stack.data / "etc/secrets/ami").read_text)
    up = asyncio.Event()

    async def on_up():
        up.set()

    link.on_up = on_up
    task = asyncio.ensure_future(link.run())
    await asyncio.wait_for(up.wait(), 10)
    present = {row.get("Name") for row in await link.listing("QueueStatus", Queue=QUEUE)}
    for extension in set(EXTENSIONS) - present:
        phone = f"PJSIP/{extension}"
        values = {"Queue": QUEUE, "Interface": phone, "StateInterface": phone, "MemberName": extension}
        await link.action("QueueAdd", **values)
    task.cancel()


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
    subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=seconds * 3 + 60, cwd=folder
    )
    lag = stack.health()["lag_p95_ms"]
    made, talked = answered(statistics), connected(stack) - before
    try:
        wait_until(lambda: booked(stack, begun) == (made, talked), 30, "all calls in the ledger")
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


def answered(statistics: Path) -> int:
    """Calls that went through to their end, by SIPp's own count."""
    with open(statistics, newline="") as file:
        last = list(csv.DictReader(file, delimiter=";"))[-1]
    return int(last["SuccessfulCall(C)"])


def sipp(stack: Stack, scenario: str, *options: str) -> list[str]:
    host, port = stack.server
    return [
        "sipp",
        "-sf",
        str(SCENARIOS / f"{scenario}.xml"),
        "-i",
        "127.0.0.1",
        "-nostdin",
        *options,
        f"{host}:{port}",
    ]
