"""What a visitor says yes to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Agreed:
    """What the visitor said yes to. `idempotency_key` names this one yes within its conversation: arriving again, it changes
    nothing, whatever happened in between."""

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
    texts_ok: bool = False
    extension: str | None = None
    idempotency_key: str | None = None

    @property
    def confirmation(self) -> str | None:
        """What the database knows this yes by: a hash, since a key may be made of anything."""
        if self.idempotency_key is None:
            return None
        return hashlib.sha256(f"{self.conversation_id}\n{self.idempotency_key}".encode()).hexdigest()

    def details(self) -> dict[str, object]:
        """The columns of the callback that the visitor decides."""
        return {
            "name": self.name,
            "phone_e164": self.phone_e164,
            "extension": self.extension,
            "window_start": self.start.isoformat(),
            "window_end": self.end.isoformat(),
            "timezone": self.timezone,
            "for_whom": self.for_whom,
            "consent_version": self.consent_version,
            "channel": self.channel,
            "voicemail_ok": self.voicemail_ok,
            "texts_ok": self.texts_ok,
            "crisis": self.crisis,
        }
