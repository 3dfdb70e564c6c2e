"""Typed events in, ledger rows out. Rows are pure functions of the set of facts: order, duplicates, replays and a mix
of sources change nothing. No clock but what is passed in, no input or output.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace

from . import memory, recorded
from .agents import SETTLE_S, AgentView, Line
from .book import Entry, row_of
from .calls import fold
from .events import AgentEvent, ChannelEvent, ChannelKind, Event, NodeEvent, Source
from .ledger import Batch, Call
from .merge import LATE_S, News
from .node_life import NodeLife
from .ports import QueueRule

_logger = logging.getLogger(__name__)

EXACT_S = 2.0  # a call of which only moments have become more exact may wait for this
BOTH_TOLD_S = 2.0  # a call that both sources said has ended is settled after this
ONE_TOLD_S = 30.0
REMEMBER_S = 900.0  # a settled call is known for this long, so that late duplicates do not bring it back
OFFER_S = 20.0  # an older offer is no news
OURS = ("cc-wrap-timer", "cc-preview", "cc-comfort", "cc-record-mark")  # channels of the node's helpers are no calls


class Reducer:
    """``feed`` what was told, ``take`` what changed. ``rules`` (by queue, "" = outbound calls) may be replaced."""

    def __init__(self, node: str, rules: dict[str, QueueRule]):
        self.node = node
        self.rules = rules
        self.life = NodeLife()
        self.calls: dict[str, Entry] = {}
        self.lines: dict[str, Line] = {}
        self.aliases: dict[str, str] = {}  # younger Linkedid -> the one it was joined to
        self.done: dict[str, float] = {}  # settled Linkedid -> when, in the node's time
        self.newest = 0.0  # moment of the youngest fact
        self._home: dict[str, str] = {}  # Uniqueid -> Linkedid
        self._watchers: dict[str, str] = {}  # Linkedid not told of yet -> that of a supervisor's phone
        self._dirty: set[str] = set()
        self._dirty_lines: set[str] = set()
        self._exact: dict[str, float] = {}  # calls that wait for nothing but exact moments, since when
        self._ended: set[str] = set()
        self._next: float | None = None  # when the clock alone changes some line
        self._tidy_at = 0.0
        self._quiet_from = 0.0  # nothing is settled before: old facts are coming in

    def feed(self, events: Iterable[Event], now: float) -> None:
        """Take events in; ``now`` is the moment of their arrival (s)."""
        for event in events:
            if isinstance(event, ChannelEvent):
                self._channel(event, now)
            elif isinstance(event, AgentEvent):
                self._agent(event, now)
            else:
                self._node(event)

    def take(self, now: float) -> Batch:
        """The rows that changed since the last take: calls with all their legs, of an agent all rows from the first
        changed one on, offers once."""
        batch = Batch()
        for linkedid, since in list(self._exact.items()):
            if since > now - EXACT_S:
                break
            self._dirty.add(linkedid)
        if not self._dirty and not self._dirty_lines and not self._due(now):
            self._tidy(now)
            return batch
        changed, self._dirty = self._dirty, set()
        for linkedid in changed:
            self._exact.pop(linkedid, None)
            self._fold(self.calls[linkedid], now)
        stale, self._dirty_lines = self._dirty_lines, set()
        for agent in sorted(stale):
            line = self.lines[agent]
            line.fold(now, self.life)
            changed |= self._rewrapped(line)
            batch.states += line.take()
        self._next = min((line.next for line in self.lines.values() if line.next is not None), default=None)
        for linkedid in sorted(changed):
            self._give(self.calls[linkedid], now, batch)
        self._tidy(now)
        return batch

    def snapshot(self) -> str:
        """JSON of all that is kept: facts of open calls, the agents' bases, remembered keys."""
        return memory.dump(self)

    @classmethod
    def restore(cls, text: str, rules: dict[str, QueueRule]) -> "Reducer":
        """A reducer that goes on where ``snapshot`` was made. Its next take gives all open rows again."""
        return memory.load(cls, text, rules)

    def open_calls(self) -> int:
        """Calls that run now."""
        return sum(1 for entry in self.calls.values() if entry.folded.call is not None and not entry.folded.ended)

    def call(self, key: str) -> Call | None:
        """A call that is not settled yet as the last take gave it; its open legs name their channels."""
        linkedid = key.partition(":")[2] or key
        entry = self.calls.get(self.aliases.get(linkedid, linkedid))
        return entry.folded.call if entry is not None else None

    def running(self) -> list[Call]:
        """The calls that run now, as the last take gave them."""
        calls = (entry.folded.call for entry in self.calls.values() if not entry.folded.ended)
        return [call for call in calls if call is not None]

    def open_channels(self) -> dict[str, tuple[str, str, float]]:
        """Channels that live as far as we know: Uniqueid -> (Linkedid, name, start)."""
        return {
            uniqueid: (entry.linkedid, channel.name, channel.start)
            for entry in self.calls.values()
            for uniqueid, channel in entry.folded.channels.items()
            if channel.end is None
        }

    def recordings(self) -> list[recorded.Live]:
        """The customers' channels of the calls that run, with what is recorded of them."""
        return [
            live
            for entry in self.calls.values()
            if not entry.folded.ended
            for live in recorded.live(entry.linkedid, entry.folded)
        ]

    def agents(self) -> dict[str, AgentView]:
        """How every agent stands of whom a sign-in or sign-out is known, by extension."""
        return {agent: line.view() for agent, line in self.lines.items() if line.now.queues}

    def _channel(self, event: ChannelEvent, now: float) -> None:
        linkedid = self._linkedid(event)
        if linkedid is None:
            return
        if event.kind is ChannelKind.LINKEDID_END:
            event = replace(event, data={"of": event.linkedid})  # which one has ended matters when it was joined
        entry = self.calls.get(linkedid)
        if entry is None:
            entry = self.calls[linkedid] = Entry(f"{self.node}:{linkedid}", linkedid)
            if (watcher := self._watchers.pop(linkedid, None)) in self.calls:
                linkedid = self._join(watcher, linkedid)
                entry = self.calls[linkedid]
        late = event.source is Source.JOURNAL and now - event.at > LATE_S
        news = entry.tellings.add(event, late)
        if news is News.NOTHING:
            return
        entry.touched, entry.json = now, None
        entry.first = min(entry.first, event.at)
        if news is News.FACT:
            self._dirty.add(linkedid)
        else:
            self._exact.setdefault(linkedid, now)
        self._seen(event.at, now)

    def _node(self, event: NodeEvent) -> None:
        self.newest = max(self.newest, event.at)
        if self.life.take(event):
            self._all_dirty()

    def _linkedid(self, event: ChannelEvent) -> str | None:
        """The call that this belongs to; None for what is settled or no call. A channel that is told under two
        Linkedids joins them."""
        linkedid = self.aliases.get(event.linkedid, event.linkedid)
        home = self._home.get(event.uniqueid)
        if event.kind is ChannelKind.WATCH:
            linkedid = self._watched(event, home or linkedid)
        if home == linkedid:
            return linkedid
        if linkedid in self.done:
            return home
        if home is not None:
            return self._join(home, linkedid)
        if event.context in OURS or any(name in event.channel for name in OURS):
            return None
        self._home[event.uniqueid] = linkedid
        return linkedid

    def _watched(self, event: ChannelEvent, own: str) -> str:
        """A supervisor's phone is a call of its own on the node, and part of the watched one in the ledger."""
        told = event.data.get("call", "")
        watched = self.aliases.get(told, told)
        if watched in self.calls and watched != own:
            own = self._home[event.uniqueid] = self._join(own, watched)
        elif watched not in self.done and watched != own:
            self._watchers[watched] = own
        return own

    def _join(self, one: str, other: str) -> str:
        entries = [self.calls.get(linkedid) or Entry(f"{self.node}:{linkedid}", linkedid) for linkedid in (one, other)]
        older, younger = sorted(entries, key=lambda entry: (entry.first, entry.linkedid))
        older.absorb(younger)
        self.calls[older.linkedid] = older
        self.calls.pop(younger.linkedid, None)
        self._exact.pop(younger.linkedid, None)
        for marked in (self._dirty, self._ended):
            marked.discard(younger.linkedid)
        self._dirty.add(older.linkedid)
        self.aliases[younger.linkedid] = older.linkedid
        for moved in (self._home, self.aliases):
            for key, linkedid in moved.items():
                if linkedid == younger.linkedid:
                    moved[key] = older.linkedid
        for duty in younger.folded.duties:
            if self.lines[duty.agent].duties.pop(younger.key, None):
                self._dirty_lines.add(duty.agent)
        return older.linkedid

    def _agent(self, event: AgentEvent, now: float) -> None:
        if not event.agent:
            return
        self._seen(event.at, now)
        if self._line(event.agent).add(event):
            self._dirty_lines.add(event.agent)

    def _line(self, agent: str) -> Line:
        line = self.lines.get(agent)
        if line is None:
            line = self.lines[agent] = Line(agent)
        return line

    def _seen(self, at: float, now: float) -> None:
        self.newest = max(self.newest, at)
        if now - at > SETTLE_S / 2:
            self._quiet_from = now + SETTLE_S
        if self.life.seen(at):
            self._all_dirty()

    def tell_again(self) -> None:
        """Others have written over our rows: give all of them anew."""
        for line in self.lines.values():
            line.tell_again()
        for entry in self.calls.values():
            entry.given = None
        self._all_dirty()

    def _all_dirty(self) -> None:
        self._dirty |= self.calls.keys()
        self._dirty_lines |= self.lines.keys()

    def _due(self, now: float) -> bool:
        if self._next is None or now < self._next:
            return False
        self._dirty_lines |= {agent for agent, line in self.lines.items() if line.next is not None and line.next <= now}
        return True

    def _fold(self, entry: Entry, now: float) -> None:
        before = entry.folded.duties
        try:
            entry.folded = fold(entry.key, entry.tellings.facts(), self.life, self.rules, entry.aliases)
        except Exception:  # pylint: disable=broad-except  # one call that we do not understand must not stop the others
            _logger.exception("call %s cannot be told from its facts; its last row stays", entry.key)
            return
        if not entry.folded.ended:
            self._ended.discard(entry.linkedid)
        elif entry.linkedid not in self._ended:
            self._ended.add(entry.linkedid)
            entry.touched = now
        if entry.folded.duties == before:
            return
        for agent in {duty.agent for duty in (*before, *entry.folded.duties) if duty.agent}:
            mine = [duty for duty in entry.folded.duties if duty.agent == agent]
            duties = self._line(agent).duties
            if mine:
                duties[entry.key] = mine
            else:
                duties.pop(entry.key, None)
            self._dirty_lines.add(agent)

    def _rewrapped(self, line: Line) -> set[str]:
        """Linkedids of the calls whose wrap-up is another one now."""
        linkedids = set()
        wraps = {leg: (wrap.span, wrap.seconds) for leg, wrap in line.wraps().items()}
        for (call, leg), wrap in wraps.items() | line.given_wraps.items():
            if wraps.get((call, leg)) != wrap or line.given_wraps.get((call, leg)) != wrap:
                linkedids.add(call.partition(":")[2])
        line.given_wraps = wraps
        return linkedids & self.calls.keys()

    def _give(self, entry: Entry, now: float, batch: Batch) -> None:
        for uniqueid, blocked in entry.folded.blocked:
            if uniqueid not in entry.offered:
                entry.offered.add(uniqueid)
                entry.json = None
                batch.blocked.append(blocked)
        row = row_of(entry, self.lines)
        if row is None:
            return
        if row != entry.given:
            entry.given = row
            batch.calls.append(row)
        for uniqueid, offer in entry.folded.offers.items():
            if uniqueid not in entry.offered:
                entry.offered.add(uniqueid)
                entry.json = None
                if now - offer.at < OFFER_S:
                    batch.offers.append(offer)

    def _tidy(self, now: float) -> None:
        """Let go of what is settled, once a second at most, and not while old facts are coming in."""
        if now < self._tidy_at or self._dirty or self._dirty_lines:
            return
        self._tidy_at = now + 1.0
        if now < self._quiet_from:
            return
        if not self.life.away:
            for linkedid in [linkedid for linkedid in self._ended if self._is_settled(self.calls[linkedid], now)]:
                self._settle(self.calls[linkedid])
        for line in self.lines.values():
            line.settle(min(now, self.newest), self.life)
        for linkedid, at in list(self.done.items()):
            if at > self.newest - REMEMBER_S:
                break
            del self.done[linkedid]
            self.aliases.pop(linkedid, None)

    def _is_settled(self, entry: Entry, now: float) -> bool:
        patience = BOTH_TOLD_S if entry.tellings.told_by_both else ONE_TOLD_S
        if entry.linkedid in self._exact or now - entry.touched < patience:
            return False
        wraps = (
            self.lines[duty.agent].wraps().get((duty.call, duty.leg)) for duty in entry.folded.duties if duty.agent
        )
        return all(wrap is None or wrap.over for wrap in wraps)

    def _settle(self, entry: Entry) -> None:
        del self.calls[entry.linkedid]
        self._ended.discard(entry.linkedid)
        for linkedid in (entry.linkedid, *entry.aliases):
            self.done[linkedid] = self.newest
        for uniqueid, channel in entry.folded.channels.items():
            self._home.pop(uniqueid, None)
            self._home.pop(channel.uniqueid, None)
        for agent in {duty.agent for duty in entry.folded.duties if duty.agent}:
            line = self.lines[agent]
            line.settled += line.duties.pop(entry.key, [])
