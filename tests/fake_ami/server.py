"""The wire side of the fake manager, with the back door."""

import asyncio

from .node import FakeNode, error, success

GREETING = b"Asterisk Call Manager/11.0.0\r\n"


class FakeAmi:
    """``async with FakeAmi() as ami``: listens on a free port of 127.0.0.1.

    Back door: ``push(*events)`` sends events in one write, ``send(data)`` raw bytes, ``drop()`` cuts all connections,
    ``delay`` holds answers back (seconds; None = never answer), ``actions`` are those received, in order.
    """

    def __init__(self, secret="secret"):
        self.secret = secret
        self.node = FakeNode()
        self.delay = 0.0
        self.silent = set()  # names of actions that get no answer
        self.actions = []
        self.logins = 0
        self._writers = []
        self._server = None
        self.changed = asyncio.Condition()

    async def __aenter__(self):
        await self.listen(0)
        return self

    async def __aexit__(self, *_):
        await self.close()

    async def listen(self, port):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self):
        """Stop listening and cut everybody off."""
        self._server.close()
        self.drop()
        await self._server.wait_closed()

    def drop(self):
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    def send(self, data):
        for writer in self._writers:
            writer.write(data)

    def push(self, *events):
        self.send(b"".join(encode(event) for event in events))

    async def until(self, true):
        """Wait until ``true()`` holds; looked at after every action received."""
        async with self.changed:
            await asyncio.wait_for(self.changed.wait_for(true), 5)

    def named(self, name):
        """The actions of that name, in the order received."""
        return [action for action in self.actions if action["Action"] == name]

    async def _serve(self, reader, writer):
        writer.write(GREETING)
        try:
            while True:
                block = await reader.readuntil(b"\r\n\r\n")
                await self._take(decode(block.decode()), writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def _take(self, action, writer):
        async with self.changed:
            self.actions.append(action)
            if action["Action"] == "Login":
                self._login(action, writer)
            elif self.delay is not None and action["Action"] not in self.silent:
                asyncio.get_running_loop().call_later(self.delay, self._answer, action, writer)
            self.changed.notify_all()

    def _login(self, action, writer):
        if action.get("Secret") != self.secret:
            writer.write(encode({**error("Authentication failed"), "ActionID": action["ActionID"]}))
            writer.close()
            return
        self.logins += 1
        self._writers.append(writer)
        writer.write(encode({**success("Authentication accepted"), "ActionID": action["ActionID"]}))

    def _answer(self, action, writer):
        response, rows, later = self.node.answer(action)
        own = {"ActionID": action["ActionID"]}
        messages = [{**response, **own, **({"EventList": "start"} if rows is not None else {})}]
        if rows is not None:
            messages += [{**row, **own} for row in rows]
            messages.append({"Event": f"{action['Action']}Complete", "EventList": "Complete", **own})
        if not writer.is_closing():
            writer.write(b"".join(encode(message) for message in messages + later))


def encode(message):
    """A message as Asterisk writes it; a list is one line a value."""
    lines = []
    for name, value in message.items():
        lines += [f"{name}: {one}" for one in (value if isinstance(value, list) else [value])]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def decode(text):
    """An action; ``Variable`` is always a list."""
    action = {}
    for line in text.strip().split("\r\n"):
        name, _, value = line.partition(": ")
        if name == "Variable":
            action.setdefault(name, []).append(value)
        else:
            action[name] = value
    return action
