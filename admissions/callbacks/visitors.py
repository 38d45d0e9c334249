"""Finds a visitor's callback again: in the same chat, and later by its reference and the last four digits of the number, with a limit on guesses."""

from __future__ import annotations

import hmac
import re
from datetime import datetime, timedelta, timezone

from sqlalchemy import Column, Integer, String, func, select
from sqlalchemy.orm import Session

from admissions import audit
from admissions.callbacks.record import LIVE, Callback
from admissions.callbacks.store import NotFound
from admissions.database import Base, reading, transaction
from admissions.sealing import blind, blinds

GUESSES_OF_ASKER, ASKER_PERIOD = 5, timedelta(hours=1)
GUESSES_AT_REFERENCE, REFERENCE_PERIOD = 10, timedelta(days=1)


class TooManyGuesses(RuntimeError):
    """No more tries for now, neither for this asker nor, it may be, at this reference."""


class Guess(Base):
    """One wrong try. Who asked and what for are keyed hashes: a mistyped reference may be anything."""

    __tablename__ = "guesses"

    id = Column(Integer, primary_key=True)
    asker_hash = Column(String(64), nullable=False, index=True)
    reference_hash = Column(String(64), nullable=False, index=True)
    at = Column(String(40), nullable=False)


def find_for_visitor(reference: str, last_four: str, now: datetime, asker: str) -> Callback:
    """The live callback of that reference, if the digits fit. `asker` is the conversation or the address that asks.

    Raises `NotFound` in the same words for an unknown reference, wrong digits, and a callback that is over;
    `TooManyGuesses` after 5 wrong tries of one asker within an hour or 10 at one reference within a day.
    """
    reference = re.sub(r"[\s\-.]", "", reference).upper()
    with transaction(alone=True) as session:  # a wrong try counts before the next one is looked at
        if _guesses_spent(session, reference, asker, now):
            raise TooManyGuesses("There were too many wrong tries. Please try again later, or call the helpline.")
        callback = session.get(Callback, reference)
        digits = callback.phone_e164[-4:] if callback and callback.status in LIVE else "none"
        found = hmac.compare_digest(digits.encode(), re.sub(r"\D", "", last_four).encode())
        if callback and found:
            audit.record(session, now, audit.VISITOR, "found", [callback.reference])
            return callback
        session.add(Guess(asker_hash=blind(asker), reference_hash=blind(reference), at=_stamp(now)))
    raise NotFound("No callback that waits has this reference and these last four digits.")


def latest_in_conversation(conversation_id: str) -> Callback | None:
    """The callback that this conversation booked last, whatever became of it."""
    with reading() as session:
        chosen = select(Callback).where(Callback.conversation_id == conversation_id)
        return max(session.scalars(chosen), key=lambda callback: datetime.fromisoformat(callback.updated_at), default=None)


def _guesses_spent(session: Session, reference: str, asker: str, now: datetime) -> bool:
    limits = (
        (Guess.asker_hash, asker, ASKER_PERIOD, GUESSES_OF_ASKER),
        (Guess.reference_hash, reference, REFERENCE_PERIOD, GUESSES_AT_REFERENCE),
    )
    counted = (
        session.scalar(select(func.count()).where(column.in_(blinds(value)), Guess.at > _stamp(now - period))) >= limit
        for column, value, period, limit in limits
    )
    return any(counted)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).isoformat(timespec="seconds")
