"""The chat log as the channel uses it: in the database, and in memory while there is none.

Without a database every message is still answered. What is said then is kept in memory, numbered on from the last event,
and written down once the database is back; a restart before that loses it. A token that this process has not seen cannot be
checked then: it is answered, nothing is shown to it, and what was said is written down if it turns out to be good. Only one that
is signed says by itself that it is good (tokens.py).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import List, Optional, Tuple

from admissions.chat import conversations, log
from admissions.chat.erased import is_marked
from admissions.chat.log import Also, Receipt
from admissions.chat.talk import Conversation, Event, Gone, Message
from admissions.database import DatabaseError
from assistant.channel.known import Known, Remembered
from assistant.channel.spare import Spare
from assistant.channel.writing import Writing
from assistant.database_threads import DatabaseThreads

LATEST_NUMBER = 2**30  # that a visitor can have seen; behind it is room for millions of events, in the databases' numbers, too


class NotYet(DatabaseError):
    """A chat is not in the database, and another process may have it in memory."""


class ChatLog:
    """Every method is as in admissions/chat/, without blocking. `worker` names this process."""

    def __init__(self, database: DatabaseThreads, worker: str) -> None:
        self._database, self._worker = database, worker
        self._remembered, self._writing = Remembered(), Writing(database, worker)

    async def open(self, conversation: Conversation, first: List[Event]) -> List[Event]:
        known = self._remembered.add(Known(conversation))
        try:
            return known.noted(await self._database.write(conversations.open_conversation, conversation, first))
        except DatabaseError:
            return self.open_in_memory(conversation, first)

    def open_in_memory(self, conversation: Conversation, first: List[Event]) -> List[Event]:
        """`open` where the database has just failed to."""
        known = self._remembered.add(Known(conversation))
        self._writing.failed(known)
        return known.noted(known.in_memory().append(first))

    def is_only_here(self, conversation: Conversation) -> bool:
        """Whether the conversation, or some of it, is in this process's memory and not in the database."""
        return self._remembered.of(conversation).spare is not None

    def forget(self, conversation: Conversation) -> None:
        self._remembered.forget(conversation.token_hash)

    async def find(self, token_hash: str, begun_in_memory: Optional[str] = None) -> Optional[Conversation]:
        """Raises `DatabaseError` for a token that cannot be checked now. `begun_in_memory`: the id of the conversation, where it may
        be in the memory of another process alone, by what the token says."""
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
            if await self._may_come(known, begun_in_memory):
                raise NotYet("Another process may have this chat in memory.")
            self._remembered.forget(token_hash)
        elif known is None:
            self._remembered.add(Known(found))
        else:
            known.conversation, known.unchecked = found, False
        return found

    async def _may_come(self, known: Optional[Known], begun_in_memory: Optional[str]) -> bool:
        """Whether a conversation that is not in the database may be in another process's memory."""
        if known:
            return known.may_appear()
        if begun_in_memory:
            return not await self._database.read(is_marked, begun_in_memory)
        return self._writing.failed_lately  # then others begin theirs in memory

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
            last = min(after, LATEST_NUMBER)
            known = self._remembered.add(Known(conversation, last, spare=Spare(conversation, last)))
        elif known.unchecked:
            known.conversation, known.unchecked = conversation, False
        return known.conversation

    async def prolong(self, conversation: Conversation, until: datetime) -> Conversation:
        known = self._remembered.of(conversation)
        known.conversation = replace(conversation, expires_at=until)
        with suppress(DatabaseError):
            await self._writing.at_once(known, conversations.prolong, conversation.id, until)
        return known.conversation

    async def receive(
        self, conversation: Conversation, message: Message, own: Event, until: datetime, also: Optional[Also] = None
    ) -> Receipt:
        known = self._remembered.of(conversation)
        here = (conversation.id, message, own, self._worker, until, also)
        receipt: Receipt = await self._writing.in_turn(known, lambda spare: spare.receive(message, own), log.receive, *here)
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
            await self._writing.at_once(
                self._remembered.of(conversation), log.keep_alive, conversation.id, message.id, self._worker
            )

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
        written: List[Event] = await self._writing.in_turn(known, keep, log.answer, *here)
        known.answered(message, written)
        return known.noted(written), bool(written) and not in_memory

    async def append(self, conversation: Conversation, events: List[Event]) -> List[Event]:
        known = self._remembered.of(conversation)
        return known.noted(
            await self._writing.in_turn(known, lambda spare: spare.append(events), log.append, conversation.id, events)
        )

    async def events_after(self, conversation: Conversation, after: int, in_reply_to: Optional[str] = None) -> List[Event]:
        """From the database and from memory, whatever there is."""
        known = self._alive(conversation)
        found: List[Event] = []
        if known.spare:
            with suppress(DatabaseError):
                await self._writing.put_down(known)
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

    async def catch_up(self) -> None:
        """Write down what is only in memory, of every conversation: a visitor who has left asks for nothing any more."""
        await self._writing.look_whether_back([known for known in self._remembered.with_spare() if not known.unchecked])
        for known in self._remembered.with_spare():
            try:
                if known.unchecked:
                    await self.find(known.conversation.token_hash)
                if known.may_write:
                    async with known.writing:
                        await self._writing.put_down(known)
            except (Gone, NotYet):
                continue
            except DatabaseError:  # it is still away, also for other processes
                for waiting in self._remembered.with_spare():
                    waiting.missing_since = 0.0
                return

    def _alive(self, conversation: Conversation) -> Known:
        known = self._remembered.of(conversation)
        if known.erased:
            raise Gone(conversation.id)
        return known
