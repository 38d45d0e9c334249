"""Opens, finds and erases conversations. Every function is one transaction and raises `DatabaseError`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Iterable

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from admissions.chat.record import ChatConversation, ChatEvent, ChatMessage, stamp
from admissions.chat.talk import Conversation, Event, Gone
from admissions.database import reading, transaction

_conversations = ChatConversation.__table__  # what every message does goes to the tables directly: half the time of objects


def open_conversation(conversation: Conversation, first: list[Event]) -> list[Event]:
    """Begin a conversation with its first events; return them with their numbers."""
    with transaction() as session:
        session.add(ChatConversation.of(conversation))
        session.flush()
        return write(session, conversation.id, first)


def find(token_hash: str) -> Conversation | None:
    """The conversation that this token opens, expired or not."""
    with reading() as session:
        row = session.scalar(select(ChatConversation).where(ChatConversation.token_hash == token_hash))
        return row.conversation() if row else None


def last_seq(conversation_id: str) -> int:
    """The number of the newest event. Raises `Gone`."""
    with reading() as session:
        last = session.scalar(select(ChatConversation.last_seq).where(ChatConversation.id == conversation_id))
        if last is None:
            raise Gone(conversation_id)
        return int(last)


def prolong(conversation_id: str, expires_at: datetime) -> None:
    """Let a conversation live until then. Raises `Gone`."""
    with transaction() as session:
        prolong_in(session, conversation_id, expires_at)


def erase(conversation_id: str) -> None:
    """Delete a conversation with all that was said in it. A callback that was booked in it stays."""
    with transaction() as session:
        _erase(session, [conversation_id])


def purge_chats(before: datetime) -> int:
    """Delete every conversation that ended before this moment; return how many. For `python -m admissions purge`."""
    with transaction() as session:
        ended = session.scalars(select(ChatConversation.id).where(ChatConversation.expires_at < stamp(before))).all()
        _erase(session, ended)
        return len(ended)


def write(session: Session, conversation_id: str, events: Iterable[Event], expires_at: datetime | None = None) -> list[Event]:
    """Number events and add them to the log, inside a transaction; with `expires_at` the conversation lives until then.
    Raises `Gone`."""
    events = list(events)
    changed = {"last_seq": _conversations.c.last_seq + len(events)}
    if expires_at is not None:
        changed["expires_at"] = stamp(expires_at)
    this = _conversations.c.id == conversation_id
    if not session.execute(update(_conversations).where(this).values(changed)).rowcount:
        raise Gone(conversation_id)
    last = session.execute(select(_conversations.c.last_seq).where(this)).scalar_one()
    numbered = [replace(event, seq=last - len(events) + place) for place, event in enumerate(events, 1)]
    if numbered:
        session.execute(insert(ChatEvent.__table__), [ChatEvent.row(conversation_id, event) for event in numbered])
    return numbered


def prolong_in(session: Session, conversation_id: str, expires_at: datetime) -> None:
    """`prolong`, inside a transaction. Raises `Gone`."""
    changed = session.execute(
        update(ChatConversation)
        .where(ChatConversation.id == conversation_id)
        .values(expires_at=stamp(expires_at))
        .execution_options(synchronize_session=False)
    )
    if not changed.rowcount:
        raise Gone(conversation_id)


def _erase(session: Session, ids: list[str]) -> None:
    for start in range(0, len(ids), 500):  # databases limit how many values one statement may hold
        part = ids[start : start + 500]
        for table, column in (
            (ChatEvent, ChatEvent.conversation_id),
            (ChatMessage, ChatMessage.conversation_id),
            (ChatConversation, ChatConversation.id),
        ):
            session.execute(delete(table).where(column.in_(part)).execution_options(synchronize_session=False))
