"""A message is begun to be read while it is recorded, where nobody else is waiting for an answer."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from admissions.chat.talk import Conversation, Event, Message
from assistant import processors
from assistant.channel.bell import Bell
from assistant.channel.log import ChatLog
from assistant.channel.rasa_side import RasaSide
from assistant.channel.turns import Turns
from assistant.database_threads import DatabaseThreads

IDS = ["6ba7b810-9dad-11d1-80b4-00c04fd430c8", "6ba7b811-9dad-11d1-80b4-00c04fd430c8"]


class Reader:
    """Stands for the classifier, and notes what it is told and what is asked of Rasa."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def read_ahead(self, text: str) -> None:
        self.notes.append(f"begin {text}")

    def forget_ahead(self) -> None:
        self.notes.append("forget")

    async def handle(self, said: Any) -> None:
        self.notes.append(f"answer {said.text}")
        await asyncio.sleep(0.05)
        await said.output_channel.send_response("", {"text": "It varies."})


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setattr(processors, "are_several", lambda: True)
    return Reader()


def chat(now: datetime, number: int) -> Conversation:
    return Conversation(f"chat-{number}", f"{number}" * 64, "c" * 64, now, now + timedelta(hours=1))


def take(reader: Reader, now: datetime, *messages: Message, twice: bool = False) -> None:
    """Each in a conversation of its own, all at once. `twice`: then all of them once more."""

    async def talk() -> None:
        nodes = {"classifier": SimpleNamespace(_component=reader), "other": SimpleNamespace(_component=object())}
        agent = SimpleNamespace(processor=SimpleNamespace(graph_runner=SimpleNamespace(_instantiated_nodes=nodes)))
        log = ChatLog(DatabaseThreads(), "one")
        turns = Turns(log, Bell(), RasaSide(reader.handle, lambda: agent, lambda: now), lambda: now, 5, timedelta(hours=1))  # type: ignore[arg-type, return-value]
        chats = [chat(now, number) for number in range(len(messages))]
        for each in chats:
            await log.open(each, [Event("hello", now, replies=[{"title": "Cost", "payload": "/ask"}])])
        for _ in range(1 + twice):
            began = asyncio.get_running_loop().time()
            await asyncio.gather(*(turns.take(of, message, began) for of, message in zip(chats, messages)))

    asyncio.run(talk())


def test_it_begins_before_rasa_is_asked_and_ends_with_the_answer(reader: Reader, database: str, now: datetime) -> None:
    take(reader, now, Message(IDS[0], text="how much"))
    assert reader.notes == ["begin how much", "answer how much", "forget"]


def test_of_two_at_once_neither_is_begun(reader: Reader, database: str, now: datetime) -> None:
    take(reader, now, Message(IDS[0], text="how much"), Message(IDS[1], text="how long"))
    assert sorted(reader.notes) == ["answer how long", "answer how much"]


def test_what_was_answered_before_is_forgotten_at_once(reader: Reader, database: str, now: datetime) -> None:
    take(reader, now, Message(IDS[0], text="how much"), twice=True)
    assert reader.notes[3:] == ["begin how much", "forget"]


def test_a_button_is_not_read(reader: Reader, database: str, now: datetime) -> None:
    take(reader, now, Message(IDS[0], payload="/ask"))
    assert reader.notes == ["answer /ask"]
