"""What staff are to be told, written in the transaction that makes it so; `admissions.notifier` delivers it."""

from __future__ import annotations

import json
import os
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Integer, String, delete, select, update
from sqlalchemy.orm import Session

from admissions.callbacks.record import Callback
from admissions.database import Base, reading, transaction
from admissions.sealing import SealedText

EMAIL, WEBHOOK = "email", "webhook"
SWITCHES = {EMAIL: "NOTIFY_EMAIL", WEBHOOK: "NOTIFY_WEBHOOK"}  # the variable that turns a channel on
BOOKED, CHANGED, CANCELLED, ERASED = "booked", "changed", "cancelled", "erased"
WAITING, SENDING, SENT, FAILED = "waiting", "sending", "sent", "failed"


class Notice(Base):
    """One change of one callback, for one channel. `payload` is what is told, as JSON; it goes once it is delivered.

    `state`: waiting, sending (leased by one notifier), sent, failed. `unsure`: a notifier died while it handed this over, so
    staff may have got it before; it carries the same key each time.
    """

    __tablename__ = "outbox"

    id = Column(Integer, primary_key=True)
    reference = Column(String(12), nullable=False, index=True)
    channel = Column(String(20), nullable=False)
    sequence = Column(Integer, nullable=False)
    event = Column(String(20), nullable=False)
    payload = Column(SealedText)
    state = Column(String(10), nullable=False, default=WAITING, index=True)
    attempts = Column(Integer, nullable=False, default=0)
    created_at = Column(String(40), nullable=False)
    first_tried_at = Column(String(40))
    due_at = Column(String(40))
    lease_owner = Column(String(40))
    lease_until = Column(String(40))
    handed_over_at = Column(String(40))
    unsure = Column(Boolean, nullable=False, default=False)
    last_problem = Column(String(80))
    done_at = Column(String(40))

    @property
    def key(self) -> str:
        """The same for every attempt: receivers know by it what they have."""
        return f"{self.reference}-{self.sequence}-{self.channel}"

    def told(self) -> dict[str, Any]:
        return json.loads(self.payload)


class NotifyChannel(Base):
    """A channel that the notifier serves, so that a staff's shell without its settings still tells it of a cancellation."""

    __tablename__ = "notify_channels"

    channel = Column(String(20), primary_key=True)


def configured() -> list[str]:
    """The channels that this process's environment turns on."""
    return [channel for channel, variable in SWITCHES.items() if os.environ.get(variable, "").strip()]


def serve(channels: list[str]) -> None:
    """Put on record which channels are served from now on. Raises `DatabaseError`."""
    with transaction(alone=True) as session:
        session.execute(delete(NotifyChannel))
        session.add_all(NotifyChannel(channel=channel) for channel in channels)


def announce(session: Session, callback: Callback, event: str, now: datetime, besides: str | None = None) -> None:
    """Add a notice for every channel, `besides` one, to the transaction that changes the callback."""
    told = {
        "event": event,
        "reference": callback.reference,
        "sequence": callback.sequence,
        "window_start": callback.window_start,
        "window_end": callback.window_end,
        "timezone": callback.timezone,
    }
    if event in (BOOKED, CHANGED):
        told |= {
            "name": callback.name,
            "phone_e164": callback.phone_e164,
            "extension": callback.extension,
            "voicemail_ok": callback.voicemail_ok,
            "texts_ok": callback.texts_ok,
        }
    channels = {*configured(), *session.scalars(select(NotifyChannel.channel))}
    for channel in sorted(channels - {besides}):
        session.add(
            Notice(
                reference=callback.reference,
                channel=channel,
                sequence=callback.sequence,
                event=event,
                payload=json.dumps(told),
                created_at=now.isoformat(),
            )
        )


def undelivered() -> list[Notice]:
    """What waits or has failed, the oldest first. Raises `DatabaseError`."""
    with reading() as session:
        return list(session.scalars(select(Notice).where(Notice.state != SENT).order_by(Notice.id)))


def retry(reference: str | None = None) -> int:
    """Let what has failed be tried again for a day; return how many. Raises `DatabaseError`."""
    with transaction(alone=True) as session:
        chosen = update(Notice).where(Notice.state == FAILED)
        if reference:
            chosen = chosen.where(Notice.reference == reference.strip().upper())
        fresh = {"state": WAITING, "attempts": 0, "first_tried_at": None, "due_at": None}
        return session.execute(chosen.values(**fresh).execution_options(synchronize_session=False)).rowcount
