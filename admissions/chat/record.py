"""The chat log's tables as Python sees them. What was said is sealed."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, String

from admissions.chat.talk import Conversation, Event
from admissions.database import Base
from admissions.sealing import SealedText

RECEIVED, ANSWERED = "received", "answered"


def stamp(moment: datetime) -> str:
    """A time as it is stored: UTC, always of one length, so that it sorts as text."""
    return moment.astimezone(timezone.utc).isoformat(timespec="milliseconds")


def _in_conversation() -> Column:
    return Column(String(40), ForeignKey("chat_conversations.id", ondelete="CASCADE"), primary_key=True)


class ChatConversation(Base):
    """One conversation. `last_seq` is the number of its newest event."""

    __tablename__ = "chat_conversations"

    id = Column(String(40), primary_key=True)
    token_hash = Column(String(64), nullable=False, unique=True)
    client_hash = Column(String(64), nullable=False)
    last_seq = Column(Integer, nullable=False)
    created_at = Column(String(40), nullable=False)
    expires_at = Column(String(40), nullable=False, index=True)

    @classmethod
    def of(cls, conversation: Conversation) -> ChatConversation:
        return cls(**cls.row(conversation))

    @staticmethod
    def row(conversation: Conversation) -> dict[str, Any]:
        """The values of the columns, of one that begins."""
        return {
            "id": conversation.id,
            "token_hash": conversation.token_hash,
            "client_hash": conversation.client_hash,
            "last_seq": 0,
            "created_at": stamp(conversation.created_at),
            "expires_at": stamp(conversation.expires_at),
        }

    @staticmethod
    def conversation(row: Any) -> Conversation:
        """From a row of the table."""
        return Conversation(
            id=row.id,
            token_hash=row.token_hash,
            client_hash=row.client_hash,
            created_at=datetime.fromisoformat(row.created_at),
            expires_at=datetime.fromisoformat(row.expires_at),
        )


class ChatMessage(Base):
    """A message as it was received. While `received`, `worker` is the process that answers it, unless `alive_until`
    (seconds since 1970) has passed: then that process has died."""

    __tablename__ = "chat_messages"

    conversation_id = _in_conversation()
    id = Column(String(36), primary_key=True)
    said = Column(SealedText, nullable=False)
    status = Column(String(10), nullable=False)
    worker = Column(String(32), nullable=False)
    alive_until = Column(Float, nullable=False)


class ChatEvent(Base):
    """An entry of the log. `helpful` is what the visitor thought of it."""

    __tablename__ = "chat_events"

    conversation_id = _in_conversation()
    seq = Column(Integer, primary_key=True)
    id = Column(String(36), nullable=False, unique=True)
    in_reply_to = Column(String(36))
    type = Column(String(20), nullable=False)
    at = Column(String(40), nullable=False)
    body = Column(SealedText, nullable=False)
    helpful = Column(Boolean)

    WRITTEN = ("conversation_id", "seq", "id", "in_reply_to", "type", "at", "body")  # at first; see `row`

    @classmethod
    def of(cls, conversation_id: str, event: Event) -> ChatEvent:
        return cls(**cls.row(conversation_id, event))

    @staticmethod
    def row(conversation_id: str, event: Event) -> dict[str, Any]:
        """The values of `WRITTEN`."""
        body = [event.text, event.replies, event.custom, event.announce]
        return {
            "conversation_id": conversation_id,
            "seq": event.seq,
            "id": event.id,
            "in_reply_to": event.in_reply_to,
            "type": event.type,
            "at": event.ts.isoformat(),
            "body": json.dumps(body, ensure_ascii=False),
        }

    @staticmethod
    def event(row: Any) -> Event:
        """From a row of the table."""
        text, replies, custom, announce = json.loads(row.body)
        return Event(
            text=text,
            ts=datetime.fromisoformat(row.at),
            type=row.type,
            replies=replies,
            custom=custom,
            announce=announce,
            in_reply_to=row.in_reply_to,
            id=row.id,
            seq=row.seq,
        )
