"""The chat log as the channel uses it: in the database, and in memory while there is none.

Without a database every message is still answered. What is said then is kept in memory, numbered on from the last event,
and written down once the database is back; a restart before that loses it. A token that this process has not seen cannot be
checked then: it is answered, nothing is shown to it, and what was said is written down if it turns out to be good.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, Awaitable, Callable, List, Optional, Tuple, TypeVar

from admissions.chat import conversations, log
from admissions.chat.log import Also, Receipt
from admissions.chat.talk import Conversation, Event, Gone, Message
from admissions.database import DatabaseError
from assistant.channel.known import BEGUN_ELSEWHERE, Known, Remembered
from assistant.channel.spare import Spare
from assistant.database_threads import DatabaseThreads

Found = TypeVar("Found")
LATEST_NUMBER = 2**30  # that a visitor can have seen; behind it is room for millions of events, in the databases' numbers, too


class NotYet(DatabaseError):
    """A chat is not in the database, and another process may have it in memory."""


class ChatLog:
    """Every method is as in admissions/chat/, without blocking. `worker` names this process."""

    def __init__(self, database: DatabaseThreads, worker: str) -> None:
        self._database, self._worker = database, worker
        self._remembered = Remembered()
        self._write_failed = -BEGUN_ELSEWHERE  # when the last one did

    async def open(self, conversation: Conversation, first: List[Event]) -> List[Event]:
        known = self._remembered.add(Known(conversation))
        try:
            return known.noted(await self._database.write(conversations.open_conversation, conversation, first))
        except DatabaseError:
            return self.open_in_memory(conversation, first)

    def open_in_memory(self, conversation: Conversation, first: List[Event]) -> List[Event]:
        """`open` where the database has just failed to."""
        known = self._remembered.add(Known(conversation))
        self._failed_to_write(known)
        return known.noted(known.in_memory().append(first))

    def is_only_here(self, conversation: Conversation) -> bool:
        """Whether the conversation, or some of it, is in this process's memory and not in the database."""
        return self._remembered.of(conversation).spare is not None

    def forget(self, conversation: Conversation) -> None:
        self._remembered.forget(conversation.token_hash)

    async def find(self, token_hash: str, begun_in_memory: bool = False) -> Optional[Conversation]:
        """Raises `DatabaseError` for a token that cannot be checked now. `begun_in_memory`: the conversation may be in the memory of
        another process alone, by what the token says."""
        known = self._remembered.find(token_hash)
        if known and not known.unchecked and (known.spare or not known.may_read):
            return None if known.erased else known.conversation  # the database may not have it yet, or not answer
        try:
            found = await self._database.read(conversations.find, token_hash)
        except DatabaseError:
            if known is None or known.unchecked:
                raise
            known.read_failed()
            return known.conversation
        if found is None:
            if known.may_appear() if known else begun_in_memory or self._others_may_begin_in_memory():
                raise NotYet("Another process may have this chat in memory.")
            self._remembered.forget(token_hash)
        elif known is None:
            self._remembered.add(Known(found))
        else:
            known.conversation, known.unchecked = found, False
        return found

    def remembered(self, token_hash: str) -> Optional[Conversation]:
        """The conversation of a token that this process has seen before. It may have ended or be gone meanwhile; whoever writes
        to it will see."""
        known = self._remembered.find(token_hash)
        return None if known is None or known.erased or known.unchecked else known.conversation

    def unchecked(self, conversation: Conversation, after: int) -> Conversation:
        """The conversation of a token that cannot be checked; made when it is the first time. `after` is the last event
        that the visitor has, so that what follows is newer."""
        known = self._remembered.find(conversation.token_hash)
        return (known or self._remembered.add(Known(conversation, min(after, LATEST_NUMBER), unchecked=True))).conversation

    def take_on(self, conversation: Conversation, after: int) -> Conversation:
        """Go on here with what began in another process's memory, by a good token; that process may be dead. Both write down what
        they have, so it is one chat in the end. `after` as for `unchecked`."""
        known = self._remembered.find(conversation.token_hash)
        if known is None:
            known = self._remembered.add(Known(conversation, min(after, LATEST_NUMBER)))
            known.in_memory()
        return known.conversation

    async def prolong(self, conversation: Conversation, until: datetime) -> Conversation:
        known = self._remembered.of(conversation)
        known.conversation = replace(conversation, expires_at=until)
        with suppress(DatabaseError):
            await self._written(known, conversations.prolong, conversation.id, until)
        return known.conversation

    async def receive(
        self, conversation: Conversation, message: Message, own: Event, until: datetime, also: Optional[Also] = None
    ) -> Receipt:
        known = self._remembered.of(conversation)
        here = (conversation.id, message, own, self._worker, until, also)
        receipt: Receipt = await self._write(known, lambda spare: spare.receive(message, own), log.receive, *here)
        known.last_seq = max(known.last_seq, receipt.seq)
        return receipt

    async def last_seq(self, conversation: Conversation) -> int:
        """The number of the newest event, as far as it can be told now."""
        known = self._alive(conversation)
        if known.may_read:
            with suppress(DatabaseError, Gone):
                known.last_seq = max(known.last_seq, await self._database.read(conversations.last_seq, conversation.id))
        return known.last_seq

    async def keep_alive(self, conversation: Conversation, message: Message) -> None:
        with suppress(DatabaseError):
            await self._written(self._remembered.of(conversation), log.keep_alive, conversation.id, message.id, self._worker)

    async def answer(self, conversation: Conversation, message: Message, events: List[Event]) -> List[Event]:
        return (await self.answer_and(conversation, message, events))[0]

    async def answer_and(
        self, conversation: Conversation, message: Message, events: List[Event], also: Optional[Also] = None
    ) -> Tuple[List[Event], bool]:
        """`answer`, and whether it was written to the database just now, with what `also` does; else neither was, as far as can be
        told: one that was given up may still come through."""
        known, in_memory = self._remembered.of(conversation), False

        def keep(spare: Spare) -> List[Event]:
            nonlocal in_memory
            in_memory = True
            return spare.answer(message, events)

        here = (conversation.id, message.id, self._worker, events, also)
        written: List[Event] = await self._write(known, keep, log.answer, *here)
        known.answered(message, written)
        return known.noted(written), bool(written) and not in_memory

    async def append(self, conversation: Conversation, events: List[Event]) -> List[Event]:
        known = self._remembered.of(conversation)
        return known.noted(await self._write(known, lambda spare: spare.append(events), log.append, conversation.id, events))

    async def events_after(self, conversation: Conversation, after: int, in_reply_to: Optional[str] = None) -> List[Event]:
        """From the database and from memory, whatever there is."""
        known = self._alive(conversation)
        found: List[Event] = []
        if known.spare:
            with suppress(DatabaseError):
                await self._write_down(known)
        if known.may_read:
            try:
                found = await self._database.read(log.events_after, conversation.id, after, in_reply_to)
            except DatabaseError:
                known.read_failed()
            except Gone:
                if known.spare is None:
                    raise
        if known.spare:
            stored = {event.id for event in found}
            found += [event for event in known.spare.events_after(after, in_reply_to) if event.id not in stored]
        return known.noted(sorted(found, key=lambda event: event.seq))

    async def title_of(self, conversation: Conversation, payload: str) -> Optional[str]:
        """The title of the button that sends this, if one was ever offered in this conversation."""
        known = self._alive(conversation)
        if payload not in known.offered:
            await self.events_after(conversation, 0)
        return known.offered.get(payload)

    async def erase(self, conversation: Conversation) -> None:
        """Raises `DatabaseError` when it cannot be done now; then nothing is erased."""
        await self._database.write(conversations.erase, conversation.id)
        self._remembered.of(conversation).erase()

    async def _write(self, known: Known, kept: Callable[[Spare], Found], job: Callable[..., Found], *arguments: Any) -> Found:
        """Write what gets numbers, to the database or else to memory. One after the other in each conversation, so that a
        write that comes through late has the numbers that memory gave it, too."""
        async with known.writing:
            try:
                return await self._written(known, job, *arguments)
            except DatabaseError:
                return kept(known.in_memory())

    async def _written(self, known: Known, job: Callable[..., Found], *arguments: Any) -> Found:
        self._alive(known.conversation)
        if known.spare:
            await self._write_down(known)
        if not known.may_write:
            raise DatabaseError("The database did not take a write a moment ago.")
        try:
            return await self._database.write(job, *arguments)
        except DatabaseError:
            self._failed_to_write(known)
            raise

    async def catch_up(self) -> None:
        """Write down what is only in memory, of every conversation: a visitor who has left asks for nothing any more."""
        await self._look_whether_back()
        for known in self._remembered.with_spare():
            try:
                if known.unchecked:
                    await self.find(known.conversation.token_hash)
                if known.may_write:
                    async with known.writing:
                        await self._write_down(known)
            except (Gone, NotYet):
                continue
            except DatabaseError:  # it is still away, also for other processes
                for waiting in self._remembered.with_spare():
                    waiting.missing_since = 0.0
                return

    async def _look_whether_back(self) -> None:
        """While all writes rest, try one, without holding up anybody; as soon as it gets through, none has to rest. What is only in
        memory is lost with this process, so it should not be there for longer than it must."""
        waiting = [known for known in self._remembered.with_spare() if not known.unchecked]
        if not waiting or any(known.may_write for known in waiting):
            return
        with suppress(DatabaseError):
            await self._put_down(waiting[0], self._database.write_patiently)
            for known in waiting:
                known.is_back()

    async def _write_down(self, known: Known) -> None:
        """Put into the database what is only in memory."""
        if known.spare is None or not known.may_write:
            raise DatabaseError("The database did not take a write a moment ago.")
        try:
            await self._put_down(known, self._database.write)
        except DatabaseError:
            self._failed_to_write(known)
            raise

    async def _put_down(self, known: Known, write: Callable[..., Awaitable[None]]) -> None:
        spare = known.spare
        assert spare
        size, kept = spare.size, (dict(spare.messages), list(spare.events))
        await write(log.restore, known.conversation, self._worker, *kept)
        if known.erased:  # while this was on its way
            await write(conversations.erase, known.conversation.id)
        if known.spare is spare and spare.size == size:
            known.spare = None

    def _failed_to_write(self, known: Known) -> None:
        self._write_failed = time.monotonic()
        known.write_failed()

    def _others_may_begin_in_memory(self) -> bool:
        """Whether the database took no write a moment ago, a full disk for example, though it can be read: then a chat that is not
        in it may be one that another process has begun."""
        return time.monotonic() - self._write_failed < BEGUN_ELSEWHERE

    def _alive(self, conversation: Conversation) -> Known:
        known = self._remembered.of(conversation)
        if known.erased:
            raise Gone(conversation.id)
        return known
