"""Rasa's tracker store, on the project's own database.

Conversations in use are kept in memory. At the end of a turn only its events are written, in one commit together with the
conversation's version, which moves only if it is still the one that this copy is of. A copy is compared with the database
before it is used, so several assistants can share one database.

Without a database every turn is still taken, with what is in memory, and written down once the database is back; a restart
before that loses it.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from operator import is_
from typing import Any, Collection, Dict, Iterable, List, Optional, Set
from weakref import ref

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from admissions.chat.erased import is_marked
from admissions.database import DatabaseError
from admissions.trackers import log
from admissions.trackers.log import Moved, Version
from assistant.database_threads import DatabaseThreads, database_threads
from assistant.trackers import light, shelf
from assistant.trackers.along import along
from assistant.trackers.memory import Memory
from assistant.trackers.shelf import Appending
from assistant.trackers.window import Latest, Window

light.install()
logger = logging.getLogger(__name__)
TRIES = 5  # to append where others append, too
_MARK, _DOMAIN = "_handed_out", "_of_domain"


@dataclass
class _Mark:
    """On a tracker: what it was made from, and how many of its events are in there."""

    window: Window
    count: int


class ConversationStore(TrackerStore):
    """Named in endpoints.yml as `tracker_store: {type: assistant.trackers.store.ConversationStore}`."""

    def __init__(
        self,
        domain: Optional[Domain] = None,
        event_broker: Optional[EventBroker] = None,
        host: Optional[str] = None,
        memory: Optional[Memory] = None,
        threads: Optional[DatabaseThreads] = None,
        **kwargs: Dict[str, Any],
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self._memory = memory or Memory()
        self._threads = threads
        self._away = False
        self._to_forget: Set[str] = set()
        self._catching_up: Optional[asyncio.Task[None]] = None

    @property
    def _database(self) -> DatabaseThreads:
        return self._threads or database_threads()

    def init_tracker(self, sender_id: str) -> DialogueStateTracker:
        tracker = DialogueStateTracker(sender_id, self.domain.slots)  # the window bounds it; Rasa's own limit would lose events
        setattr(tracker, _DOMAIN, self.domain)
        return tracker

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The last session, with no more than the last turns of it; None for a conversation that is not known."""
        window = await self._fresh(sender_id)
        return self._hand_out(window) if window and window.events else None

    async def retrieve_full_tracker(self, conversation_id: str) -> Optional[DialogueStateTracker]:
        """Every event since the conversation began; without a database what is in memory."""
        window = await self._fresh(conversation_id)
        if window is None:
            return None
        try:
            loaded = await self._database.read(shelf.load, conversation_id, True)
        except DatabaseError:
            return self._hand_out(window)
        pieces = [*(loaded.pieces if loaded else []), *window.unsaved]
        return DialogueStateTracker.from_events(
            conversation_id, [event for piece in pieces for event in piece.events], self.domain.slots
        )

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append the events that are new. Never raises for want of a database."""
        mark: Optional[_Mark] = getattr(tracker, _MARK, None)
        if mark is None and tracker.events:
            mark = await self._mark_of_stranger(tracker.sender_id)
        mark = mark or _Mark(Window(tracker.sender_id), 0)
        events = list(islice(tracker.events, mark.count, None))
        if events and not mark.window.forgotten:
            if self.event_broker is not None:
                await self._stream_new_events(self.event_broker, events, tracker.sender_id)
            window = self._memory.find(tracker.sender_id) or mark.window
            window.add(events, self.domain.slots)
            self._memory.put(window)
            if turn := along(tracker.sender_id):
                turn.leave(window)
            else:
                await self.write_down(window)
            mark = _Mark(window, len(tracker.events))
            window.latest = self._kept(tracker)
        setattr(tracker, _MARK, mark)

    async def delete(self, sender_id: str) -> None:
        """Forget a conversation, here and in the database; if that is away, once it is back."""
        self._memory.drop(sender_id)
        try:
            await self._database.write(log.forget, sender_id)
        except DatabaseError:
            self._to_forget.add(sender_id)
            self._is_away()

    async def keys(self) -> Iterable[str]:
        found: List[str] = []
        with suppress(DatabaseError):
            found = await self._database.read(log.conversations)
        return {*found, *(window.conversation_id for window in self._memory.unsaved())}

    def _hand_out(self, window: Window) -> DialogueStateTracker:
        """What was kept of the tracker that was saved last, if it has just these events and nobody else has it; else one made of
        them."""
        events, latest = window.events, window.latest
        window.latest = None
        if latest and latest[1]() is self.domain and _are_same(latest[0].events, events):
            tracker = latest[0]
        else:
            tracker = DialogueStateTracker.from_events(window.conversation_id, events, self.domain.slots)
        setattr(tracker, _MARK, _Mark(window, len(events)))
        setattr(tracker, _DOMAIN, self.domain)
        return tracker

    @staticmethod
    def _kept(tracker: DialogueStateTracker) -> Optional[Latest]:
        """Whoever saved it may go on with it, so it is a copy; without the mark, so that it goes when its window goes."""
        domain = getattr(tracker, _DOMAIN, None)
        return None if domain is None else (tracker.copy(), ref(domain))

    async def _mark_of_stranger(self, sender_id: str) -> Optional[_Mark]:
        """For a tracker that was not handed out here: as Rasa does, it is taken to begin with what is known."""
        known = await self.retrieve(sender_id)
        return getattr(known, _MARK) if known else None

    async def _fresh(self, sender_id: str) -> Optional[Window]:
        """What is known of a conversation: the copy in memory if it is still right, or what the database has."""
        window = self._memory.find(sender_id)
        try:
            if window and window.unsaved:
                await self._append(window)
                window = self._memory.find(sender_id)  # none where it was erased meanwhile
            known = window.version if window else Version()
            turn = along(sender_id)
            version = turn.seen() if turn else None
            if version is None and window:
                version = await self._database.read(log.version_of, sender_id)
            if version == known:
                return window
            loaded = await self._database.read(shelf.load, sender_id, False, known)
        except DatabaseError:
            self._is_away()
            return window
        if loaded is None or sender_id in self._to_forget:
            self._memory.drop(sender_id)
            return None
        if window is None or not loaded.version.goes_on_from(known):
            return self._memory.put(Window.of(sender_id, loaded, self.domain.slots))
        if window.version == known and not window.unsaved:  # else it was brought up to date meanwhile
            window.go_on(loaded, self.domain.slots)
        return self._memory.put(window)

    async def write_down(self, window: Window) -> None:
        """Put what is not in the database yet there; where that fails, it is kept for when the database is back."""
        try:
            await self._append(window)
        except DatabaseError:
            self._is_away()
            return
        self.catch_up()

    def catch_up(self) -> None:
        """Begin to write down, and to forget, what the database missed, if it may be back."""
        runs = self._catching_up is not None and not self._catching_up.done()
        if self._away and not runs and self._database.takes_writes:
            self._catching_up = asyncio.ensure_future(self._catch_up())

    async def _append(self, window: Window) -> None:
        if not window.unsaved:
            return None
        if not self._database.takes_writes:
            raise DatabaseError("The database did not take a write a moment ago.")
        async with window.writing:
            for _ in range(TRIES):
                appending = Appending.of(window)
                if appending is None:
                    return None
                try:
                    await self._database.write(appending.store)
                    return appending.done()
                except Moved:
                    loaded = await self._database.read(shelf.load, window.conversation_id, True)
                if loaded is not None:
                    window.put_behind(loaded, self.domain.slots)
                elif window.version.number or await self._database.read(is_marked, window.conversation_id):  # it was erased
                    window.unsaved = []
                    self._memory.drop(window.conversation_id)
                    return None
        raise DatabaseError("Others write to the same conversation all the time.")

    def _is_away(self) -> None:
        if not self._away:
            logger.error("Conversations cannot be remembered: the database does not answer. They go on in memory.")
        self._away = True

    async def _catch_up(self) -> None:
        try:
            for sender_id in list(self._to_forget):
                await self._database.write(log.forget, sender_id)
                self._to_forget.discard(sender_id)
            for window in self._memory.unsaved():
                await self._append(window)
        except DatabaseError:
            return
        self._away = False
        logger.warning("The database is back, and has what was said meanwhile.")


def _are_same(some: Collection[Event], others: Collection[Event]) -> bool:
    return len(some) == len(others) and all(map(is_, some, others))
