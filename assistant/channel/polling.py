"""Waits for events newer than the last one that the visitor has."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import List

from admissions.chat.talk import Conversation, Event
from assistant.channel.bell import Bell
from assistant.channel.log import ChatLog

LOOK_AGAIN = 5.0  # seconds; an answer that another process wrote rings no bell here


async def wait_for_events(log: ChatLog, bell: Bell, conversation: Conversation, after: int, wait: float) -> List[Event]:
    """The events after `after`; none when nothing came within `wait` seconds. Raises `Gone` when the chat was erased."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + wait
    with bell.listen(conversation.id) as news:
        while True:
            news.clear()
            events = await log.events_after(conversation, after)
            left = deadline - loop.time()
            if events or left <= 0:
                return events
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(news.wait(), min(left, LOOK_AGAIN))
