"""The connector's side of flows, on a real node: its FastAGI server and handlers, with answers that a test gives."""

import asyncio
import threading

from callcenter_telephony.connector.agi import AgiServer
from callcenter_telephony.connector.answers import Answers
from callcenter_telephony.connector.settings import Settings


class Answering:
    """``with Answering(node) as asked:`` - ``answers`` by question, ``asked`` what came in."""

    def __init__(self, node, inside: str = ""):
        self.node, self.asked = node, []
        self.answers: dict = {}
        self._settings = Settings(node="test", node_dir=str(node.folder), web_inside=inside)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    # what Answers needs of a store

    def beside(self):
        return self

    def answer(self, question: str, values: dict) -> dict:
        self.asked.append((question, values))
        answer = self.answers[question]
        return {"answer": ""} | (answer(values) if callable(answer) else answer)

    def __enter__(self):
        self._thread.start()
        self._server = AgiServer("127.0.0.1", self.node.ports["AGI_PORT"])
        Answers(self, self._settings).serve(self._server)
        asyncio.run_coroutine_threadsafe(self._server.start(), self._loop).result(5)
        return self

    def __exit__(self, *exc):
        asyncio.run_coroutine_threadsafe(self._server.stop(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
