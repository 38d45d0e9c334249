"""Appends, reads and deletes remembered conversations. Every function is one transaction and raises `DatabaseError`."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from admissions.database import reading, transaction
from admissions.trackers.record import TrackerHead, TrackerTurn

NOTHING = "[]"
_heads, _turns = TrackerHead.__table__, TrackerTurn.__table__


class Moved(Exception):
    """The conversation is not at the version that the writer knew: somebody else wrote to it, or erased it."""


@dataclass(frozen=True)
class Version:
    """Which state of a conversation somebody knows. Number 0 is one of which nothing is stored."""

    life: str = ""
    number: int = 0


@dataclass(frozen=True)
class Turn:
    """Events saved at once: the number of the first, and all of them as a JSON list."""

    first: int
    events: str


@dataclass(frozen=True)
class Stored:
    """A conversation: its turns in order, and what the events before number `window_from` left behind (JSON)."""

    version: Version
    window_from: int
    base: str
    turns: list[Turn]


def version_of(conversation_id: str) -> Version:
    """One cheap look, so that a copy can be told to be stale."""
    with reading() as session:
        wanted = select(_heads.c.life, _heads.c.version).where(_heads.c.conversation_id == conversation_id)
        head = session.execute(wanted).first()
        return Version(head.life, head.version) if head else Version()


def read(conversation_id: str, whole: bool = False) -> Stored | None:
    """The turns that are looked at; `whole`: all since the conversation began."""
    with reading() as session:
        head = session.execute(select(_heads).where(_heads.c.conversation_id == conversation_id)).first()
        if head is None:
            return None
        since = 0 if whole else head.window_from
        wanted = select(_turns.c.first, _turns.c.events).where(_turns.c.conversation_id == conversation_id)
        rows = session.execute(wanted.where(_turns.c.first >= since).order_by(_turns.c.first))
        turns = [Turn(row.first, row.events) for row in rows]
        return Stored(Version(head.life, head.version), head.window_from, head.base, turns)


def append(
    conversation_id: str, known: Version, turns: list[Turn], number: int, base: tuple[int, str] | None, now: datetime
) -> Version:
    """Add turns to a conversation that is at the version `known`, which becomes `number`; return the new version. `base`: where
    the window begins now and what lies behind, if that has changed. Raises `Moved`, and then nothing is written."""
    try:
        with transaction(followed=True) as session:
            version = _move_head(session, conversation_id, known, number, base, now)
            rows = [{"conversation_id": conversation_id, "first": turn.first, "events": turn.events} for turn in turns]
            session.execute(insert(_turns), rows)
            return version
    except IntegrityError as problem:  # somebody else began the same conversation
        raise Moved(conversation_id) from problem


def _move_head(
    session: Session, conversation_id: str, known: Version, number: int, base: tuple[int, str] | None, now: datetime
) -> Version:
    changed = {"version": number, "updated_at": now.isoformat()}
    if base is not None:
        changed.update(window_from=base[0], base=base[1])
    if known.number == 0:
        version = Version(secrets.token_hex(8), number)
        begun = {"window_from": 0, "base": NOTHING, **changed}
        session.execute(insert(_heads).values(conversation_id=conversation_id, life=version.life, **begun))
        return version
    here = (_heads.c.conversation_id == conversation_id, _heads.c.life == known.life, _heads.c.version == known.number)
    if not session.execute(update(_heads).where(*here).values(changed)).rowcount:
        raise Moved(conversation_id)
    return Version(known.life, number)


def forget(conversation_id: str) -> None:
    with transaction() as session:
        forget_in(session, [conversation_id])


def forget_in(session: Session, conversation_ids: list[str]) -> None:
    """`forget` for several, inside a transaction."""
    for conversation_id in conversation_ids:
        session.execute(delete(_turns).where(_turns.c.conversation_id == conversation_id))
        session.execute(delete(_heads).where(_heads.c.conversation_id == conversation_id))


def purge_in(session: Session, before: datetime) -> int:
    """Forget every conversation that has been silent since then; return how many."""
    silent = _heads.c.updated_at < before.isoformat()
    session.execute(delete(_turns).where(_turns.c.conversation_id.in_(select(_heads.c.conversation_id).where(silent))))
    return int(session.execute(delete(_heads).where(silent)).rowcount)


def conversations() -> list[str]:
    """The ids of all that are remembered."""
    with reading() as session:
        return list(session.scalars(select(_heads.c.conversation_id)))
