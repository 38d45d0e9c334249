"""What was said while the database was away is written down also of those who have left and ask for nothing any more."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from admissions.chat import log
from admissions.chat.conversations import find, open_conversation
from admissions.chat.talk import Conversation, Event, Gone, Message, own
from admissions.database import DatabaseError, engine
from admissions.program import Retention
from admissions.retention import purge
from assistant import database_threads
from assistant.channel import known
from assistant.channel.log import ChatLog, NotYet
from assistant.database_threads import DatabaseThreads
from tests.conftest import Postgres

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


def test_what_is_only_in_memory_is_written_down_as_soon_as_a_database_that_hung_is_back(
    postgres: Postgres, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many writes failed just before, and without holding up anybody meanwhile."""
    monkeypatch.setattr(database_threads, "LONGEST_WAIT", 0.3)
    url = postgres.fresh()
    monkeypatch.setenv("DATABASE_URL", url)
    chats = [Conversation(f"chat-{name}", name * 64, "c" * 64, now, now + timedelta(hours=1)) for name in "ab"]

    async def talk() -> None:
        kept = ChatLog(DatabaseThreads(), "one")
        for chat in chats:
            await kept.open(chat, [Event("hello", now)])
        postgres.freeze()
        try:
            for chat in chats:
                await kept.receive(chat, SAID, own(chat.id, SAID, None, now), chat.expires_at)
            catching_up = asyncio.ensure_future(kept.catch_up())
            await asyncio.sleep(0.5)  # longer than anybody else waits for the database
            began = time.monotonic()
            for chat in chats:
                await kept.answer(chat, SAID, [Event("an answer", now, in_reply_to=SAID.id)])
            assert time.monotonic() - began < 0.2
            assert not catching_up.done()
        finally:
            postgres.thaw()
        await catching_up

    asyncio.run(talk())
    for chat in chats:
        assert [event.text for event in log.events_after(chat.id, 0)] == ["hello", SAID.text, "an answer"]
    engine.cache_clear()
    postgres.drop(url)


def test_a_write_down_that_fails_keeps_nobody_from_reading(database: str, now: datetime) -> None:
    """A full disk, or a backup that has the lock: the database can be read, however often a write is tried."""
    chat = Conversation("chat-1", "t" * 64, "c" * 64, now, now + timedelta(hours=1))

    async def talk() -> None:
        threads = DatabaseThreads()
        await threads.write(open_conversation, chat, [])
        busy = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
        busy.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError):
            await threads.write_patiently(log.restore, chat, "one", {SAID: False}, [])
        assert await threads.read(find, chat.token_hash) == chat
        busy.close()

    asyncio.run(talk())


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


@pytest.mark.parametrize("fate", ["comes back", "dies"])
def test_a_chat_begun_by_one_that_is_cut_off_goes_on_with_the_others_and_is_written_down(
    database: str, now: datetime, monkeypatch: pytest.MonkeyPatch, fate: str
) -> None:
    monkeypatch.setattr(known, "REST", 0.0)
    monkeypatch.setattr(known, "BEGUN_ELSEWHERE", 0.0)
    begun, made_up = (Conversation(name, name[0] * 64, "c" * 64, now, now + timedelta(hours=1)) for name in ("begun", "made up"))
    first, later = replace(SAID, seen=1), replace(SAID, id="7" + SAID.id[1:], text="and my aunt, too", seen=3)

    async def talk() -> None:
        cut_off, second, third = (ChatLog(DatabaseThreads(), name) for name in ("one", "two", "three"))
        cut_off.open_in_memory(begun, [Event("hello", now)])
        assert cut_off.is_only_here(begun)
        assert await second.find(made_up.token_hash) is None
        with pytest.raises(NotYet):
            await second.find(begun.token_hash, begun.id)
        chat = second.take_on(begun, after=1)
        receipt = await second.receive(chat, first, own(begun.id, first, None, now), begun.expires_at)
        assert (receipt.seq, receipt.ahead) == (2, True)  # what it answers is not known here
        await second.answer(chat, first, [Event("an answer", now, in_reply_to=first.id)])
        assert not second.is_only_here(begun)
        found = await third.find(begun.token_hash, begun.id)
        assert found and found.client_hash == begun.client_hash
        receipt = await third.receive(found, later, own(begun.id, later, None, now), begun.expires_at)
        assert (receipt.seq, receipt.ahead) == (4, False)
        if fate == "comes back":
            await cut_off.catch_up()

    asyncio.run(talk())
    greeted = ["hello"] if fate == "comes back" else []
    assert [event.text for event in log.events_after(begun.id, 0)] == [*greeted, first.text, "an answer", later.text]


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


def test_a_chat_that_one_erases_is_not_written_down_by_another_that_has_it_in_memory(either_database: str, now: datetime) -> None:
    chat = Conversation("chat-1", "t" * 64, "c" * 64, now, now + timedelta(hours=1))

    async def talk() -> None:
        cut_off, other = ChatLog(DatabaseThreads(), "one"), ChatLog(DatabaseThreads(), "two")
        cut_off.open_in_memory(chat, [Event("hello", now)])
        other.take_on(chat, 1)
        await other.receive(chat, SAID, own(chat.id, SAID, None, now), chat.expires_at)
        await other.erase(chat)
        await cut_off.catch_up()
        assert not cut_off.is_only_here(chat)
        for process in (cut_off, other, ChatLog(DatabaseThreads(), "three")):
            for _ in range(2):  # at the first look it forgets it
                assert await process.find(chat.token_hash, chat.id) is None

    asyncio.run(talk())
    with pytest.raises(Gone):
        log.events_after(chat.id, 0)
    assert purge_marks(now) == 0
    assert purge_marks(datetime.now(timezone.utc) + timedelta(seconds=1)) == 1


def test_an_answer_that_is_written_is_not_unwritten_by_one_who_knows_of_none(database: str, now: datetime) -> None:
    chat = Conversation("chat-1", "t" * 64, "c" * 64, now, now + timedelta(hours=1))
    log.restore(chat, "one", {SAID: True}, [])
    log.restore(chat, "two", {SAID: False}, [])
    assert log.receive(chat.id, SAID, own(chat.id, SAID, None, now), "three", chat.expires_at).state == log.FINISHED


def purge_marks(before: datetime) -> int:
    kept = Retention(conversations_days=30, callbacks_days=180, consent_proof_days=1460)
    return purge(before + timedelta(days=kept.conversations_days), kept)["marks of erased chats"]
