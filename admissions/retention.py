"""Forgetting: what is old goes by itself, and one person goes on request. Proof of consent stays, without the name."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from admissions import audit, outbox
from admissions.audit import Audit
from admissions.callbacks import places
from admissions.callbacks.record import Callback, Confirmation, Consent
from admissions.callbacks.store import NotFound
from admissions.callbacks.visitors import REFERENCE_PERIOD, Guess
from admissions.chat.conversations import purge_chats
from admissions.chat.erased import ErasedChat
from admissions.database import database_url, engine, reading, transaction
from admissions.outbox import Notice
from admissions.program import Retention
from admissions.schema import empty_log
from admissions.sealing import blinds
from admissions.trackers.log import forget_in, purge_in
from admissions.unanswered import Unanswered


def purge(now: datetime, kept: Retention) -> dict[str, int]:
    """Remove what is older than `kept` allows; return how many of what. Raises `DatabaseError`."""
    chats, calls, proofs = (
        now - timedelta(days=days) for days in (kept.conversations_days, kept.callbacks_days, kept.consent_proof_days)
    )
    with transaction(alone=True) as session:
        old = _callbacks_before(session, calls)
        _remove(session, old, now, audit.PROGRAM, "purged")
        removed = {
            "callbacks": len(old),
            "messages not understood": _older(session, Unanswered, Unanswered.said_at, chats),
            "proofs of consent": _older(session, Consent, Consent.consented_at, proofs),
            "audit lines": _older(session, Audit, Audit.at, proofs),
            "wrong guesses": _older(session, Guess, Guess.at, now - REFERENCE_PERIOD),
            "notices": _older(session, Notice, Notice.created_at, calls),
            "remembered conversations": purge_in(session, chats),
            "marks of erased chats": _older(session, ErasedChat, ErasedChat.at, chats),
        }
    removed["chats"] = purge_chats(chats)
    empty_log(engine(database_url()))
    return removed


def erase(reference: str, now: datetime, by: str, whole_person: bool = True) -> list[str]:
    """Remove the person with this callback: every callback for the same number, live or not, and what the assistant remembers of
    the chats they were booked in; or this one callback only. Staff's calendar and CRM are told to drop them. Return the
    references. Raises `NotFound`, `DatabaseError`."""
    with transaction(alone=True) as session:
        callback = session.get(Callback, reference.strip().upper())
        if callback is None:
            raise NotFound(f"There is no callback with the reference {reference}.")
        same_number = select(Callback).where(Callback.phone_hash.in_(blinds(callback.phone_e164)))
        person = list(session.scalars(same_number)) if whole_person else [callback]
        references = [each.reference for each in person]
        _delete(session, Notice, Notice.reference, references)
        for each in person:
            each.sequence += 1
            outbox.announce(session, each, outbox.ERASED, now)
        session.flush()
        if whole_person:
            forget_in(session, [each.conversation_id for each in person])
        _remove(session, references, now, by, "erased")
    empty_log(engine(database_url()))
    return references


def proofs(phone_e164: str) -> list[Consent]:
    """What was agreed to for a number, the oldest first. Raises `DatabaseError`."""
    with reading() as session:
        chosen = select(Consent).where(Consent.phone_hash.in_(blinds(phone_e164))).order_by(Consent.id)
        return list(session.scalars(chosen))


def _callbacks_before(session: Session, before: datetime) -> list[str]:
    """The callbacks that nobody changed since and whose window is as long past."""
    rows = session.execute(select(Callback.reference, Callback.updated_at, Callback.window_end)).all()
    return [row.reference for row in rows if max(map(datetime.fromisoformat, (row.updated_at, row.window_end))) < before]


def _remove(session: Session, references: list[str], now: datetime, by: str, what: str) -> None:
    for reference in references:
        places.release(session, reference)
    _delete(session, Confirmation, Confirmation.reference, references)
    _delete(session, Callback, Callback.reference, references)
    audit.record(session, now, by, what, references)


def _delete(session: Session, table: Any, column: Any, values: Iterable[str]) -> None:
    for value in values:
        session.execute(delete(table).where(column == value).execution_options(synchronize_session=False))


def _older(session: Session, table: Any, column: Any, before: datetime) -> int:
    """Delete by comparing ISO times as text: hours of difference between time zones do not matter after days."""
    gone = delete(table).where(column < before.isoformat()).execution_options(synchronize_session=False)
    return int(session.execute(gone).rowcount)
