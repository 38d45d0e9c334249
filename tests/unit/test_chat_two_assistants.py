"""Two assistants on one database that is away for a while: the log has everything in the order in which it was said."""

from __future__ import annotations

import asyncio
import uuid
from datetime import datetime, timedelta
from typing import Any, Callable, List

import pytest

from admissions.chat import log
from admissions.chat.talk import Conversation, Event, Message, own
from admissions.database import DatabaseError
from assistant.channel import known
from assistant.channel.http import LARGEST_NUMBER
from assistant.channel.log import ChatLog
from assistant.database_threads import DatabaseThreads


class Cut(DatabaseThreads):
    """A database that one assistant can lose."""

    away = False

    async def _run(self, *given: Any) -> Any:
        if self.away:
            raise DatabaseError("It is away.")
        return await super()._run(*given)


class Assistant:
    def __init__(self, name: str, chat: Conversation, now: datetime) -> None:
        self.database = Cut()
        self.log, self._chat, self._now = ChatLog(self.database, name), chat, now
        self.taken: List[Message] = []

    async def take(self, text: str, seen: int, sent_again: Message | None = None) -> int:
        """Answer a message from someone who has seen everything until `seen`; return what they have seen then."""
        message = sent_again or Message(str(uuid.uuid4()), text=text, seen=seen)
        self.taken.append(message)
        try:
            await self.log.find(self._chat.token_hash)
        except DatabaseError:
            self.log.unchecked(self._chat, seen)
        await self.log.receive(self._chat, message, own(self._chat.id, message, None, self._now), self._chat.expires_at)
        answer = Event(f"to {text}", self._now, in_reply_to=message.id)
        return (await self.log.answer(self._chat, message, [answer]))[-1].seq


@pytest.fixture
def chat(now: datetime) -> Conversation:
    return Conversation("chat-1", "t" * 64, "c" * 64, now, now + timedelta(hours=1))


@pytest.fixture(autouse=True)
def no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "REST", 0.0)


def said(chat: Conversation) -> List[str]:
    return [event.text for event in log.events_after(chat.id, 0)]


def test_what_the_other_assistant_has_only_in_memory_comes_before(database: str, chat: Conversation, now: datetime) -> None:
    async def talk() -> None:
        one, two = Assistant("one", chat, now), Assistant("two", chat, now)
        await one.log.open(chat, [Event("hello", now)])
        one.database.away = True
        seen = await one.take("first", 1)
        seen = await two.take("second", seen)
        one.database.away = False
        await one.log.catch_up()
        assert seen == 5

    asyncio.run(talk())
    assert said(chat) == ["hello", "first", "to first", "second", "to second"]


def test_both_in_memory_give_no_number_twice(database: str, chat: Conversation, now: datetime) -> None:
    async def talk() -> List[int]:
        one, two = Assistant("one", chat, now), Assistant("two", chat, now)
        await one.log.open(chat, [Event("hello", now)])
        told = [await two.take("first", 1)]
        one.database.away = two.database.away = True
        for each, text in ((one, "second"), (two, "third"), (one, "fourth")):
            told.append(await each.take(text, told[-1]))
        one.database.away = two.database.away = False
        await two.log.catch_up()
        await one.log.catch_up()
        return told

    assert asyncio.run(talk()) == [3, 5, 7, 9]
    words = ("first", "second", "third", "fourth")
    assert said(chat) == ["hello", *(text for word in words for text in (word, f"to {word}"))]


def test_a_write_that_comes_through_late_gets_the_number_that_was_told(database: str, chat: Conversation, now: datetime) -> None:
    async def talk() -> None:
        one, two = Assistant("one", chat, now), Assistant("two", chat, now)
        await one.log.open(chat, [Event("hello", now)])
        one.database.away = True
        await two.take("second", await one.take("first", 1))
        (given_up,) = one.taken  # by who waited for it, but the database had it
        log.receive(chat.id, given_up, own(chat.id, given_up, None, now), "one", chat.expires_at)
        one.database.away = False
        await one.log.catch_up()

    asyncio.run(talk())
    assert said(chat) == ["hello", "first", "to first", "second", "to second"]


def begun_in_memory(chat: Conversation, now: datetime) -> Callable[[], Any]:
    """A chat that `one` has only in memory when the database is back, and in which `two` has taken a message meanwhile."""

    async def talk() -> Any:
        one, two = Assistant("one", chat, now), Assistant("two", chat, now)
        one.database.away = two.database.away = True
        await one.log.open(chat, [Event("hello", now)])
        await two.take("first", 1)
        two.database.away = False
        await two.log.catch_up()
        return one, two

    return talk


def test_a_chat_that_another_assistant_has_in_memory_is_waited_for(database: str, chat: Conversation, now: datetime) -> None:
    async def talk() -> None:
        one, two = await begun_in_memory(chat, now)()
        with pytest.raises(DatabaseError):
            await two.log.find(chat.token_hash)
        one.database.away = False
        await one.log.catch_up()
        await two.log.catch_up()

    asyncio.run(talk())
    assert said(chat) == ["hello", "first", "to first"]


def test_a_token_that_opens_nothing_is_found_out(
    database: str, chat: Conversation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "BEGUN_ELSEWHERE", 0.0)

    async def talk() -> None:
        _, two = await begun_in_memory(chat, now)()
        assert await two.log.find(chat.token_hash) is None

    asyncio.run(talk())


def test_an_answer_that_came_twice_takes_no_number_that_is_in_memory(database: str, chat: Conversation, now: datetime) -> None:
    async def talk() -> None:
        one, two = Assistant("one", chat, now), Assistant("two", chat, now)
        await one.log.open(chat, [Event("hello", now)])
        await two.log.find(chat.token_hash)
        one.database.away = two.database.away = True
        seen = await one.take("first", 1)
        await two.take("first", 1, sent_again=one.taken[0])
        one.database.away = False
        await one.log.catch_up()
        one.database.away = True
        await one.take("second", seen)
        two.database.away = False
        await two.log.catch_up()
        one.database.away = False
        await one.log.catch_up()

    asyncio.run(talk())
    assert said(chat) == ["hello", "first", "to first", "second", "to second", "to first"]


def test_an_impossible_number_keeps_nothing_from_being_written_down(
    either_database: str, chat: Conversation, now: datetime
) -> None:
    async def talk() -> None:
        one, two = Assistant("one", chat, now), Assistant("two", chat, now)
        await one.log.open(chat, [Event("hello", now)])
        two.database.away = True
        await two.take("first", LARGEST_NUMBER)
        two.database.away = False
        await two.log.catch_up()

    asyncio.run(talk())
    assert said(chat) == ["hello", "first", "to first"]
