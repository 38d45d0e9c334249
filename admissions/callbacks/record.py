"""The callbacks and the consents as Python sees them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Integer, String

from admissions.database import Base
from admissions.sealing import SealedText

BLIND_OF = "blind_of"  # marks a column that holds the keyed hash of another one, so that a new key renews it
CLAIMED, NO_ANSWER, CANCELLED = "claimed", "no-answer", "cancelled"
PROMISED = ("booked", CLAIMED)  # a call is to come
LIVE = (*PROMISED, NO_ANSWER)  # not over: whom nobody reached can be tried again, and can change or cancel the call
EXPORTED = (
    "reference",
    "name",
    "phone_e164",
    "window_start",
    "window_end",
    "timezone",
    "for_whom",
    "consent_version",
    "consent_at",
    "channel",
    "voicemail_ok",
    "crisis",
    "status",
    "handled_by",
    "created_at",
    "updated_at",
    "extension",
    "texts_ok",
)


class Callback(Base):
    """One agreed call. Times are ISO 8601 with offset; windows are in `timezone`. `status` is one of booked, claimed,
    done, no-answer, cancelled. `sequence` counts the changes that staff are told of."""

    __tablename__ = "callbacks"

    reference = Column(String(12), primary_key=True)
    conversation_id = Column(String(255), nullable=False, index=True)
    name = Column(SealedText)
    phone_e164 = Column(SealedText, nullable=False)
    phone_hash = Column(String(64), nullable=False, index=True, info={BLIND_OF: "phone_e164"})
    extension = Column(SealedText)
    window_start = Column(String(40), nullable=False)
    window_end = Column(String(40), nullable=False)
    timezone = Column(String(40), nullable=False)
    for_whom = Column(String(40), nullable=False)
    consent_version = Column(String(40), nullable=False)
    consent_at = Column(String(40), nullable=False)
    channel = Column(String(40), nullable=False)
    voicemail_ok = Column(Boolean, nullable=False)
    texts_ok = Column(Boolean, nullable=False, default=False)
    crisis = Column(String(20))
    status = Column(String(20), nullable=False)
    handled_by = Column(String(80))
    created_at = Column(String(40), nullable=False)
    updated_at = Column(String(40), nullable=False)
    sequence = Column(Integer, nullable=False, default=0)

    def as_dict(self) -> dict[str, Any]:
        """The fields that staff see and that an export holds."""
        return {key: getattr(self, key) for key in EXPORTED}


class Consent(Base):
    """Proof of one yes. It outlives the callback, without the name, and with the number as a keyed hash only."""

    __tablename__ = "consents"

    id = Column(Integer, primary_key=True)
    reference = Column(String(12), nullable=False, index=True)
    phone_hash = Column(String(64), nullable=False, index=True)
    wording_version = Column(String(40), nullable=False)
    consented_at = Column(String(40), nullable=False)
    channel = Column(String(40), nullable=False)
    voicemail_ok = Column(Boolean, nullable=False)
    texts_ok = Column(Boolean, nullable=False)


class Confirmation(Base):
    """A yes that has been used, by a hash of its idempotency key, and the callback that it made or changed."""

    __tablename__ = "confirmations"

    key = Column(String(64), primary_key=True)
    reference = Column(String(12), nullable=False, index=True)
