"""Answers every message exactly once, whatever the network or a crash does.

A message is recorded before Rasa runs, and its answers are written together with the mark that it is answered, before they
are sent. The same message sent again finds a turn that runs here and waits for it, or one that is written and gets that.
A turn that was cut off has no answer written, so it is taken again. Messages of one conversation are taken in order.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Callable, Dict, Iterator, List, Optional, Tuple
from weakref import WeakValueDictionary

from admissions.chat.log import CUT_OFF, ELSEWHERE, FINISHED, LEASE, OTHER_WORDS, Also, Receipt
from admissions.chat.talk import Conversation, Event, Gone, Message, own
from assistant.channel.bell import Bell
from assistant.channel.log import ChatLog
from assistant.channel.output import slow
from assistant.channel.rasa_side import RasaSide
from assistant.channel.refusals import Refusal
from assistant.channel.unread import is_unread

LOOK_AGAIN = 0.3  # seconds between looks at a message that another process is answering


@dataclass
class _Turn:
    message: Message
    task: asyncio.Task[Tuple[bool, List[Event]]]
    said_slow: bool = False


@dataclass(frozen=True)
class Taken:
    """`duplicate`: it was sent before. `events`: what answers it, none of it the visitor's own. `slow`: that it
    takes long is among them, and nothing of it has to be looked up."""

    duplicate: bool
    events: List[Event]
    slow: bool = False

    def is_all_since(self, after: Optional[int]) -> bool:
        """Whether nothing else can be in the log: the answers are new, and between `after` and them is only the message."""
        if self.duplicate or not self.events:
            return False
        return after is None or self.events[0].seq == after + 2


class Turns:
    def __init__(
        self, log: ChatLog, bell: Bell, rasa: RasaSide, clock: Callable[[], datetime], slowest: float, lifetime: timedelta
    ) -> None:
        self._log, self._bell, self._rasa, self._clock = log, bell, rasa, clock
        self._slowest, self._lifetime = slowest, lifetime
        self._running: Dict[Tuple[str, str], _Turn] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def lock(self, conversation: Conversation) -> asyncio.Lock:
        """Held while a turn of this conversation runs."""
        return self._locks.setdefault(conversation.id, asyncio.Lock())

    def is_answering(self, conversation: Conversation) -> bool:
        """Whether a message of this conversation has arrived and is not answered yet."""
        return any(of == conversation.id for of, _ in self._running)

    async def take(self, conversation: Conversation, message: Message, began: float) -> Taken:
        """Answer a message, or wait for whoever does. A turn that takes long goes on without us: the visitor has waited since
        `began`, by the loop's clock, and hears of it in time. Raises `Refusal`, `Gone`."""
        key = (conversation.id, message.id)
        turn = self._running.get(key)
        duplicate = turn is not None
        if turn is None:
            turn = _Turn(message, asyncio.ensure_future(self._run(conversation, message)))
            self._running[key] = turn
            turn.task.add_done_callback(lambda task: self._ended(key, task))
        elif turn.message.said != message.said:
            raise reused()
        left = began + self._slowest - asyncio.get_running_loop().time()
        await asyncio.wait({turn.task}, timeout=max(0.0, left))
        if turn.task.done():
            again, events = turn.task.result()
            return Taken(duplicate or again, events)
        if not turn.said_slow:
            turn.said_slow = True
            notice = await self._log.append(conversation, [slow(message.id, self._clock())])
            self._bell.ring(conversation.id)
            again, events = turn.task.result() if turn.task.done() else (False, [])  # which may have ended while that was written
            return Taken(duplicate or again, [*notice, *events], slow=True)
        return Taken(duplicate, [])

    async def _run(self, conversation: Conversation, message: Message) -> Tuple[bool, List[Event]]:
        async with self.lock(conversation), self._rasa.alone(conversation.id) as memory:
            with self._rasa.reading_ahead(message) if len(self._running) == 1 else nullcontext():
                receipt = await self._receive(conversation, message, memory.look if memory else None)
                if receipt.state == FINISHED:
                    return True, []
                again = receipt.state == CUT_OFF
                with self._sign_of_life(conversation, message):
                    unread = await is_unread(self._log, conversation, message, receipt)
                    events = await self._rasa.answer(conversation.id, message, again, unread)
            if memory:
                written = await memory.write(partial(self._log.answer_and, conversation, message, events))
            else:
                written = await self._log.answer(conversation, message, events)
        self._bell.ring(conversation.id)
        return again, written

    async def _receive(self, conversation: Conversation, message: Message, also: Optional[Also]) -> Receipt:
        title = None
        if message.payload is not None:
            title = await self._log.title_of(conversation, message.payload)
            if title is None:
                raise Refusal("payload_not_offered", "That was not offered in this chat. Send it as text.")
        while True:
            moment = self._clock()
            said = own(conversation.id, message, title, moment)
            receipt = await self._log.receive(conversation, message, said, moment + self._lifetime, also)
            if receipt.state == OTHER_WORDS:
                raise reused()
            if receipt.state != ELSEWHERE:
                return receipt
            await asyncio.sleep(LOOK_AGAIN)

    @contextmanager
    def _sign_of_life(self, conversation: Conversation, message: Message) -> Iterator[None]:
        """While a turn runs, other processes must not think that this one died. Few turns last until the first sign is due."""
        signs: List[asyncio.Task[None]] = []

        async def keep() -> None:
            with suppress(Gone):
                while True:
                    await self._log.keep_alive(conversation, message)
                    await asyncio.sleep(LEASE / 3)

        due = asyncio.get_running_loop().call_later(LEASE / 3, lambda: signs.append(asyncio.ensure_future(keep())))
        try:
            yield
        finally:
            due.cancel()
            for sign in signs:
                sign.cancel()

    def _ended(self, key: Tuple[str, str], task: asyncio.Task[object]) -> None:
        self._running.pop(key, None)
        if not task.cancelled():
            task.exception()  # whoever waited has it; if nobody does any more, it is no news


def reused() -> Refusal:
    return Refusal("message_id_reused", "That id was used for another message. Give each message an id of its own.")
