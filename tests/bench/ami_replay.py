"""Readers of AMI against one recorded stream: the same bytes by the same server, one reader at a time."""

import asyncio
import logging
import multiprocessing
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

SAMPLE = Path(__file__).with_name("queue_call.ami")  # one queue call with read=all, as the node wrote it
GREETING = b"Asterisk Call Manager/11.0.0\r\n"
LIMIT_S = 300


def replay(reader, calls: int) -> tuple[float, int]:
    """(events/s, events lost) of ``reader(port, events, ready)``.

    It calls ``ready`` when it is past its log-in, and gives seconds from first to last event and their number.
    """
    data = SAMPLE.read_bytes()
    events = data.count(b"Event: ") * calls
    listener = socket.create_server(("127.0.0.1", 0))
    context = multiprocessing.get_context("fork")
    ready = context.Event()
    server = context.Process(target=_serve, args=(listener, data, calls, ready), daemon=True)
    server.start()
    listener_port = listener.getsockname()[1]
    try:
        seconds, seen = reader(listener_port, events, ready.set)
    finally:
        server.terminate()
        server.join()
        listener.close()
    return seen / seconds, events - seen


def _serve(listener, data: bytes, calls: int, ready) -> None:
    """Answer the log-in, then send all as fast as it is taken; answer whatever else is asked."""
    link, _ = listener.accept()
    link.sendall(GREETING)
    _answer(link, data, calls, ready)


def _answer(link, data, calls, ready) -> None:
    file, action_id, begun = link.makefile("rb"), b"", False
    for line in file:
        if line.lower().startswith(b"actionid:"):
            action_id = line
        if line == b"\r\n":
            link.sendall(b"Response: Success\r\n" + action_id + b"Message: Authentication accepted\r\n\r\n")
            if not begun:
                threading.Thread(target=_blast, args=(link, data, calls, ready), daemon=True).start()
            action_id, begun = b"", True


def _blast(link, data, calls, ready) -> None:
    ready.wait(LIMIT_S)
    for _ in range(calls):
        link.sendall(data)


class Count:
    """Called with each event; ``done`` when all have come."""

    def __init__(self, events: int):
        self.events, self.seen, self.begin, self.end = events, 0, 0.0, 0.0
        self.done = threading.Event()

    def add(self, number: int) -> None:
        if not self.seen:
            self.begin = time.perf_counter()
        self.seen += number
        if self.seen >= self.events:
            self.end = time.perf_counter()
            self.done.set()

    def result(self) -> tuple[float, int]:
        return (self.end or time.perf_counter()) - self.begin, self.seen


def ours(port: int, events: int, ready: Callable[[], None]) -> tuple[float, int]:
    from callcenter_telephony.connector.ami import Link

    count = Count(events)

    async def run():
        link, over = Link("127.0.0.1", port, "bench", lambda: "x"), asyncio.Event()

        def take(messages):
            for _message in messages:  # as costly as the others' callback per event
                count.add(1)
            if count.done.is_set():
                over.set()

        async def up():
            ready()

        link.on_events, link.on_up = take, up
        task = asyncio.ensure_future(link.run())
        await asyncio.wait_for(over.wait(), LIMIT_S)
        task.cancel()

    asyncio.run(run())
    return count.result()


def panoramisk(port: int, events: int, ready: Callable[[], None]) -> tuple[float, int]:
    from panoramisk import Manager

    logging.getLogger("panoramisk").setLevel(logging.ERROR)
    count = Count(events)

    async def run():
        loop, over = asyncio.get_running_loop(), asyncio.Event()
        manager = Manager(loop=loop, host="127.0.0.1", port=port, username="bench", secret="x", ping_delay=1000)

        def take(manager, message):
            count.add(1)
            if count.done.is_set():
                over.set()

        manager.register_event("*", take)
        manager.on_login = lambda manager: ready()
        await manager.connect()
        await asyncio.wait_for(over.wait(), LIMIT_S)
        manager.close()

    asyncio.run(run())
    return count.result()


def pyst2(port: int, events: int, ready: Callable[[], None]) -> tuple[float, int]:
    from asterisk.manager import Manager

    count = Count(events)
    manager = Manager()
    manager.register_event("*", lambda event, manager: count.add(1))
    manager.connect("127.0.0.1", port)
    manager.login("bench", "x")
    ready()
    count.done.wait(LIMIT_S)
    return count.result()
