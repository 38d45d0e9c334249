"""What a live assistant keeps of its chats, read from its database."""

from __future__ import annotations

import sqlite3
from hashlib import sha256
from typing import Any

from tests.journeys.live import Live


def in_database(live: Live, statement: str, *values: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(live.database.removeprefix("sqlite:///"), timeout=10) as connection:
        return connection.execute(statement, values).fetchall()


def conversation_of(live: Live, token: str) -> str | None:
    """The id of the chat that a token opens, or None when nothing is kept of it."""
    found = in_database(live, "select id from chat_conversations where token_hash = ?", sha256(token.encode()).hexdigest())
    return found[0][0] if found else None


def message_count(live: Live, token: str) -> int:
    """How many messages the assistant took in that chat."""
    return len(in_database(live, "select id from chat_messages where conversation_id = ?", str(conversation_of(live, token))))


def ratings(live: Live, token: str) -> dict[int, bool]:
    """What the visitor thought of answers, by `seq`."""
    statement = "select seq, helpful from chat_events where helpful is not null and conversation_id = ?"
    return {seq: bool(helpful) for seq, helpful in in_database(live, statement, str(conversation_of(live, token)))}


def expire(live: Live, token: str) -> None:
    """Let a chat's time be over."""
    statement = "update chat_conversations set expires_at = '2020-01-01T00:00:00.000+00:00' where id = ?"
    in_database(live, statement, str(conversation_of(live, token)))
