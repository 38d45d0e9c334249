"""Writes and reads callbacks. Every change is one transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from admissions.callbacks.record import LIVE, Callback
from admissions.database import transaction

# Letters and figures that are not taken for one another when read aloud.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
REFERENCE_LENGTH = 6


class NotFound(LookupError):
    """No callback has that reference."""


class Conflict(RuntimeError):
    """The callback is not in a state that allows this; the message says why and who has it."""


@dataclass(frozen=True)
class Agreed:
    """What the visitor said yes to."""

    conversation_id: str
    name: str | None
    phone_e164: str
    start: datetime
    end: datetime
    timezone: str
    for_whom: str
    consent_version: str
    channel: str
    crisis: str | None = None
    voicemail_ok: bool = False


def book(agreed: Agreed, now: datetime) -> Callback:
    """Save a callback and return it. The same conversation booking again moves its live callback, so that the same yes
    arriving twice makes one row. Raises `DatabaseError` when nothing could be saved."""
    try:
        return _book(agreed, now)
    except IntegrityError:  # two at once: the other one made the row, so this one finds it
        return _book(agreed, now)


def _book(agreed: Agreed, now: datetime) -> Callback:
    with transaction() as session:
        callback = _live(session, agreed.conversation_id)
        if callback is None:
            callback = Callback(
                reference="".join(secrets.choice(_ALPHABET) for _ in range(REFERENCE_LENGTH)),
                conversation_id=agreed.conversation_id,
                created_at=now.isoformat(),
                status="booked",
            )
            session.add(callback)
        callback.name = agreed.name
        callback.phone_e164 = agreed.phone_e164
        callback.window_start, callback.window_end = agreed.start.isoformat(), agreed.end.isoformat()
        callback.timezone, callback.for_whom = agreed.timezone, agreed.for_whom
        callback.consent_version, callback.consent_at = agreed.consent_version, now.isoformat()
        callback.channel, callback.voicemail_ok = agreed.channel, agreed.voicemail_ok
        callback.crisis = agreed.crisis
        callback.updated_at = now.isoformat()
        return callback


def _live(session: Session, conversation_id: str) -> Callback | None:
    chosen = select(Callback).where(Callback.conversation_id == conversation_id, Callback.status.in_(LIVE))
    return session.execute(chosen).scalar_one_or_none()


def find(reference: str) -> Callback:
    """Return one callback. Raises `NotFound`."""
    with transaction() as session:
        callback = session.get(Callback, reference.strip().upper())
        if callback is None:
            raise NotFound(f"There is no callback with the reference {reference}.")
        return callback


def live_in_conversation(conversation_id: str) -> Callback | None:
    """The callback that this conversation has booked and not cancelled."""
    with transaction() as session:
        return _live(session, conversation_id)


def listed(statuses: tuple[str, ...] | None = None) -> list[Callback]:
    """All callbacks, the next call first."""
    with transaction() as session:
        chosen = select(Callback).order_by(Callback.window_start)
        if statuses:
            chosen = chosen.where(Callback.status.in_(statuses))
        return list(session.execute(chosen).scalars())


def move(reference: str, start: datetime, end: datetime, timezone: str, now: datetime) -> Callback:
    """Give a live callback another window. Raises `NotFound` and `Conflict`."""
    with transaction() as session:
        callback = session.get(Callback, reference)
        if callback is None:
            raise NotFound(f"There is no callback with the reference {reference}.")
        if callback.status not in LIVE:
            raise Conflict(f"The callback {reference} is {callback.status}.")
        callback.window_start, callback.window_end, callback.timezone = start.isoformat(), end.isoformat(), timezone
        callback.updated_at = now.isoformat()
        return callback


def set_status(reference: str, status: str, now: datetime, by: str | None = None, only_from: tuple[str, ...] = LIVE) -> Callback:
    """Move a callback on, if it still is in one of `only_from`; of two at once, one wins. Raises `NotFound`, `Conflict`."""
    reference = reference.strip().upper()
    with transaction() as session:
        changed = session.execute(
            update(Callback)
            .where(Callback.reference == reference, Callback.status.in_(only_from))
            .values(status=status, updated_at=now.isoformat(), **({"handled_by": by} if by else {}))
            .execution_options(synchronize_session=False)
        )
        callback = session.get(Callback, reference)
        if callback is None:
            raise NotFound(f"There is no callback with the reference {reference}.")
        if not changed.rowcount:
            owner = f" by {callback.handled_by}" if callback.handled_by else ""
            raise Conflict(f"The callback {reference} is {callback.status}{owner}.")
        return callback
