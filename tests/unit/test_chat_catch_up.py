"""What was said while the database was away is written down also of those who have left and ask for nothing any more."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import datetime, timedelta

import pytest

from admissions.chat import log
from admissions.chat.talk import Conversation, Event, Message, own
from assistant.channel import known
from assistant.channel.log import ChatLog, NotYet
from assistant.database_threads import DatabaseThreads

SAID = Message("6ba7b810-9dad-11d1-80b4-00c04fd430c8", text="my cousin Zebulon asks")


def test_a_chat_that_nobody_asks_for_is_written_down(database: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "REST", 0.0)
    chat = Conversation("chat-1", "t" * 64, "c" * 64, now, now + timedelta(hours=1))

    async def talk() -> None:
        kept = ChatLog(DatabaseThreads(), "one")
        await kept.open(chat, [Event("hello", now)])
        busy = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
        busy.execute("BEGIN IMMEDIATE")
        await kept.receive(chat, SAID, own(chat.id, SAID, None, now), chat.expires_at)
        await kept.catch_up()
        assert [event.text for event in log.events_after(chat.id, 0)] == ["hello"]
        busy.rollback()
        busy.close()
        await kept.catch_up()

    asyncio.run(talk())
    assert [event.text for event in log.events_after(chat.id, 0)] == ["hello", SAID.text]


def test_a_message_that_two_processes_took_is_in_the_log_once(database: str, now: datetime) -> None:
    chat = Conversation("chat-1", "t" * 64, "c" * 64, now, now + timedelta(hours=1))

    async def talk() -> None:
        died, took_over = ChatLog(DatabaseThreads(), "one"), ChatLog(DatabaseThreads(), "two")
        await died.open(chat, [Event("hello", now)])
        await died.receive(chat, SAID, own(chat.id, SAID, None, now), chat.expires_at)
        took_over.unchecked(chat, after=1)  # the database is away, so nobody there knows the chat
        await took_over.receive(chat, SAID, own(chat.id, SAID, None, now), chat.expires_at)
        await took_over.answer(chat, SAID, [Event("an answer", now, in_reply_to=SAID.id)])
        await took_over.catch_up()

    asyncio.run(talk())
    assert [event.text for event in log.events_after(chat.id, 0)] == ["hello", SAID.text, "an answer"]


def test_a_chat_begun_while_nothing_can_be_written_is_not_unknown_to_the_other_process(
    database: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "REST", 0.0)
    begun, other = (Conversation(name, name[0] * 64, "c" * 64, now, now + timedelta(hours=1)) for name in ("begun", "other"))

    async def talk() -> None:
        one, two = ChatLog(DatabaseThreads(), "one"), ChatLog(DatabaseThreads(), "two")
        await two.open(other, [Event("hello", now)])
        assert await two.find("0" * 64) is None
        busy = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
        busy.execute("BEGIN IMMEDIATE")  # it can be read, but takes no write, as on a full disk
        await one.open(begun, [Event("hello", now)])
        await two.append(other, [Event("anything", now)])
        with pytest.raises(NotYet):
            await two.find(begun.token_hash)
        two.unchecked(begun, after=1)
        await two.receive(begun, SAID, own(begun.id, SAID, None, now), begun.expires_at)
        busy.rollback()
        busy.close()
        await two.catch_up()
        await one.catch_up()
        await two.catch_up()

    asyncio.run(talk())
    assert [event.text for event in log.events_after(begun.id, 0)] == ["hello", SAID.text]


def test_a_chat_begun_by_one_that_is_cut_off_is_answered_by_the_others_and_written_down(
    database: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "REST", 0.0)
    monkeypatch.setattr(known, "BEGUN_ELSEWHERE", 0.0)
    begun, made_up = (Conversation(name, name[0] * 64, "c" * 64, now, now + timedelta(hours=1)) for name in ("begun", "made up"))

    async def talk() -> None:
        cut_off, other = ChatLog(DatabaseThreads(), "one"), ChatLog(DatabaseThreads(), "two")
        cut_off.open_in_memory(begun, [Event("hello", now)])
        assert cut_off.is_only_here(begun)
        assert await other.find(made_up.token_hash) is None
        with pytest.raises(NotYet):
            await other.find(begun.token_hash, 600.0)
        other.unchecked(begun, 1, 600.0)
        await other.receive(begun, SAID, own(begun.id, SAID, None, now), begun.expires_at)
        await other.catch_up()
        assert other.is_only_here(begun)
        await cut_off.catch_up()
        await other.catch_up()
        assert not other.is_only_here(begun)

    asyncio.run(talk())
    assert [event.text for event in log.events_after(begun.id, 0)] == ["hello", SAID.text]


def test_what_was_said_in_an_erased_chat_is_not_kept_in_memory_either(database: str, now: datetime) -> None:
    chat = Conversation("chat-1", "t" * 64, "c" * 64, now, now + timedelta(hours=1))

    async def talk() -> tuple[str, str]:
        kept = ChatLog(DatabaseThreads(), "one")
        await kept.open(chat, [Event("hello", now)])
        await kept.receive(chat, SAID, own(chat.id, SAID, None, now), chat.expires_at)
        await kept.answer(chat, SAID, [Event("for Zebulon", now, in_reply_to=SAID.id)])
        remembered = repr(kept._remembered.of(chat))
        await kept.erase(chat)
        return remembered, repr(kept._remembered.of(chat))

    before, after = asyncio.run(talk())
    assert "Zebulon" in before
    assert "Zebulon" not in after
