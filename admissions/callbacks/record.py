"""The callbacks table as Python sees it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, String

from admissions.database import Base

LIVE = ("booked", "claimed")
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
)


class Callback(Base):
    """One agreed call. Times are ISO 8601 with offset; windows are in `timezone`. `status` is one of booked, claimed,
    done, no-answer, cancelled."""

    __tablename__ = "callbacks"

    reference = Column(String(12), primary_key=True)
    conversation_id = Column(String(255), nullable=False, index=True)
    name = Column(String(80))
    phone_e164 = Column(String(20), nullable=False)
    window_start = Column(String(40), nullable=False)
    window_end = Column(String(40), nullable=False)
    timezone = Column(String(40), nullable=False)
    for_whom = Column(String(40), nullable=False)
    consent_version = Column(String(40), nullable=False)
    consent_at = Column(String(40), nullable=False)
    channel = Column(String(40), nullable=False)
    voicemail_ok = Column(Boolean, nullable=False)
    crisis = Column(String(20))
    status = Column(String(20), nullable=False)
    handled_by = Column(String(80))
    created_at = Column(String(40), nullable=False)
    updated_at = Column(String(40), nullable=False)

    def as_dict(self) -> dict[str, Any]:
        """The fields that staff see and that an export holds."""
        return {key: getattr(self, key) for key in EXPORTED}
