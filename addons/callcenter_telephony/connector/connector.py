"""The connector's parts put together. ``runner.py`` starts, supervises and ends it."""

import asyncio
import json
import logging
import time
from contextlib import suppress

from . import numbers
from .agi import AgiServer
from .ami import Link
from .ami_events import from_ami
from .ami_session import AmiError
from .answers import Answers
from .cel import from_cel_row
from .command_base import Node
from .command_recording import keep_rules, keep_whole
from .configure import ConfigFailed, Configurator
from .door import TOLD, Door
from .events import NodeEvent, NodeKind, Source
from .health import HealthServer
from .intake import Intake
from .journal import Journal
from .keeper import Keeper
from .ledger import Leg
from .lines import Lines
from .lost_phones import LostPhones
from .machine import Machine
from .notices import notice
from .outbox import Outbox
from .ports import Store, StoreDown
from .queue_log import from_queue_log
from .recordings import Recordings
from .reducer import Reducer
from .resync import Audit, agents, leave_all
from .settings import Settings
from .status import Lag, Messages, heartbeat
from .store_thread import StoreThread
from .trials import Trials
from .waker import Waker
from .writer import Writer

_logger = logging.getLogger(__name__)
SAME_START = 1.5  # seconds by which two readings of Asterisk's start may differ: its uptime has whole seconds


