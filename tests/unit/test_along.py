"""What Rasa remembers of a turn is read with the message and written with its answer, and neither is lost, whatever comes between."""

from __future__ import annotations

import asyncio
import contextvars
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, AsyncIterator, Awaitable, Callable, Iterator

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import LockError
from rasa.shared.core.events import SlotSet

from admissions.chat import log
from admissions.chat.talk import ERROR, Conversation, Event, Gone, Message
from admissions.database import engine
from assistant.channel.bell import Bell
from assistant.channel.log import ChatLog
from assistant.channel.rasa_side import RasaSide
from assistant.channel.turns import Turns
from assistant.locks.memory import MemoryLocks
from assistant.trackers.store import ConversationStore
from tests.unit.talk import DOMAIN, session, turn
from tests.unit.test_trackers import Flaky, say, texts

Meanwhile = Callable[[], Awaitable[Any]]


class Counted(Flaky):
    """Counts how often the database is asked."""

    visits = 0

    async def _run(self, threads: Any, job: Callable[..., Any], *arguments: Any) -> Any:
        self.visits += 1
        return await super()._run(threads, job, *arguments)


class House:
    """One assistant whose Rasa remembers what is said and answers it; `meanwhile` is what happens when it has just done so."""

    def __init__(self, chat: Conversation, now: datetime) -> None:
        self.chat, self.threads, self.meanwhile = chat, Counted(), None  # type: ignore[var-annotated]
        self.store, self.locks = ConversationStore(domain=DOMAIN, threads=self.threads), MemoryLocks()
        self.log = ChatLog(self.threads, "one")
        agent = SimpleNamespace(tracker_store=self.store, lock_store=self.locks)
        self.rasa = RasaSide(self._handle, lambda: agent, lambda: now)  # type: ignore[arg-type, return-value]
        self.turns = Turns(self.log, Bell(), self.rasa, lambda: now, 10.0, timedelta(hours=1))

    async def _handle(self, said: UserMessage) -> None:
        async with self.locks.lock(said.sender_id):
            tracker = await self.store.get_or_create_tracker(said.sender_id, append_action_listen=False)
            for event in [*(() if tracker.events else session()), *turn(said.text or "")]:
                tracker.update(event)
            await self.store.save(tracker)
        await said.output_channel.send_response(said.sender_id, {"text": f"To {said.text}"})
        if self.meanwhile:
            await self.meanwhile()

    async def take(self, number: int) -> list[Event]:
        message = Message(f"6ba7b810-9dad-11d1-80b4-00c04fd430c{number}", text=f"message {number}")
        return (await self.turns.take(self.chat, message, asyncio.get_running_loop().time())).events

    async def remembered(self) -> list[str | None]:
        """By another assistant, from the database."""
        return texts(await ConversationStore(domain=DOMAIN, threads=Flaky()).retrieve_full_tracker(self.chat.id))

    def logged(self) -> list[str]:
        return [event.text for event in log.events_after(self.chat.id, 0)]


@pytest.fixture
def house(either_database: str, now: datetime) -> Iterator[House]:
    engine(either_database)
    made = House(Conversation("chat-1", "t" * 64, "c" * 64, now, now + timedelta(hours=1)), now)
    yield made
    made.threads.close()


def test_a_turn_asks_the_database_twice(house: House) -> None:
    async def play() -> None:
        await house.log.open(house.chat, [])
        for number in (1, 2, 3):
            before = house.threads.visits
            await house.take(number)
            assert house.threads.visits - before == 2
        assert await house.remembered() == ["message 1", "message 2", "message 3"]
        assert house.logged() == ["message 1", "To message 1", "message 2", "To message 2", "message 3", "To message 3"]

    asyncio.run(play())


def test_nothing_is_remembered_before_the_answer_is_written(house: House) -> None:
    async def look() -> None:
        seen.append((await house.remembered(), house.logged()))

    async def play() -> None:
        await house.log.open(house.chat, [])
        house.meanwhile = look
        await house.take(1)

    seen: list[Any] = []
    asyncio.run(play())
    assert seen == [([], ["message 1"])]


def test_what_others_wrote_meanwhile_is_before_it(house: House) -> None:
    """Without a lock between them, Redis being away."""

    async def other_turn() -> None:
        await say(ConversationStore(domain=DOMAIN, threads=Flaky()), *session(), *turn("elsewhere"), who=house.chat.id)

    async def play() -> None:
        await house.log.open(house.chat, [])
        house.meanwhile = lambda: contextvars.Context().run(asyncio.ensure_future, other_turn())
        await house.take(1)
        house.meanwhile = None
        assert await house.remembered() == ["elsewhere", "message 1"]
        await house.take(2)
        assert await house.remembered() == ["elsewhere", "message 1", "message 2"]

    asyncio.run(play())
    assert house.logged() == ["message 1", "To message 1", "message 2", "To message 2"]


@pytest.mark.parametrize("came_through", [False, True])
def test_without_a_database_both_are_kept_and_written_down_later(
    house: House, monkeypatch: pytest.MonkeyPatch, came_through: bool
) -> None:
    monkeypatch.setattr("assistant.channel.known.REST", 0.0)

    async def fail() -> None:
        house.threads.away, house.threads.lost_answer = not came_through, came_through

    async def play() -> None:
        await house.log.open(house.chat, [])
        house.meanwhile = fail
        (answer,) = await house.take(1)
        assert answer.text == "To message 1"
        house.meanwhile, house.threads.away, house.threads.lost_answer = None, False, False
        await house.take(2)
        assert await house.remembered() == ["message 1", "message 2"]

    asyncio.run(play())
    assert house.logged() == ["message 1", "To message 1", "message 2", "To message 2"]


