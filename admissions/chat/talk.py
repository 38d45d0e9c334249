"""What a conversation is made of. Knows nothing of HTTP, of Rasa or of the tables."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Iterator

MESSAGE, CRISIS, HANDOFF, SESSION_END, ERROR = "message", "crisis", "handoff", "session_end", "error"
POLITE, ASSERTIVE = "polite", "assertive"
OWN, SLOW = "own", "slow"  # the `kind` of what the visitor said, and of the notice that an answer takes long
UNREAD = "unread"  # in a message's metadata: it was written before the last answer was on the visitor's screen


class Gone(LookupError):
    """The conversation is not there (any more)."""


@dataclass(frozen=True)
class Conversation:
    """One visitor's chat. Only hashes of what the browser holds are kept. `expires_at` has a time zone."""

    id: str
    token_hash: str
    client_hash: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Message:
    """What the visitor sent: free text, or the payload of a button. `id` is the browser's own, a UUID. `seen` is the newest event
    that was on the screen when it was written; sent again it is the same message, whatever that says."""

    id: str
    text: str | None = None
    payload: str | None = None
    seen: int | None = field(default=None, compare=False)

    @property
    def said(self) -> str:
        """The same for the same message sent again."""
        return json.dumps([self.text, self.payload])


@dataclass(frozen=True)
class Event:
    """One entry of the log. `seq` is 0 until it is written. `replies` are `{id, title, payload}`, and what else a button has."""

    text: str
    ts: datetime
    type: str = MESSAGE
    replies: list[dict[str, Any]] = field(default_factory=list)
    custom: dict[str, Any] = field(default_factory=dict)
    announce: str = POLITE
    in_reply_to: str | None = None
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    seq: int = 0

    @property
    def is_own(self) -> bool:
        """Whether the visitor said it."""
        return self.custom.get("kind") == OWN

    def offers(self) -> dict[str, str]:
        """The titles of its buttons by what they send, those of a card in `custom` too."""
        return {
            button["payload"]: str(button.get("title") or button["payload"]) for button in _buttons([self.replies, self.custom])
        }

    def as_dict(self) -> dict[str, Any]:
        """As it goes over the wire."""
        return {
            "seq": self.seq,
            "id": self.id,
            "in_reply_to": self.in_reply_to,
            "type": self.type,
            "ts": self.ts.isoformat(),
            "text": self.text,
            "format": "md-lite",
            "replies": self.replies,
            "custom": self.custom,
            "announce": self.announce,
        }


def _buttons(content: Any) -> Iterator[dict[str, Any]]:
    if isinstance(content, dict):
        if isinstance(content.get("payload"), str):
            yield content
        content = list(content.values())
    if isinstance(content, list):
        for part in content:
            yield from _buttons(part)


def own(conversation_id: str, message: Message, title: str | None, ts: datetime) -> Event:
    """The visitor's message as an entry of the log; of a button, its title is shown. Its id follows from the message's, so that
    two processes that took it while the database was away do not write it down twice."""
    shown = title if title is not None else message.text or ""
    return Event(text=shown, ts=ts, custom={"kind": OWN, "message_id": message.id}, id=_id_of_own(conversation_id, message))


def _id_of_own(conversation_id: str, message: Message) -> str:
    return str(uuid.uuid5(uuid.UUID(message.id), conversation_id))
