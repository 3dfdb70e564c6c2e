"""Facts on their way into the reducer: AMI messages and journal lines, live or held back."""

import logging
import time
from collections.abc import Callable

from .ami_protocol import Message
from .events import ChannelEvent, Event
from .journal import Journal

_logger = logging.getLogger(__name__)


class Intake:
    """Holds AMI's events back until the journal has been read to its end once (``live``), then passes them on."""

    def __init__(self, reducer, journal: Journal, from_ami: Callable[[Message], Event | None]):
        self._reducer, self._journal, self._from_ami = reducer, journal, from_ami
        self._held: list[Message] = []
        self._moments: list[float] = []
        self.live = False
        self.last_event: float | None = None
        self.events = self.refused = 0
        self.changed = False  # something was fed since the last snapshot

    def from_ami(self, messages: list[Message]) -> None:
        """The events of one read, in order."""
        if not self.live:
            self._held += messages
            return
        events = [event for message in messages if (event := self._event(message)) is not None]
        self._moments += [event.at for event in events if isinstance(event, ChannelEvent)]
        self.feed(events)

    def from_journal(self) -> bool:
        """One portion of the journal; False when it is read to its end."""
        events = self._journal.read()
        if events is None:
            return False
        self.feed(events)
        return True

    def go_live(self) -> None:
        """The journal is read: now what AMI told meanwhile."""
        self.live = True
        held, self._held = self._held, []
        self.from_ami(held)
        self._moments.clear()

    def feed(self, events: list[Event]) -> None:
        """An event that the reducer cannot take is set aside; the others count."""
        if not events:
            return
        now = time.time()
        self.events, self.changed, self.last_event = self.events + len(events), True, now
        try:
            self._reducer.feed(events, now)
        except Exception:
            if len(events) == 1:
                self.refused += 1
                _logger.exception("the reducer refused %s", events[0])
                return
            for event in events:
                self.feed([event])

    def moments(self) -> list[float]:
        """When the channel events that AMI told since the last call happened, for the lag."""
        moments, self._moments = self._moments, []
        return moments

    def _event(self, message: Message) -> Event | None:
        try:
            return self._from_ami(message)
        except Exception as error:  # noqa: BLE001 - hostile values must not end the link
            self.refused += 1
            _logger.warning("AMI event not understood (%s): %.300s", error, message)
            return None