class Connector:
    """Everything that belongs to one node. ``load`` before anything that needs the reducer."""

    def __init__(self, store: Store, settings: Settings):
        self.settings = settings
        self.store = StoreThread(store)
        self.link = Link(settings.asterisk_host, settings.ami_port, settings.ami_user, settings.ami_secret)
        self.journal = Journal(settings.log_path, from_cel_row, from_queue_log)
        self.writer = Writer(self.store)
        self.recordings = Recordings(self.store, settings.node, settings.monitor_path, settings.recordings_path)
        self.configurator = Configurator(self.store, self.link, settings.node_path)
        self.door = Door(self.link, self.store, settings.node_path)
        self.agi = AgiServer(settings.agi_host, settings.agi_port, settings.agi_deadline_s)
        self.answers = Answers(store, settings)
        self.answers.serve(self.agi)
        self.health = HealthServer(settings.health_host, settings.health_port, self.status)
        self.messages, self.lag, self.audit = Messages(), Lag(), Audit()
        self.machine, self.lines = Machine(), Lines()
        self.started: float | None = None  # Asterisk's start
        self.version = ""
        self.compared = False  # what the node did while we were away is known
        self.ready = asyncio.Event()  # the journal is read, events are live
        self.urgent = asyncio.Event()  # somebody's phone is about to ring
        self.reducer: Reducer | None = None
        self._lost = 0.0  # when the link went down last
        self._lagging: list[float] = []
        self._snapshot_at = 0.0
        self._background: set[asyncio.Task] = set()
        self._stopped: set[str] = set()  # recordings that a rule about the agent has ended
        self._talkers: dict[str, Leg] = {}  # who talked last, by recording

    async def load(self) -> None:
        """What we knew before: the reducer's memory with the journal's positions. Raises StoreDown."""
        rules = await self.store.call("rules")
        saved = json.loads(await self.store.call("snapshot") or "{}")
        known = saved.get("reducer")
        self.reducer = Reducer.restore(known, rules) if known else Reducer(self.settings.node, rules)
        self.journal.restore(saved.get("journal", {}))
        self.recordings.restore(saved.get("recordings", []))
        self.started = saved.get("started")
        await self.door.load()
        self._wire()

    def _wire(self) -> None:
        self.intake = Intake(self.reducer, self.journal, from_ami)
        self.keeper = Keeper(self.link, self.reducer)
        trials, reducer = Trials(self.store, self.link, self.settings.node_path), self.reducer
        self.node = node = Node(
            link=self.link,
            code=self.settings.node,
            configure=self.configure,
            feed=self.intake.feed,
            channels=reducer.open_channels,
            trials=trials,
            call=reducer.call,
            numbers=self.numbers,
            recordings=reducer.recordings,
            door=self.door,
        )
        self.lost_phones = LostPhones(node, reducer.running, self.settings.lost_phone_s)
        self.outbox = Outbox(self.store, node)
        self.waker = Waker(self.store.store, self.outbox.wake)
        self.link.on_events, self.link.on_up = self._events, self._up
        self.link.on_down, self.link.on_ping = self._down, self._alive

    def snapshot(self) -> str:
        """Everything a new process needs to go on, as of this moment."""
        return json.dumps(
            {
                "reducer": self.reducer.snapshot(),
                "journal": self.journal.positions(),
                "recordings": self.recordings.state(),
                "started": self.started,
            }
        )

    async def write(self, last: bool = False) -> None:
        """Bring the changed rows to the database, at times with a snapshot. Raises StoreDown; nothing is lost."""
        now = self.collect()
        self._lagging += self.intake.moments()
        due = last or (self.intake.changed and now - self._snapshot_at >= self.settings.snapshot_every_s)
        if not self.writer.waiting and not due:
            self._lagging.clear()
            return
        changed, self.intake.changed = self.intake.changed, not due and self.intake.changed
        try:
            await self.writer.flush(now, self.snapshot if due else None)
        except StoreDown:
            self.intake.changed |= changed
            raise
        self._snapshot_at = now if due else self._snapshot_at
        self.lag.add(self._lagging, time.time())
        self._lagging.clear()

    def collect(self) -> float:
        """Take the reducer's changed rows to those that wait to be written; give the moment."""
        now = time.time()
        batch = self.reducer.take(now)
        self.writer.add(batch)
        self.recordings.note(batch.calls, now)
        return now

    async def configure(self) -> str:
        """Bring the node up to the records, and the reducer up to the queues' settings."""
        try:
            revision = await self.configurator.apply()
            self.messages.end("config")
            return revision
        finally:
            self.reducer.rules = await self.store.call("rules")
            await self.door.load()

    async def numbers(self) -> int:
        """Bring what the node knows of single numbers up to the records; gives how much differed."""
        return await numbers.bring_up(self.link, await self.store.call("numbers"))

    def status(self) -> dict:
        """The heartbeat; also the health page."""
        return heartbeat(self)

    def _events(self, messages: list) -> None:
        self.intake.from_ami(messages)
        for message in messages:
            if message.get("EventName") == "CHAN_START" and message.get("UniqueID") != message.get("LinkedID"):
                self.urgent.set()
            if message.get("UserDefType") == "CC_RECORDING_RULE":
                self.spawn(self.keep_recordings())
            if message.get("PausedReason") == "Auto-Pause" and message.get("Paused") == "1":
                self.spawn(self.keeper.missed(str(message.get("MemberName"))))
            if message.get("Event") == "ContactStatus":
                self.spawn(self.lost_phones.contact(message))
            if message.get("Event") in TOLD:
                self.spawn(self.door.told(message))

    def _down(self, last: float) -> None:
        self.compared = False
        self._lost = last
        self.intake.feed([NodeEvent(NodeKind.LOST, last, Source.AMI)])

    def _alive(self, answer) -> None:
        if self.ready.is_set():
            self.intake.feed([NodeEvent(NodeKind.ALIVE, time.time(), Source.AMI)])

    async def _up(self) -> None:
        """The link is up: what did we miss? The journal says what happened, the node what is."""
        await self.ready.wait()
        await self.link.command("core waitfullybooted", 120)
        while self.intake.from_journal():
            await asyncio.sleep(0)
        fresh = await self._asterisk()
        self.intake.feed([NodeEvent(NodeKind.LINKED, time.time(), Source.AMI)])
        with suppress(StoreDown):
            await self.come_back(fresh)
        self.compared = True
        self.intake.feed(await agents(self.link, self.reducer, time.time()))
        if fresh:
            self.collect()  # so that the reducer's view is that after the start
            await self.keeper.after_start()
        self.spawn(self._configure_at_start())

    async def come_back(self, fresh: bool = False) -> None:
        """Given up meanwhile: our rows count again, but after a restart nobody is signed in. Raises StoreDown."""
        at = await self.store.call("given_up")
        if at is None:
            return
        self.intake.feed(await leave_all(self.link, self.reducer, at) if fresh else [])
        self.collect()
        self.reducer.tell_again()
        self.collect()
        for _ in range(200):  # our rows first, then we are believed
            if self.writer.waiting:
                await asyncio.sleep(self.settings.write_every_s)
        await self.store.call("back")
        self.reducer.tell_again()  # how agents are was not believed until now
        self.intake.changed = True

    async def _asterisk(self) -> bool:
        """Read when Asterisk started; true when that is news, for then everything before has ended."""
        answer = await self.link.action("CoreSettings")
        self.version = answer.get("AsteriskVersion", "")
        output = await self.link.command("core show uptime seconds")
        start = self._born(int("".join(filter(str.isdigit, output.splitlines()[0]))))
        if self.started is not None and abs(start - self.started) <= SAME_START:
            return False
        self.started, start = start, max(start, self._lost + 0.001)
        self.intake.feed([NodeEvent(NodeKind.STARTED, start, Source.AMI)])
        return True

    def _born(self, uptime: int) -> float:
        """Epoch of Asterisk's start: its uptime has whole seconds, and what was answered in the second before a quick
        new start was answered; its pid file is as old as itself."""
        earliest = time.time() - uptime - 1
        with suppress(OSError):
            written = (self.settings.node_path / "run" / "asterisk.pid").stat().st_mtime
            if earliest <= written <= earliest + SAME_START:
                return written
        return earliest

    async def _configure_at_start(self) -> None:
        try:
            await self.configure()
            await self.numbers()
        except (ConfigFailed, AmiError, StoreDown, TimeoutError) as error:
            _logger.warning("configuration at start: %s", error)
        except Exception as error:  # a fault in the records must not hurt the link
            self.messages.set(notice("config", reason=f"{type(error).__name__}: {error}"))
            _logger.exception("configuration at start")

    async def keep_recordings(self) -> None:
        """Let the rules hold for the recordings of running calls. Raises AmiError, TimeoutError, CommandRefused."""
        self.collect()  # so that the reducer's view is that of this moment
        await keep_rules(self.node, time.time(), self._stopped)
        await keep_whole(self.node, self._talkers)

    def spawn(self, work) -> None:
        """Run beside everything else; a failure is logged."""
        task = asyncio.ensure_future(work)
        self._background.add(task)
        task.add_done_callback(self._spawned)

    def _spawned(self, task: asyncio.Task) -> None:
        self._background.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _logger.error("background work failed", exc_info=error)
