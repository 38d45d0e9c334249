"""A message written before the last answer was on the screen is marked, so that its yes counts for nothing newer."""

from __future__ import annotations

import asyncio
import uuid
from datetime import datetime, timedelta
from typing import Any, Dict, List

import pytest

from admissions.chat.talk import SLOW, UNREAD, Conversation, Event, Message
from assistant.channel.bell import Bell
from assistant.channel.log import ChatLog
from assistant.channel.messages import read_message
from assistant.channel.rasa_side import RasaSide
from assistant.channel.turns import Turns
from assistant.database_threads import DatabaseThreads

GREETING, FIRST_ANSWER = 1, 3  # the visitor's first message is event 2


class Chat:
    """A chat whose Rasa answers every message with one event and notes which were written unread."""

    def __init__(self, now: datetime) -> None:
        self.conversation = Conversation("chat-1", "t" * 64, "c" * 64, now, now + timedelta(hours=1))
        self.log, self.now, self.unread = ChatLog(DatabaseThreads(), "one"), now, []  # type: ignore[var-annotated]
        rasa = RasaSide(self._handle, lambda: None, lambda: now)  # type: ignore[arg-type, return-value]
        self.turns = Turns(self.log, Bell(), rasa, lambda: now, 10.0, timedelta(hours=1))

    async def _handle(self, said: Any) -> None:
        self.unread.append(bool((said.metadata or {}).get(UNREAD)))
        await said.output_channel.send_response("", {"text": f"To {said.text}"})

    async def say(self, text: str, after: int | None, reply_to: int | None = None) -> None:
        body: Dict[str, Any] = {"id": str(uuid.uuid4()), "text": text, "after": after, "reply_to_seq": reply_to}
        await self._take(read_message(body, 100))

    async def _take(self, message: Message) -> None:
        await self.turns.take(self.conversation, message, asyncio.get_running_loop().time())


@pytest.fixture
def chat(database: str, now: datetime) -> Chat:
    return Chat(now)


def play(chat: Chat, *said: Any) -> List[bool]:
    async def talk() -> None:
        await chat.log.open(chat.conversation, [Event("hello", chat.now)])
        for one in said:
            if isinstance(one, Event):
                await chat.log.append(chat.conversation, [one])
            else:
                await chat.say(*one)

    asyncio.run(talk())
    return chat.unread


def test_who_has_read_everything(chat: Chat) -> None:
    assert play(chat, ("call me", GREETING), ("yes", FIRST_ANSWER)) == [False, False]


def test_a_second_yes_sent_at_once_has_seen_no_new_question(chat: Chat) -> None:
    assert play(chat, ("yes", GREETING), ("yes", GREETING), ("yes", FIRST_ANSWER)) == [False, True, True]


def test_a_button_was_on_the_screen_with_its_question(chat: Chat) -> None:
    assert play(chat, ("yes", GREETING), ("yes", GREETING, FIRST_ANSWER)) == [False, False]


def test_that_an_answer_takes_long_is_no_answer(chat: Chat) -> None:
    slow = Event("This takes longer.", chat.now, custom={"kind": SLOW})
    assert play(chat, slow, ("yes", GREETING)) == [False]


def test_a_number_of_another_chat_is_worth_nothing(chat: Chat) -> None:
    assert play(chat, ("yes", 40)) == [True]


def test_without_a_number_nothing_is_marked(chat: Chat) -> None:
    assert play(chat, ("yes", None)) == [False]
