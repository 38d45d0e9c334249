"""Rasa's lock store for one process: turns of one conversation are taken in order, and whoever waits is woken at once.

Rasa's own looks once a second whether it is its turn.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from contextlib import asynccontextmanager
from typing import AsyncGenerator, Deque, Dict, Optional

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LockError
from rasa.utils.endpoints import EndpointConfig

from assistant.locks.held import HeldLocks


class _Ticket:
    """`until`: when its holder counts as hung; set once it is its turn."""

    def __init__(self) -> None:
        self.turn = asyncio.Event()
        self.until = 0.0

    def call(self, lifetime: float) -> None:
        if not self.turn.is_set():
            self.until = time.monotonic() + lifetime
            self.turn.set()


class MemoryLocks(HeldLocks):
    """Named in endpoints.yml as `lock_store: {type: assistant.locks.memory.MemoryLocks}`."""

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None) -> None:
        self._queues: Dict[str, Deque[_Ticket]] = {}

    @asynccontextmanager
    async def take(self, conversation_id: str, lock_lifetime: float) -> AsyncGenerator[TicketLock, None]:
        """See `HeldLocks.take`."""
        queue, ticket = self._queues.setdefault(conversation_id, deque()), _Ticket()
        queue.append(ticket)
        try:
            await self._wait(queue, ticket, lock_lifetime)
            yield TicketLock(conversation_id)
        finally:
            if ticket in queue:
                queue.remove(ticket)
            if queue:
                queue[0].call(lock_lifetime)
            elif self._queues.get(conversation_id) is queue:
                del self._queues[conversation_id]

    async def _wait(self, queue: Deque[_Ticket], ticket: _Ticket, lifetime: float) -> None:
        give_up = time.monotonic() + lifetime
        queue[0].call(lifetime)
        while not ticket.turn.is_set():
            now = time.monotonic()
            if now >= queue[0].until:  # its holder hangs
                queue.popleft()
                queue[0].call(lifetime)
            elif now >= give_up:
                raise LockError("A conversation was busy for too long.")
            else:
                await _set_within(ticket.turn, min(give_up, queue[0].until) - now)

    def is_someone_waiting(self, conversation_id: str) -> bool:
        return len(self._queues.get(conversation_id, ())) > 1


async def _set_within(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except asyncio.TimeoutError:
        return
