"""Locks that can be held for longer than Rasa holds them: who has one already is let through when Rasa asks for it."""

from __future__ import annotations

from abc import abstractmethod
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import AsyncContextManager, AsyncGenerator, FrozenSet

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockStore

_held: ContextVar[FrozenSet[str]] = ContextVar("conversations that the running turn holds", default=frozenset())


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
        if conversation_id in _held.get():
            yield TicketLock(conversation_id)
            return
        async with self.take(conversation_id, lock_lifetime) as ticket:
            yield ticket

    @asynccontextmanager
    async def hold(self, conversation_id: str) -> AsyncGenerator[None, None]:
        """As `take`, and all that runs in the block is let through."""
        async with self.take(conversation_id, LOCK_LIFETIME):
            token = _held.set(_held.get() | {conversation_id})
            try:
                yield
            finally:
                _held.reset(token)
