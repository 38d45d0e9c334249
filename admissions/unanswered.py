"""What visitors asked that was not understood, kept for staff to review. Blanked before it is stored: no number, no name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Integer, String, select, update

from admissions.database import Base, transaction
from admissions.privacy import blank

NOT_UNDERSTOOD, UNHELPFUL = "not understood", "unhelpful"
DROPPED = "dropped"  # what a message counts as when staff want to hear no more of it
LONGEST = 600


class Unanswered(Base):
    """One message. `reviewed` is the label that staff filed it under, `dropped`, or nothing yet."""

    __tablename__ = "unanswered"

    id = Column(Integer, primary_key=True)
    text = Column(String(LONGEST), nullable=False)
    reason = Column(String(20), nullable=False)
    said_at = Column(String(40), nullable=False)
    reviewed = Column(String(80))


def note(text: str, reason: str, now: datetime) -> None:
    """Keep a message for review. Raises `DatabaseError`."""
    with transaction() as session:
        session.add(Unanswered(text=blank(text)[:LONGEST], reason=reason, said_at=now.isoformat()))


def waiting() -> list[Unanswered]:
    """What nobody has reviewed, the oldest first. Raises `DatabaseError`."""
    with transaction() as session:
        return list(session.scalars(select(Unanswered).where(Unanswered.reviewed.is_(None)).order_by(Unanswered.id)))


def mark(ids: list[int], reviewed: str) -> None:
    """Record what became of messages. Raises `DatabaseError`."""
    with transaction() as session:
        session.execute(update(Unanswered).where(Unanswered.id.in_(ids)).values(reviewed=reviewed))
