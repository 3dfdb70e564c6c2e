"""What flows ask the connector: who calls, what a record says, what a web address answers.

Each handler sets CC_ANSWER in time, or the dialplan takes the step's default exit. A PIN is read from the channel and
handed to the store; it is in no log and no message.
"""

import asyncio
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .agi import AgiServer, Request
from .ports import Store
from .settings import Settings
from .web_call import WebCall, WebCallFailed, fetch, networks, picked

NAME = re.compile(r"[a-z][a-z0-9_]{0,19}")
FILE = re.compile(r"[0-9a-f]{16}")
WEB_LONGEST_S = 10.5
SOUND_S = 5.0
LONG_AGO = 3600.0  # seconds
SAID = re.compile(r"[^\w+.*#:@/ -]")  # what may not stand in a variable of a flow


class Answers:
    """Has a thread and a store of its own: the ledger's writes hold no caller up."""

    def __init__(self, store: Store, settings: Settings):
        self._store = store.beside()
        self._settings = settings
        self._pool = ThreadPoolExecutor(1, "callcenter-answers")
        self._inside = networks(settings.web_inside)

    def serve(self, server: AgiServer) -> None:
        """Take the questions of ``server``."""
        for handler in (self.member, self.lookup, self.region, self.blacklist, self.web, self.prompt):
            server.handlers[handler.__name__] = handler
        server.deadlines |= {"web": WEB_LONGEST_S, "prompt": SOUND_S}

    def close(self) -> None:
        self._pool.shutdown(wait=False)

    async def ask(self, question: str, **values) -> dict:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self._store.answer, question, values)

    async def member(self, request: Request) -> None:
        """CC_MEMBER, CC_PIN, CC_LOCK (wrong PINs:minutes) → ok (with the customer in CC_CUSTOMER), failed, locked."""
        after, _colon, minutes = (await request.variable("CC_LOCK")).partition(":")
        found = await self.ask(
            "member",
            number=await request.variable("CC_MEMBER"),
            pin=await request.variable("CC_PIN"),
            lock_after=int(after),
            lock_minutes=int(minutes),
        )
        if found["answer"] == "ok":
            await request.set_variable("CC_CUSTOMER", str(found["customer"]))
        await request.answer(found["answer"])

    async def lookup(self, request: Request) -> None:
        """CC_LOOKUP (code), CC_ASKED_FOR, CC_CUSTOMER, CC_NUMBER, CC_LANG → none, or sounds joined with ``&``."""
        names = {
            "code": "CC_LOOKUP", "typed": "CC_ASKED_FOR", "customer": "CC_CUSTOMER", "number": "CC_NUMBER",
            "language": "CC_LANG",
        }  # fmt: skip
        values = {key: await request.variable(name) for key, name in names.items()}
        await request.answer((await self.ask("lookup", **values))["answer"])

    async def region(self, request: Request) -> None:
        """Where the caller's number belongs: province in Chinese."""
        found = await self.ask("region", number=await request.variable("CC_NUMBER"))
        await request.answer(safe(found["answer"]))

    async def blacklist(self, request: Request) -> None:
        """The node turns the caller away already; now the records say so too."""
        await self.ask("blacklist", number=await request.variable("CC_NUMBER"))
        await request.answer("ok")

    async def web(self, request: Request) -> None:
        """CC_WEB names the file of the call → ok with the value in the flow's variable, or failed."""
        name = await request.variable("CC_WEB")
        if not FILE.fullmatch(name):
            raise WebCallFailed("no such web call")
        call = WebCall(**json.loads((self._settings.node_path / "flows" / f"web-{name}.json").read_text("utf-8")))
        values = {variable: await request.variable(f"CCV_{variable}") for variable in call.variables()}
        values["caller"] = await request.variable("CC_NUMBER")
        async with asyncio.timeout(float(call.deadline_s or 3)):
            answer = await fetch(call, values, self._inside)
        if call.variable and NAME.fullmatch(call.variable):
            await request.set_variable(f"CCV_{call.variable}", safe(picked(answer, call.json_path)))
        await request.answer("ok")

    async def prompt(self, request: Request) -> None:
        """A prompt was spoken into a phone: CC_PROMPT (its id), CC_TAKE (which recording) and the file of it."""
        number = int(await request.variable("CC_PROMPT"))
        take = int(await request.variable("CC_TAKE"))
        path = self._settings.node_path / "spool" / "tmp" / f"prompt-{number}-{take}.wav"
        sound = await asyncio.to_thread(path.read_bytes)
        found = await self.ask("prompt", prompt=number, sound=sound)
        await asyncio.to_thread(path.unlink, True)
        await asyncio.to_thread(forget_takes, path.parent)
        await request.answer(found["answer"])


def forget_takes(folder: Path) -> None:
    """Delete what was spoken long ago and not kept: who spoke hung up before the #."""
    for path in folder.glob("prompt-*.wav"):
        if time.time() - path.stat().st_mtime > LONG_AGO:
            path.unlink(missing_ok=True)


def safe(text: str) -> str:
    """What of a stranger's text may stand in a variable of a flow: letters of any script, digits, a few signs."""
    return SAID.sub("", str(text))[:80].strip()
