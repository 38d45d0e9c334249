"""Puts events into the database and takes them out. Blocking: meant for threads. All raise `DatabaseError`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, List, Optional, Tuple

from rasa.shared.core.events import Event, deserialise_events
from rasa.shared.nlu.constants import INTENT_RANKING_KEY, RESPONSE_SELECTOR

from admissions.clock import now
from admissions.driver import Driver
from admissions.trackers import log
from admissions.trackers.log import Turn, Version
from assistant.trackers.window import Loaded, Piece, Window

PASSING = (INTENT_RANKING_KEY, RESPONSE_SELECTOR)


def load(conversation_id: str, whole: bool = False, known: Optional[Version] = None) -> Optional[Loaded]:
    """`whole`: every turn since the conversation began. `known`: as for `log.read`."""
    stored = log.read(conversation_id, whole, known)
    if stored is None:
        return None
    pieces = [Piece(turn.first, _events(turn.events)) for turn in stored.turns]
    return Loaded(stored.version, stored.window_from, _events(stored.base), pieces)


@dataclass
class Appending:
    """What of a conversation is not in the database yet, as it stands now."""

    window: Window
    known: Version
    pieces: List[Piece]
    number: int
    begins: int
    base: Optional[List[Event]]  # what lies behind the window, if that is to be written
    version: Version = Version()

    @classmethod
    def of(cls, window: Window) -> Optional[Appending]:
        """None where there is nothing to write."""
        if not window.unsaved or window.forgotten:
            return None
        base = window.base if window.cut_unsaved else None
        return cls(window, window.version, list(window.unsaved), window.number, window.window_from, base)

    def store(self) -> None:
        """As `log.append`, with events instead of text. Raises `Moved`."""
        self.version = log.append(self.window.conversation_id, self.known, *self._stored())

    def store_in(self, connection: Driver) -> None:
        """The same inside a transaction; as `log.append_in`."""
        self.version = log.append_in(connection, self.window.conversation_id, self.known, *self._stored())

    def _stored(self) -> Tuple[List[Turn], int, Optional[Tuple[int, str]], datetime]:
        turns = [Turn(piece.first, _text(piece.events)) for piece in self.pieces]
        return turns, self.number, None if self.base is None else (self.begins, _text(self.base)), now()

    def done(self) -> None:
        """It is in the database."""
        self.window.saved(len(self.pieces), self.version, self.begins)


def _text(events: List[Event]) -> str:
    return json.dumps([_kept(event.as_dict()) for event in events], ensure_ascii=False, separators=(",", ":"))


def _kept(event: Dict[str, Any]) -> Dict[str, Any]:
    """A message without what the classifier thought of it besides what it took it for: most of its size, and its own turn was
    all that ever looked at it."""
    parsed = event.get("parse_data")
    return event if not parsed else {**event, "parse_data": {name: parsed[name] for name in parsed if name not in PASSING}}


def _events(text: str) -> List[Event]:
    return deserialise_events(json.loads(text))
