"""How the chat log gets written: to the database, to memory while that takes nothing, and from memory once it is back."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any, Awaitable, Callable, Sequence, TypeVar

from admissions.chat import log
from admissions.chat.talk import Gone
from admissions.database import DatabaseError
from assistant.channel.known import BEGUN_ELSEWHERE, Known
from assistant.channel.spare import Spare
from assistant.database_threads import DatabaseThreads

Found = TypeVar("Found")


class Writing:
    """Every method raises `DatabaseError` where nothing else is said. `worker` names this process."""

    def __init__(self, database: DatabaseThreads, worker: str) -> None:
        self._database, self._worker = database, worker
        self._last_failed = -BEGUN_ELSEWHERE

    @property
    def failed_lately(self) -> bool:
        """Whether the database took no write a moment ago, a full disk for example, though it can be read."""
        return time.monotonic() - self._last_failed < BEGUN_ELSEWHERE

    def failed(self, known: Known) -> None:
        self._last_failed = time.monotonic()
        known.write_failed()

    async def in_turn(self, known: Known, kept: Callable[[Spare], Found], job: Callable[..., Found], *arguments: Any) -> Found:
        """Write what gets numbers, to the database or else to memory; never raises `DatabaseError`. One after the other in each
        conversation, so that a write that comes through late has the numbers that memory gave it, too."""
        async with known.writing:
            try:
                return await self.at_once(known, job, *arguments)
            except DatabaseError:
                return kept(known.in_memory())

    async def at_once(self, known: Known, job: Callable[..., Found], *arguments: Any) -> Found:
        """To the database, and before it what is only in memory. Raises `Gone`, too."""
        if known.erased:
            raise Gone(known.conversation.id)
        if known.spare:
            await self.put_down(known)
        if not known.may_write:
            raise DatabaseError("The database did not take a write a moment ago.")
        try:
            return await self._database.write(job, *arguments)
        except DatabaseError:
            self.failed(known)
            raise

    async def put_down(self, known: Known) -> None:
        """Put into the database what is only in memory."""
        if known.spare is None or not known.may_write:
            raise DatabaseError("The database did not take a write a moment ago.")
        try:
            await self._put_down(known, self._database.write)
        except DatabaseError:
            self.failed(known)
            raise

    async def look_whether_back(self, waiting: Sequence[Known]) -> None:
        """While writes rest, try to put down what is in memory of one, without holding up anybody; as soon as that gets through,
        the others follow, rested or not. Memory is lost with this process, so nothing should be there alone for longer than it
        must. Never raises."""
        if not waiting or (self._database.takes_writes and any(known.may_write for known in waiting)):
            return
        with suppress(DatabaseError):
            first, *others = waiting
            await self._put_down(first, self._database.write_patiently)
            for known in others:
                async with known.writing:
                    await self._put_down(known, self._database.write)

    async def _put_down(self, known: Known, write: Callable[..., Awaitable[None]]) -> None:
        if (spare := known.spare) is None:
            return
        size, kept = spare.size, (dict(spare.messages), list(spare.events))
        await write(log.restore, known.conversation, self._worker, *kept)
        known.is_back()
        if known.spare is spare and spare.size == size:
            known.spare = None
