"""The ids of chats that their visitors erased, and nothing else of them: an assistant that was cut off from the database may still
have such a chat in its memory, and must not write it down again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, String, bindparam, select
from sqlalchemy.orm import Session

from admissions.chat.record import stamp
from admissions.database import Base, looking
from admissions.driver import Driver, Statement


class ErasedChat(Base):
    """`at`: when, as `stamp` writes it."""

    __tablename__ = "erased_chats"

    conversation_id = Column(String(255), primary_key=True)
    at = Column(String(40), nullable=False, index=True)


_FIND = Statement(select(ErasedChat.__table__).where(ErasedChat.conversation_id == bindparam("this")))


def mark_in(session: Session, conversation_id: str, now: datetime) -> None:
    """Inside the transaction that erases it."""
    session.merge(ErasedChat(conversation_id=conversation_id, at=stamp(now)))


def is_marked(conversation_id: str) -> bool:
    """Raises `DatabaseError`."""
    with looking() as connection:
        return is_marked_in(connection, conversation_id)


def is_marked_in(connection: Driver, conversation_id: str) -> bool:
    """`is_marked`, inside a transaction."""
    return connection.first(_FIND, {"this": conversation_id}) is not None
