"""Puts events into the database and takes them out. Blocking: meant for threads. All raise `DatabaseError`."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional, Tuple

from rasa.shared.core.events import Event, deserialise_events
from rasa.shared.nlu.constants import INTENT_RANKING_KEY, RESPONSE_SELECTOR

from admissions.clock import now
from admissions.trackers import log
from admissions.trackers.log import Turn, Version
from assistant.trackers.window import Loaded, Piece

PASSING = (INTENT_RANKING_KEY, RESPONSE_SELECTOR)


def load(conversation_id: str, whole: bool = False, known: Optional[Version] = None) -> Optional[Loaded]:
    """`whole`: every turn since the conversation began. `known`: as for `log.read`."""
    stored = log.read(conversation_id, whole, known)
    if stored is None:
        return None
    pieces = [Piece(turn.first, _events(turn.events)) for turn in stored.turns]
    return Loaded(stored.version, stored.window_from, _events(stored.base), pieces)


def store(
    conversation_id: str, known: Version, pieces: List[Piece], number: int, base: Optional[Tuple[int, List[Event]]]
) -> Version:
    """Append; as `log.append`, with events instead of text. Raises `Moved`."""
    turns = [Turn(piece.first, _text(piece.events)) for piece in pieces]
    return log.append(conversation_id, known, turns, number, (base[0], _text(base[1])) if base else None, now())


def _text(events: List[Event]) -> str:
    return json.dumps([_kept(event.as_dict()) for event in events], ensure_ascii=False, separators=(",", ":"))


def _kept(event: Dict[str, Any]) -> Dict[str, Any]:
    """A message without what the classifier thought of it besides what it took it for: most of its size, and its own turn was
    all that ever looked at it."""
    parsed = event.get("parse_data")
    return event if not parsed else {**event, "parse_data": {name: parsed[name] for name in parsed if name not in PASSING}}


def _events(text: str) -> List[Event]:
    return deserialise_events(json.loads(text))
