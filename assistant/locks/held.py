"""Locks that can be held for longer than Rasa holds them: who has one already is let through when Rasa asks for it."""

from __future__ import annotations

from abc import abstractmethod
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import AsyncContextManager, AsyncGenerator, FrozenSet

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockStore


@dataclass(eq=False)
class _Hold:
    """`lasts`: not any more once the block has ended, also for what was started in it."""

    conversation_id: str
    lasts: bool = True


_held: ContextVar[FrozenSet[_Hold]] = ContextVar("what the running turn holds", default=frozenset())


class HeldLocks(LockStore):
    """What the lock stores of this folder have in common."""

    @abstractmethod
    def take(self, conversation_id: str, lock_lifetime: float) -> AsyncContextManager[TicketLock]:
        """Have the lock for as long as the block runs, but no longer than `lock_lifetime` seconds, after which the next one has
        its turn. Raises `LockError` for who has waited that long."""

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = 1
    ) -> AsyncGenerator[TicketLock, None]:
        """As `take`; whose turn holds the conversation has it already."""
        if any(hold.conversation_id == conversation_id and hold.lasts for hold in _held.get()):
            yield TicketLock(conversation_id)
            return
        async with self.take(conversation_id, lock_lifetime) as ticket:
            yield ticket

    @asynccontextmanager
    async def hold(self, conversation_id: str) -> AsyncGenerator[None, None]:
        """As `take`, and all that runs in the block is let through."""
        async with self.take(conversation_id, LOCK_LIFETIME):
            hold = _Hold(conversation_id)
            token = _held.set(_held.get() | {hold})
            try:
                yield
            finally:
                hold.lasts = False
                _held.reset(token)
