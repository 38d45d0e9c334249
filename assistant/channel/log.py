"""The chat log as the channel uses it: in the database, and in memory while there is none.

Without a database every message is still answered. What is said then is kept in memory, numbered on from the last event,
and written down once the database is back; a restart before that loses it. A token that this process has not seen cannot be
checked then, so it gets a conversation of its own that nobody else can read and that is forgotten afterwards.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Awaitable, Callable, Dict, List, Optional, Tuple, TypeVar

from admissions.chat import conversations, log
from admissions.chat.talk import Conversation, Event, Gone, Message
from admissions.database import DatabaseError
from assistant.channel.spare import Spare
from assistant.channel.threads import DatabaseThreads

logger = logging.getLogger(__name__)
REMEMBERED = 5_000  # conversations; the one not used for longest is forgotten
LATEST = 5  # messages of each, with their answers: what a browser may still send again
Found = TypeVar("Found")


@dataclass
class _Known:
    """What this process remembers of a conversation, for when the database is away."""

    conversation: Conversation
    last_seq: int = 0
    offered: Dict[str, str] = field(default_factory=dict)
    latest: List[Tuple[Message, List[Event]]] = field(default_factory=list)
    spare: Optional[Spare] = None
    unchecked: bool = False
    erased: bool = False
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)


class ChatLog:
    """Every method is as in admissions/chat/, without blocking. `worker` names this process."""

    def __init__(self, database: DatabaseThreads, worker: str) -> None:
        self._database, self._worker = database, worker
        self._known: OrderedDict[str, _Known] = OrderedDict()  # by the hash of the token

    async def open(self, conversation: Conversation, first: List[Event]) -> List[Event]:
        known = self._remember(_Known(conversation))
        try:
            return self._noted(known, await self._database.run(conversations.open_conversation, conversation, first))
        except DatabaseError:
            return self._noted(known, self._spare(known).append(first))

    async def find(self, token_hash: str) -> Optional[Conversation]:
        """Raises `DatabaseError` for a token that cannot be checked now."""
        known = self._known.get(token_hash)
        try:
            if known and known.spare and not known.unchecked:
                await self._write_down(known)
            found = await self._database.run(conversations.find, token_hash)
        except DatabaseError:
            if known is None or known.unchecked:
                raise
            return known.conversation
        if found is None:
            self._known.pop(token_hash, None)
        elif known is None or known.unchecked:
            self._remember(_Known(found))
        else:
            known.conversation = found
            self._known.move_to_end(token_hash)
        return found

    def unchecked(self, conversation: Conversation, after: int) -> Conversation:
        """The conversation of a token that cannot be checked; made when it is the first time. `after` is the last event
        that the visitor has, so that what follows is newer."""
        known = self._known.get(conversation.token_hash)
        if known is None:
            known = self._remember(_Known(conversation, after, unchecked=True))
        return known.conversation

    async def prolong(self, conversation: Conversation, until: datetime) -> Conversation:
        prolonged = replace(conversation, expires_at=until)
        self._of(conversation).conversation = prolonged
        await self._try(conversation, lambda: self._database.run(conversations.prolong, conversation.id, until), lambda _: None)
        return prolonged

    async def receive(self, conversation: Conversation, message: Message, own: Event, until: datetime) -> str:
        receipt = await self._write(
            conversation,
            lambda: self._database.run(log.receive, conversation.id, message, own, self._worker, until),
            lambda spare: spare.receive(message, own),
        )
        known = self._of(conversation)
        known.last_seq = max(known.last_seq, receipt.seq)
        return receipt.state

    async def keep_alive(self, conversation: Conversation, message: Message) -> None:
        await self._try(
            conversation, lambda: self._database.run(log.keep_alive, conversation.id, message.id, self._worker), lambda _: None
        )

    async def answer(self, conversation: Conversation, message: Message, events: List[Event]) -> List[Event]:
        written = await self._write(
            conversation,
            lambda: self._database.run(log.answer, conversation.id, message.id, self._worker, events),
            lambda spare: spare.answer(message, events),
        )
        known = self._of(conversation)
        known.latest = [*known.latest, (message, written)][-LATEST:]
        return self._noted(known, written)

    async def append(self, conversation: Conversation, events: List[Event]) -> List[Event]:
        written = await self._write(
            conversation,
            lambda: self._database.run(log.append, conversation.id, events),
            lambda spare: spare.append(events),
        )
        return self._noted(self._of(conversation), written)

    async def events_after(self, conversation: Conversation, after: int, in_reply_to: Optional[str] = None) -> List[Event]:
        found = await self._try(
            conversation,
            lambda: self._database.run(log.events_after, conversation.id, after, in_reply_to),
            lambda spare: spare.events_after(after, in_reply_to),
        )
        return self._noted(self._of(conversation), found)

    async def title_of(self, conversation: Conversation, payload: str) -> Optional[str]:
        """The title of the button that sends this, if one was ever offered in this conversation."""
        known = self._of(conversation)
        if payload not in known.offered:
            await self.events_after(conversation, 0)
        return known.offered.get(payload)

    async def erase(self, conversation: Conversation) -> None:
        """Raises `DatabaseError` when it cannot be done now; then nothing is erased."""
        await self._database.run(conversations.erase, conversation.id)
        known = self._of(conversation)
        known.erased, known.spare = True, None

    async def _write(
        self, conversation: Conversation, written: Callable[[], Awaitable[Found]], kept: Callable[[Spare], Found]
    ) -> Found:
        """`_try` for what gets numbers: one after the other, so that a write that comes through late has the same ones."""
        async with self._of(conversation).writing:
            return await self._try(conversation, written, kept)

    async def _try(
        self, conversation: Conversation, written: Callable[[], Awaitable[Found]], kept: Callable[[Spare], Found]
    ) -> Found:
        """Do it in the database, or in memory where that fails."""
        known = self._of(conversation)
        if known.erased:
            raise Gone(conversation.id)
        try:
            if known.unchecked:
                raise DatabaseError("The token was never checked.")
            if known.spare:
                await self._write_down(known)
            return await written()
        except DatabaseError:
            return kept(self._spare(known))

    async def _write_down(self, known: _Known) -> None:
        spare = known.spare
        assert spare
        size = spare.size
        await self._database.run(log.restore, known.conversation, self._worker, dict(spare.messages), list(spare.events))
        if known.spare is spare and spare.size == size:
            known.spare = None

    def _spare(self, known: _Known) -> Spare:
        if known.spare is None:
            logger.warning("The chat log cannot be written; a conversation goes on in memory.")
            answered = {message: True for message, _ in known.latest}
            said = [event for _, events in known.latest for event in events]
            known.spare = Spare(known.conversation, known.last_seq, said, answered)
        return known.spare

    def _noted(self, known: _Known, events: List[Event]) -> List[Event]:
        for event in events:
            known.last_seq = max(known.last_seq, event.seq)
            known.offered.update(event.offers())
        return events

    def _of(self, conversation: Conversation) -> _Known:
        return self._known.get(conversation.token_hash) or self._remember(_Known(conversation))

    def _remember(self, known: _Known) -> _Known:
        self._known[known.conversation.token_hash] = known
        self._known.move_to_end(known.conversation.token_hash)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return known
