"""Writes and reads callbacks. Every change is one transaction, and its notices to staff and its audit line are part of it."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import or_, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from admissions import audit, outbox
from admissions.callbacks import places
from admissions.callbacks.agreed import Agreed
from admissions.callbacks.places import Full, free
from admissions.callbacks.record import CLAIMED, LIVE, NO_ANSWER, PROMISED, Callback, Confirmation, Consent
from admissions.database import reading, transaction
from admissions.sealing import blind, blinds

__all__ = ["Agreed", "Conflict", "Full", "NotFound", "book", "cancel", "find", "free", "get", "listed"]
__all__ += ["live_for_phone", "live_in_conversation", "move", "proof_of", "set_status"]
# Letters and figures that are not taken for one another when read aloud.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
REFERENCE_LENGTH = 6


def _new_reference() -> str:
    """Always with a figure in it, which tells it from a word of six letters wherever it is typed."""
    while True:
        made = "".join(secrets.choice(_ALPHABET) for _ in range(REFERENCE_LENGTH))
        if not made.isalpha():
            return made


class NotFound(LookupError):
    """No callback has that reference."""


class Conflict(RuntimeError):
    """The callback is not in a state that allows this; the message says why and who has it."""


def book(agreed: Agreed, now: datetime) -> Callback:
    """Save a callback and return it. The same yes arriving twice makes one row; another yes in the same conversation changes
    its live callback. Raises `Full` when the window has no place left, `DatabaseError` when nothing could be saved."""
    try:
        return _book(agreed, now)
    except IntegrityError:  # two at once: the other one made the row, so this one finds it
        return _book(agreed, now)


def _book(agreed: Agreed, now: datetime) -> Callback:
    with transaction(alone=True) as session:
        key = agreed.confirmation
        if key and (used := session.get(Confirmation, key)) and (made := session.get(Callback, used.reference)):
            return made
        callback = _live(session, agreed.conversation_id)
        details = agreed.details()
        fresh = callback is None
        if callback is None:
            callback = Callback(
                reference=_new_reference(),
                conversation_id=agreed.conversation_id,
                created_at=now.isoformat(),
                status="booked",
                sequence=0,
            )
        if key:
            session.add(Confirmation(key=key, reference=callback.reference))
        if (
            not fresh
            and callback.status != NO_ANSWER
            and all(getattr(callback, field) == value for field, value in details.items())
        ):
            return callback
        places.take(session, callback.reference, agreed.start, agreed.end, now)
        for field, value in details.items():
            setattr(callback, field, value)
        callback.phone_hash = blind(agreed.phone_e164)
        callback.consent_at = callback.updated_at = now.isoformat()
        if not fresh:
            callback.sequence += 1
            _promise_again(callback)
        session.add(callback)
        session.add(proof_of(callback))
        outbox.announce(session, callback, outbox.BOOKED if fresh else outbox.CHANGED, now)
        audit.record(session, now, audit.VISITOR, "booked" if fresh else "changed", [callback.reference])
        return callback


def proof_of(callback: Callback) -> Consent:
    """The line that stays when the callback is gone."""
    return Consent(
        reference=callback.reference,
        phone_hash=callback.phone_hash,
        wording_version=callback.consent_version,
        consented_at=callback.consent_at,
        channel=callback.channel,
        voicemail_ok=callback.voicemail_ok,
        texts_ok=callback.texts_ok,
    )


def _live(session: Session, conversation_id: str) -> Callback | None:
    """There is one at most, and beside it perhaps one that nobody answered."""
    chosen = select(Callback).where(Callback.conversation_id == conversation_id, Callback.status.in_(LIVE))
    found = sorted(session.scalars(chosen), key=lambda callback: (callback.status == NO_ANSWER, -_when(callback).timestamp()))
    return found[0] if found else None


def _promise_again(callback: Callback) -> None:
    """One that nobody answered waits anew once it has another time."""
    if callback.status == NO_ANSWER:
        callback.status, callback.handled_by = "booked", None


def get(session: Session, reference: str) -> Callback:
    """One callback, in a transaction. Raises `NotFound`."""
    callback = session.get(Callback, reference.strip().upper())
    if callback is None:
        raise NotFound(f"There is no callback with the reference {reference}.")
    return callback


def find(reference: str) -> Callback:
    """Return one callback. Raises `NotFound`."""
    with reading() as session:
        return get(session, reference)


def live_in_conversation(conversation_id: str) -> Callback | None:
    """The callback that this conversation has booked and not cancelled."""
    with reading() as session:
        return _live(session, conversation_id)


def live_for_phone(phone_e164: str) -> Callback | None:
    """The live callback for a number, in whichever conversation it was booked; the next one, if there are several.

    That one exists is as private as the callback: tell a visitor no more of it than they said themselves.
    """
    with reading() as session:
        chosen = select(Callback).where(Callback.phone_hash.in_(blinds(phone_e164)), Callback.status.in_(LIVE))
        return min(session.scalars(chosen), key=_when, default=None)


def listed(statuses: tuple[str, ...] | None = None) -> list[Callback]:
    """All callbacks, the next call first."""
    with reading() as session:
        chosen = select(Callback)
        if statuses:
            chosen = chosen.where(Callback.status.in_(statuses))
        return sorted(session.scalars(chosen), key=_when)


def _when(callback: Callback) -> datetime:
    return datetime.fromisoformat(callback.window_start)


def move(
    reference: str,
    start: datetime,
    end: datetime,
    timezone: str,
    now: datetime,
    conversation_id: str | None = None,
    name: str | None = None,
) -> Callback:
    """Give a live callback another window, and another name if one is given. `conversation_id` takes it over into a
    conversation that has none of its own.

    Raises `NotFound`, `Conflict`, and `Full`, which leaves the callback where it was.
    """
    with transaction(alone=True) as session:
        callback = get(session, reference)
        if callback.status not in LIVE:
            raise Conflict(f"The callback {callback.reference} is {callback.status}.")
        if conversation_id and _live(session, conversation_id) is None:
            callback.conversation_id = conversation_id
        window = (start.isoformat(), end.isoformat(), timezone)
        if window == (callback.window_start, callback.window_end, callback.timezone) and name in (None, callback.name):
            return callback
        callback.name = name or callback.name
        places.take(session, callback.reference, start, end, now)
        callback.window_start, callback.window_end, callback.timezone = window
        _promise_again(callback)
        callback.updated_at, callback.sequence = now.isoformat(), callback.sequence + 1
        outbox.announce(session, callback, outbox.CHANGED, now)
        audit.record(session, now, audit.VISITOR, "moved", [callback.reference])
        return callback


def cancel(reference: str, now: datetime, by: str | None = None) -> Callback:
    """Cancel a live callback; `by` is empty for the visitor. Raises `NotFound`, `Conflict`."""
    return set_status(reference, "cancelled", now, by)


def set_status(
    reference: str,
    status: str,
    now: datetime,
    by: str | None = None,
    only_from: tuple[str, ...] = LIVE,
    from_others: bool = True,
) -> Callback:
    """Move a callback on, if it still is in one of `only_from` and, without `from_others`, nobody else has claimed it; of two at
    once, one wins. A callback that promises no call any more gives its place back. Raises `NotFound`, `Conflict`."""
    try:
        return _set_status(reference, status, now, by, only_from, from_others)
    except IntegrityError:
        raise Conflict("The same visitor has booked another call since. Work that one.") from None


def _set_status(
    reference: str, status: str, now: datetime, by: str | None, only_from: tuple[str, ...], from_others: bool
) -> Callback:
    with transaction(alone=True) as session:
        callback = get(session, reference)
        mine = true() if from_others else or_(Callback.status != CLAIMED, Callback.handled_by == by)
        changed = session.execute(
            update(Callback)
            .where(Callback.reference == callback.reference, Callback.status.in_(only_from), mine)
            .values(status=status, updated_at=now.isoformat(), **({"handled_by": by} if by else {}))
            .execution_options(synchronize_session=False)
        )
        session.refresh(callback)
        if not changed.rowcount:
            owner = f" by {callback.handled_by}" if callback.handled_by else ""
            raise Conflict(f"The callback {callback.reference} is {callback.status}{owner}.")
        if status not in PROMISED:
            places.release(session, callback.reference)
        if status == "cancelled":
            callback.sequence += 1
            outbox.announce(session, callback, outbox.CANCELLED, now)
        audit.record(session, now, by or audit.VISITOR, status, [callback.reference])
        return callback
