"""Opens, finds and erases conversations. Every function is one transaction and raises `DatabaseError`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Iterable

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from admissions.chat.erased import mark_in
from admissions.chat.record import ChatConversation, ChatEvent, ChatMessage, stamp
from admissions.chat.talk import Conversation, Event, Gone
from admissions.clock import now
from admissions.database import looking, transaction, writing
from admissions.driver import Driver, Statement

_conversations = ChatConversation.__table__
_this = _conversations.c.id == bindparam("this")
_count = update(_conversations).where(_this).values(last_seq=_conversations.c.last_seq + bindparam("more"))
_not_ended = _conversations.c.expires_at > bindparam("now")
_BEGIN = Statement(insert(_conversations))
_FIND = Statement(select(_conversations).where(_conversations.c.token_hash == bindparam("token")))
_LAST = Statement(select(_conversations.c.last_seq).where(_this))
_LONGER = Statement(update(_conversations).where(_this).values(expires_at=bindparam("until")))
_COUNT, _COUNT_LONGER = Statement(_count), Statement(_count.where(_not_ended).values(expires_at=bindparam("until")))
_ADD = Statement(insert(ChatEvent.__table__), ChatEvent.WRITTEN)


def open_conversation(conversation: Conversation, first: list[Event]) -> list[Event]:
    """Begin a conversation with its first events; return them with their numbers."""
    with writing() as connection:
        connection.run(_BEGIN, ChatConversation.row(conversation))
        return write(connection, conversation.id, first)


def find(token_hash: str) -> Conversation | None:
    """The conversation that this token opens, expired or not."""
    with looking() as connection:
        row = connection.first(_FIND, {"token": token_hash})
        return ChatConversation.conversation(row) if row else None


def last_seq(conversation_id: str) -> int:
    """The number of the newest event. Raises `Gone`."""
    with looking() as connection:
        return last_seq_in(connection, conversation_id)


def last_seq_in(connection: Driver, conversation_id: str) -> int:
    """`last_seq`, inside a transaction. Raises `Gone`."""
    found = connection.first(_LAST, {"this": conversation_id})
    if found is None:
        raise Gone(conversation_id)
    return int(found.last_seq)


def prolong(conversation_id: str, expires_at: datetime) -> None:
    """Let a conversation live until then. Raises `Gone`."""
    with writing() as connection:
        prolong_in(connection, conversation_id, expires_at)


def erase(conversation_id: str) -> None:
    """Delete a conversation with all that was said in it, for good: nobody can write it down again. A callback that was booked in
    it stays."""
    with transaction() as session:
        mark_in(session, conversation_id, now())
        _erase(session, [conversation_id])


def purge_chats(before: datetime) -> int:
    """Delete every conversation that ended before this moment; return how many. For `python -m admissions purge`."""
    with transaction() as session:
        ended = session.scalars(select(ChatConversation.id).where(ChatConversation.expires_at < stamp(before))).all()
        _erase(session, ended)
        return len(ended)


def write(connection: Driver, conversation_id: str, events: Iterable[Event], expires_at: datetime | None = None) -> list[Event]:
    """Number events and add them to the log, inside a transaction. With `expires_at` the conversation lives until then, if it has
    not ended before the first event. Raises `Gone`."""
    events = list(events)
    changed: dict[str, Any] = {"this": conversation_id, "more": len(events)}
    if expires_at is not None:
        changed.update(until=stamp(expires_at), now=stamp(events[0].ts))
    if not connection.run(_COUNT if expires_at is None else _COUNT_LONGER, changed):
        raise Gone(conversation_id)
    before = last_seq_in(connection, conversation_id) - len(events)
    numbered = [replace(event, seq=before + place) for place, event in enumerate(events, 1)]
    if numbered:
        connection.run(_ADD, [ChatEvent.row(conversation_id, event) for event in numbered])
    return numbered


def prolong_in(connection: Driver, conversation_id: str, expires_at: datetime) -> None:
    """`prolong`, inside a transaction. Raises `Gone`."""
    if not connection.run(_LONGER, {"this": conversation_id, "until": stamp(expires_at)}):
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
