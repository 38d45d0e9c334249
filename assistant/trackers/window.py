"""The part of one conversation that is looked at: its last turns, and what the earlier ones left behind.

It is bounded, so that a turn late in a conversation costs what one near its beginning does.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Deque, Iterable, List, Optional, Set, Tuple
from weakref import ref

from rasa.shared.core.constants import ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, UserUttered
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

from admissions.trackers.log import Version
from assistant.trackers.base import left_behind

# Turns. Nothing that reads a conversation looks further back than the last five, but for what assistant/trackers/base.py keeps.
WINDOW = 8
# One more, and all but WINDOW are cut off: to cut one off at every turn costs more than to keep some for a while.
MOST = 2 * WINDOW
Latest = Tuple[DialogueStateTracker, "ref[Domain]"]  # a model that was replaced must not live on for its domain


@dataclass(frozen=True)
class Piece:
    """Events that were saved at once, in most cases one turn; `first` is the number of the first one."""

    first: int
    events: List[Event]

    def message_ids(self) -> Set[str]:
        return {event.message_id for event in self.events if isinstance(event, UserUttered) and event.message_id}


@dataclass(frozen=True)
class Loaded:
    """A conversation as it is stored."""

    version: Version
    window_from: int
    base: List[Event]
    pieces: List[Piece]


@dataclass(eq=False)
class Window:
    """`version` is what the database has; `unsaved` is what it does not have yet. `slots` are the domain's. `writing` is held by
    who saves. `forgotten`: it was deleted, and nothing of it is to be saved any more. `latest`: a copy of the tracker that
    was saved last, and what domain it is of, until somebody takes it."""

    conversation_id: str
    version: Version = Version()
    number: int = 0
    window_from: int = 0
    base: List[Event] = field(default_factory=list)
    pieces: Deque[Piece] = field(default_factory=deque)
    unsaved: List[Piece] = field(default_factory=list)
    cut_unsaved: bool = False
    forgotten: bool = False
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)
    latest: Optional[Latest] = None

    @classmethod
    def of(cls, conversation_id: str, loaded: Loaded, slots: Iterable[Slot]) -> Window:
        window = cls(conversation_id)
        window._fill(loaded, slots)
        return window

    def _fill(self, loaded: Loaded, slots: Iterable[Slot]) -> None:
        self.version, self.window_from, self.base = loaded.version, loaded.window_from, loaded.base
        self.pieces.clear()
        for piece in loaded.pieces:
            if piece.first >= loaded.window_from:
                self._take(piece, slots)
        self.number, self.cut_unsaved = loaded.version.number, False

    def go_on(self, loaded: Loaded, slots: Iterable[Slot]) -> None:
        """Somebody else wrote to the conversation: take what was added since this copy was made, and nothing else was loaded."""
        for piece in loaded.pieces:
            self._take(piece, slots)
        self.version, self.number = loaded.version, loaded.version.number
        self.cut_unsaved = self.window_from != loaded.window_from

    @property
    def events(self) -> List[Event]:
        return [*self.base, *(event for piece in self.pieces for event in piece.events)]

    def add(self, events: List[Event], slots: Iterable[Slot]) -> None:
        piece = Piece(self.number, events)
        self.unsaved.append(piece)
        self.number += len(events)
        self._take(piece, slots)

    def saved(self, count: int, version: Version, window_from: int) -> None:
        """The first `count` unsaved pieces are in the database, with a window that begins there."""
        self.version, self.unsaved = version, self.unsaved[count:]
        self.cut_unsaved = self.window_from != window_from

    def put_behind(self, loaded: Loaded, slots: Iterable[Slot]) -> None:
        """Somebody else wrote to the conversation: what is unsaved here goes behind that, except a turn that is there already."""
        waiting, self.unsaved = self.unsaved, []
        self._fill(loaded, slots)
        ids = {each for piece in loaded.pieces for each in piece.message_ids()}
        moments = {event.timestamp for piece in loaded.pieces for event in piece.events}
        for piece in waiting:
            if not (piece.message_ids() & ids) and piece.events[0].timestamp not in moments:
                self.add(piece.events, slots)

    def _take(self, piece: Piece, slots: Iterable[Slot]) -> None:
        session = _session_start(piece.events)
        if session is not None:  # a new session carries over what it needs, and Rasa looks at nothing before it
            self.pieces.clear()
            self.base, self.window_from, self.cut_unsaved = [], piece.first, True
            piece = Piece(piece.first, piece.events[session:])
        self.pieces.append(piece)
        if len(self.pieces) > MOST:
            oldest = [event for _ in range(len(self.pieces) - WINDOW) for event in self.pieces.popleft().events]
            self.base = left_behind(DialogueStateTracker.from_events(self.conversation_id, [*self.base, *oldest], slots))
            self.window_from, self.cut_unsaved = self.pieces[0].first, True


def _session_start(events: List[Event]) -> Optional[int]:
    """Where in these events the last session begins, if one does."""
    for place in range(len(events) - 1, -1, -1):
        if isinstance(events[place], SessionStarted):
            before = events[place - 1] if place else None
            return place - (isinstance(before, ActionExecuted) and before.action_name == ACTION_SESSION_START_NAME)
    return None
