"""Who saw or changed which callback, and when; never what it holds."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Iterable

from sqlalchemy import Column, Integer, String, event, select
from sqlalchemy.orm import Session

from admissions.database import Base, reading, transaction
from admissions.metrics import callbacks_changed

VISITOR, PROGRAM = "visitor", "program"


class Audit(Base):
    """One line. `what` is a word such as list, show, claimed, moved; `reference` is empty where no one callback is meant."""

    __tablename__ = "audit"

    id = Column(Integer, primary_key=True)
    at = Column(String(40), nullable=False)
    who = Column(String(80), nullable=False)
    what = Column(String(40), nullable=False)
    reference = Column(String(12), index=True)


def record(session: Session, now: datetime, who: str, what: str, references: Iterable[str | None]) -> None:
    """Add a line for each reference to the transaction that sees or changes it; it is counted once that is committed."""
    references = list(references)
    event.listen(session, "after_commit", lambda _: callbacks_changed(what, len(references)), once=True)
    session.add_all(
        Audit(at=now.astimezone(timezone.utc).isoformat(timespec="seconds"), who=who[:80], what=what, reference=each)
        for each in references
    )


def trail(reference: str | None = None) -> list[Audit]:
    """All lines, or those of one callback, the oldest first. Raises `DatabaseError`."""
    with reading() as session:
        chosen = select(Audit).order_by(Audit.id)
        if reference:
            chosen = chosen.where(Audit.reference == reference.strip().upper())
        return list(session.scalars(chosen))


def saw(now: datetime, who: str, what: str, references: Iterable[str]) -> None:
    """Record that someone looked. Raises `DatabaseError`."""
    with transaction() as session:
        record(session, now, who, what, references)