def test_a_chat_that_is_erased_meanwhile_is_not_remembered_for_long(house: House) -> None:
    async def erase() -> None:
        await house.log.erase(house.chat)

    async def play() -> None:
        await house.log.open(house.chat, [])
        house.meanwhile = erase
        with suppress(Gone):
            await house.take(1)
        await house.rasa.forget(house.chat.id)
        assert await house.remembered() == []

    asyncio.run(play())


def test_who_asks_for_it_before_the_answer_is_written_gets_it(house: House) -> None:
    async def ask() -> None:
        found.append(texts(await house.store.retrieve(house.chat.id)))
        await say(house.store, SlotSet("asks_for", "son"), who=house.chat.id)

    async def play() -> None:
        await house.log.open(house.chat, [])
        house.meanwhile = ask
        await house.take(1)
        tracker = await ConversationStore(domain=DOMAIN, threads=Flaky()).retrieve(house.chat.id)
        assert tracker and tracker.get_slot("asks_for") == "son"

    found: list[Any] = []
    asyncio.run(play())
    assert found == [["message 1"]]


@pytest.mark.parametrize("problem", [LockError("busy"), OSError("no such file"), ValueError("anything")])
def test_where_a_conversation_cannot_be_locked_the_visitor_is_told_and_what_was_said_is_kept(
    house: House, problem: Exception
) -> None:
    @asynccontextmanager
    async def fails(*_: Any) -> AsyncIterator[None]:
        raise problem
        yield

    async def play() -> None:
        await house.log.open(house.chat, [])
        house.locks.take = fails  # type: ignore[assignment]
        (answer,) = await house.take(1)
        assert answer.type == ERROR

    asyncio.run(play())
    assert house.logged()[0] == "message 1"


def test_what_cannot_be_written_keeps_nobody_from_an_answer(house: House) -> None:
    async def spoil() -> None:
        tracker = await house.store.retrieve(house.chat.id)
        assert tracker
        tracker.update(SlotSet("asks_for", object()))  # nothing that JSON knows
        await house.store.save(tracker)

    async def play() -> None:
        await house.log.open(house.chat, [])
        await house.take(1)
        house.meanwhile = spoil
        (answer,) = await house.take(2)
        assert answer.text == "To message 2"

    asyncio.run(play())
    assert house.logged() == ["message 1", "To message 1", "message 2", "To message 2"]


def test_who_answered_too_late_writes_nothing_more(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Frozen for so long that another process answered the message, which it remembers, too."""

    async def answered() -> None:
        message = Message("6ba7b810-9dad-11d1-80b4-00c04fd430c1", text="message 1")
        other = Event("From elsewhere", house.chat.created_at, in_reply_to=message.id)
        with monkeypatch.context() as frozen:
            frozen.setattr(log, "LEASE", -1.0)
            log.keep_alive(house.chat.id, message.id, "one")
            log.receive(house.chat.id, message, other, "two", house.chat.expires_at)
            log.answer(house.chat.id, message.id, "two", [other])
        events = [*session(), *turn("message 1")]
        await say(ConversationStore(domain=DOMAIN, threads=Flaky()), *events, who=house.chat.id)

    async def play() -> None:
        await house.log.open(house.chat, [])
        house.meanwhile = lambda: contextvars.Context().run(asyncio.ensure_future, answered())
        assert await house.take(1) == []
        assert await house.remembered() == ["message 1"]

    asyncio.run(play())
    assert house.logged() == ["message 1", "From elsewhere"]


def test_what_a_turn_has_started_is_of_no_turn_once_that_has_ended(house: House) -> None:
    async def play() -> None:
        ended, let_through = asyncio.Event(), asyncio.Event()
        started: list[asyncio.Task[None]] = []

        async def after() -> None:
            await ended.wait()
            await say(house.store, SlotSet("asks_for", "son"), who=house.chat.id)
            async with house.locks.lock(house.chat.id):
                let_through.set()

        async def start() -> None:
            started.append(asyncio.ensure_future(after()))

        await house.log.open(house.chat, [])
        house.meanwhile = start
        await house.take(1)
        async with house.locks.lock(house.chat.id):
            ended.set()
            await asyncio.sleep(0.2)
            assert not let_through.is_set()  # it waits as everybody does
        await started[0]
        tracker = await ConversationStore(domain=DOMAIN, threads=Flaky()).retrieve(house.chat.id)
        assert tracker and tracker.get_slot("asks_for") == "son"

    asyncio.run(play())


def test_a_turn_that_is_written_is_no_sign_that_the_database_is_away(house: House, caplog: pytest.LogCaptureFixture) -> None:
    async def fails_elsewhere() -> None:
        house.threads.takes_writes = False

    async def play() -> None:
        await house.log.open(house.chat, [])
        house.meanwhile = fails_elsewhere
        await house.take(1)
        assert await house.remembered() == ["message 1"]

    asyncio.run(play())
    assert "cannot be remembered" not in caplog.text
