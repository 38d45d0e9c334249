"""Appends, reads and deletes remembered conversations. Every function is one transaction, but for those that are named as inside
one, and raises `DatabaseError`."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from admissions.chat.erased import is_marked_in
from admissions.database import looking, reading, transaction, writing
from admissions.driver import Driver, Statement
from admissions.trackers.record import TrackerHead, TrackerTurn

NOTHING = "[]"
_heads, _turns = TrackerHead.__table__, TrackerTurn.__table__
_this = _heads.c.conversation_id == bindparam("this")
_move = (
    update(_heads)
    .where(_this, _heads.c.life == bindparam("known_life"), _heads.c.version == bindparam("known_version"))
    .values(version=bindparam("to"), updated_at=bindparam("now"))
)
_cut = {"window_from": bindparam("begins"), "base": bindparam("behind", type_=_heads.c.base.type)}
_VERSION = Statement(select(_heads.c.life, _heads.c.version).where(_this))
_HEAD = Statement(select(_heads).where(_this))
_TURNS = Statement(
    select(_turns.c.first, _turns.c.events)
    .where(_turns.c.conversation_id == bindparam("this"), _turns.c.first >= bindparam("since"))
    .order_by(_turns.c.first)
)
_MOVE, _MOVE_AND_CUT = Statement(_move), Statement(_move.values(**_cut))
_BEGIN, _ADD = Statement(insert(_heads)), Statement(insert(_turns))


class Moved(Exception):
    """The conversation is not at the version that the writer knew: somebody else wrote to it, or erased it."""


@dataclass(frozen=True)
class Version:
    """Which state of a conversation somebody knows. Number 0 is one of which nothing is stored."""

    life: str = ""
    number: int = 0

    def goes_on_from(self, known: Version) -> bool:
        """Whether what was known is still the beginning of this."""
        return 0 < known.number <= self.number and known.life == self.life


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
    with looking() as connection:
        return version_in(connection, conversation_id)


def version_in(connection: Driver, conversation_id: str) -> Version:
    """`version_of`, inside a transaction."""
    head = connection.first(_VERSION, {"this": conversation_id})
    return Version(head.life, head.version) if head else Version()


def read(conversation_id: str, whole: bool = False, known: Version | None = None) -> Stored | None:
    """The turns that are looked at. `whole`: all since the conversation began. `known`: only those after that version, where the
    conversation still goes on from it."""
    with looking() as connection:
        head = connection.first(_HEAD, {"this": conversation_id})
        if head is None:
            return None
        version, since = Version(head.life, head.version), 0 if whole else head.window_from
        if known is not None and version.goes_on_from(known):
            since = known.number
        rows = connection.all(_TURNS, {"this": conversation_id, "since": since})
        return Stored(version, head.window_from, head.base, [Turn(row.first, row.events) for row in rows])


def append(
    conversation_id: str, known: Version, turns: list[Turn], number: int, base: tuple[int, str] | None, now: datetime
) -> Version:
    """Add turns to a conversation that is at the version `known`, which becomes `number`; return the new version. `base`: where
    the window begins now and what lies behind, if that has changed. Raises `Moved`, and then nothing is written."""
    with writing(followed=True) as connection:
        return append_in(connection, conversation_id, known, turns, number, base, now)


def append_in(
    connection: Driver,
    conversation_id: str,
    known: Version,
    turns: list[Turn],
    number: int,
    base: tuple[int, str] | None,
    now: datetime,
) -> Version:
    """`append`, inside a transaction, which cannot go on after `Moved`."""
    rows = [{"conversation_id": conversation_id, "first": turn.first, "events": turn.events} for turn in turns]
    try:
        version = _move_head(connection, conversation_id, known, number, base, now)
        connection.run(_ADD, rows)
    except connection.clash as problem:  # somebody else began the same conversation
        raise Moved(conversation_id) from problem
    return version


def _move_head(
    connection: Driver, conversation_id: str, known: Version, number: int, base: tuple[int, str] | None, now: datetime
) -> Version:
    begins, behind = base or (0, NOTHING)
    if known.number == 0:
        if is_marked_in(connection, conversation_id):
            raise Moved(conversation_id)
        version = Version(secrets.token_hex(8), number)
        begun = {"version": number, "updated_at": now.isoformat(), "window_from": begins, "base": behind}
        connection.run(_BEGIN, {"conversation_id": conversation_id, "life": version.life, **begun})
        return version
    here = {"this": conversation_id, "known_life": known.life, "known_version": known.number}
    moved = {**here, "to": number, "now": now.isoformat()}
    if base is not None:
        moved.update(begins=begins, behind=behind)
    if not connection.run(_MOVE if base is None else _MOVE_AND_CUT, moved):
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
