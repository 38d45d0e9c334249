"""Who waits for a turn that takes long is told so at once, without another look at a database that may be what is slow."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from admissions.chat.talk import SLOW, Conversation, Event, Message
from assistant.channel.bell import Bell
from assistant.channel.log import ChatLog
from assistant.channel.rasa_side import RasaSide
from assistant.channel.turns import Turns
from assistant.database_threads import DatabaseThreads

SAID = Message("6ba7b810-9dad-11d1-80b4-00c04fd430c8", text="how much is it")
SLOWEST = 0.1  # seconds


def test_the_notice_comes_with_the_turn_and_once(database: str, now: datetime) -> None:
    chat = Conversation("chat-1", "t" * 64, "c" * 64, now, now + timedelta(hours=1))

    may_answer = asyncio.Event()

    async def handle(said: Any) -> None:
        await may_answer.wait()
        await said.output_channel.send_response("", {"text": "It varies."})

    async def talk() -> None:
        log = ChatLog(DatabaseThreads(), "one")
        turns = Turns(log, Bell(), RasaSide(handle, lambda: None, lambda: now), lambda: now, SLOWEST, timedelta(hours=1))  # type: ignore[arg-type, return-value]
        await log.open(chat, [Event("hello", now)])
        first, again = [await turns.take(chat, SAID, asyncio.get_running_loop().time()) for _ in range(2)]
        assert first.slow and not again.slow
        assert ([event.custom["kind"] for event in first.events], again.events) == ([SLOW], [])
        may_answer.set()
        (late,) = (await turns.take(chat, SAID, asyncio.get_running_loop().time() + 10)).events
        assert late.text == "It varies."

    asyncio.run(talk())
