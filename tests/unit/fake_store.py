"""The database in memory: same promises as the Store, and a switch to take it away."""

import threading

from callcenter_telephony.connector.ports import StoreDown
from callcenter_telephony.render.model import NodeConfig


class FakeStore:
    """``away`` makes every call raise StoreDown. ``refuse``: keys of calls that a write refuses, as for a bad value."""

    def __init__(self):
        self.entries = {}
        self.away = False
        self.locked = True
        self.refuse = set()
        self.calls = {}
        self.states = {}
        self.offers = []
        self.text = None
        self.writes = []
        self.failed = 0  # writes that found the database away
        self.outbox = []
        self.taken = {}
        self.finished = []
        self.configs = []
        self.node = NodeConfig("demo")
        self.queues = {}
        self.rule = {}
        self.guesses = []
        self.lost_at = None
        self.heartbeats = []
        self.recordings = {}
        self.answers = lambda question, values: {"answer": ""}
        self.drafts = {}
        self.sounds = []
        self.changed = threading.Condition()

    def lock(self):
        self._here()
        return self.locked

    def wait_for_command(self, timeout):
        self._here()
        with self.changed:
            return bool(self.changed.wait_for(lambda: self.outbox, min(timeout, 0.05)))

    def snapshot(self):
        self._here()
        return self.text

    def rules(self):
        self._here()
        return self.queues

    def given_up(self):
        self._here()
        return self.lost_at

    def back(self):
        self._here()
        self.lost_at, self.written_at_back = None, len(self.writes)
        self._tell([], None)

    def guard(self):
        self._here()
        return self.rule

    def guessed(self, guess):
        self._here()
        self._tell(self.guesses, guess)

    def write(self, batch):
        self.failed += self.away
        self._here()
        bad = self.refuse.intersection(call.key for call in batch.calls)
        if bad:
            raise ValueError(f"bad value in {bad}")
        for call in batch.calls:
            self.calls[call.key] = call
            for alias in call.aliases:
                self.calls.pop(alias, None)
        self._write_states(batch.states)
        self.offers += batch.offers
        self.text = batch.snapshot or self.text
        self._tell(self.writes, batch)

    def _write_states(self, states):
        """As the sink does: the rows given are the truth from the first one's start on."""
        for agent in {row.agent for row in states}:
            rows = {row.start: row for row in states if row.agent == agent}
            kept = {start: row for start, row in self.states.get(agent, {}).items() if start < min(rows)}
            self.states[agent] = {**kept, **rows}

    def tell_monitors(self):
        self._here()

    def watch_alarms(self):
        self._here()

    def take_commands(self, limit):
        self._here()
        taken, self.outbox = self.outbox[:limit], self.outbox[limit:]
        self.taken.update({command.id: command for command in taken})
        return taken

    def unfinished_commands(self):
        self._here()
        return list(self.taken.values())

    def finish_command(self, command_id, ok, message="", refusal=None):
        self._here()
        self.taken.pop(command_id, None)
        self._tell(self.finished, (command_id, ok, message))

    def config(self):
        self._here()
        return self.node

    def beside(self):
        return self

    def answer(self, question, values):
        self._here()
        return self.answers(question, values)

    def trial(self, flow_id, name):
        self._here()
        return self.drafts[flow_id], self.node

    def numbers(self):
        self._here()
        return self.entries

    def config_applied(self, revision, error=""):
        self._here()
        self._tell(self.configs, (revision, error))

    def heartbeat(self, status):
        self._here()
        self._tell(self.heartbeats, status)

    def recording_taken(self, taken):
        self._here()
        self.recordings[taken.call, taken.path] = (taken.seconds, taken.size, taken.sha256)
        self.sounds.append(taken)
        self._tell([], None)

    def order(self, *commands):
        """What Odoo does: rows and a NOTIFY."""
        with self.changed:
            self.outbox += commands
            self.changed.notify_all()

    def until(self, true, timeout=10):
        """Block until ``true()``; for use through a thread."""
        with self.changed:
            if not self.changed.wait_for(true, timeout):
                raise TimeoutError("the store never saw it")

    def _here(self):
        if self.away:
            self._tell([], None)
            raise StoreDown("connection refused")

    def _tell(self, rows, row):
        with self.changed:
            rows.append(row)
            self.changed.notify_all()
