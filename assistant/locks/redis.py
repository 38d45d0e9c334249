"""Rasa's lock store for several assistants, on Redis.

Each conversation has a queue of tickets. A ticket's number comes from one atomic script that also puts it into the queue, so
none is handed out twice. Whoever holds or waits renews a short lease, so a killed process frees the conversation within
seconds, and every key expires.

Within one process the turns are first taken in order in memory, and with Redis away they are in order only there. No
conversation mixes with another then, and a turn that two assistants took at once is put in order by the tracker store.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import time
from contextlib import asynccontextmanager, suppress
from typing import Any, AsyncGenerator, Optional

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LockError
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as HungUp
from redis.exceptions import RedisError

from assistant.locks.held import HeldLocks
from assistant.locks.memory import MemoryLocks
from assistant.redis_url import REDIS_VARIABLE

logger = logging.getLogger(__name__)
PREFIX = "conversation-lock"
LEASE = 6.0  # seconds without a sign of life after which a holder or a waiter counts as dead
LOOK_FIRST, LOOK_LAST = 0.005, 0.05  # seconds between looks at the queue
ANSWERS_WITHIN = 1.0  # seconds, else Redis counts as away
REST = 5.0  # seconds in which it is not tried again

# KEYS: the counter, the queue (tickets by number), the leases (until when, by ticket). ARGV: ticket, lease in ms.
_TAKE = """
local number = redis.call('INCR', KEYS[1])
redis.call('ZADD', KEYS[2], number, ARGV[1])
local now = redis.call('TIME')
redis.call('HSET', KEYS[3], ARGV[1], now[1] * 1000 + math.floor(now[2] / 1000) + ARGV[2])
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ARGV[2] * 2) end
return number
"""
# Renews the lease and returns whether it is this ticket's turn: 1 yes, 0 not yet, -1 it has lost its place.
_LOOK = """
if not redis.call('ZSCORE', KEYS[2], ARGV[1]) then return -1 end
local now = redis.call('TIME')
now = now[1] * 1000 + math.floor(now[2] / 1000)
redis.call('HSET', KEYS[3], ARGV[1], now + ARGV[2])
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ARGV[2] * 2) end
while true do
  local head = redis.call('ZRANGE', KEYS[2], 0, 0)[1]
  if head == ARGV[1] then return 1 end
  if tonumber(redis.call('HGET', KEYS[3], head) or 0) > now then return 0 end
  redis.call('ZREM', KEYS[2], head)
  redis.call('HDEL', KEYS[3], head)
end
"""
_LEAVE = """
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
return redis.call('ZCARD', KEYS[2])
"""


class RedisLocks(HeldLocks):
    """Named in endpoints.yml as `lock_store: {type: assistant.locks.redis.RedisLocks, url: …}`; without `url` the environment's
    `REDIS_URL` is used."""

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None, lease: float = LEASE) -> None:
        url = (endpoint_config.url if endpoint_config else None) or os.environ.get(REDIS_VARIABLE)
        if not url:
            raise RasaException(
                f"Set {REDIS_VARIABLE}, or `url` under lock_store in endpoints.yml, such as redis://localhost:6379/0."
            )
        try:
            self._redis: Any = Redis.from_url(
                url,
                socket_timeout=ANSWERS_WITHIN,
                socket_connect_timeout=ANSWERS_WITHIN,
                retry=Retry(NoBackoff(), 1),
                retry_on_error=[HungUp],  # a restarted Redis has hung up on connections that were kept open
                decode_responses=True,
            )
        except ValueError:
            raise RasaException("lock_store: the `url` is none of Redis; write for example redis://localhost:6379/0.") from None
        self._lease, self._here, self._away_until = lease, MemoryLocks(), 0.0

    @asynccontextmanager
    async def take(self, conversation_id: str, lock_lifetime: float) -> AsyncGenerator[TicketLock, None]:
        """As `MemoryLocks.take`, among all assistants that use the same Redis."""
        async with self._here.take(conversation_id, lock_lifetime) as held:
            place = _Place(self._redis, conversation_id, self._lease, lock_lifetime)
            try:
                await self._wait(place, lock_lifetime)
                yield held
            finally:
                await place.leave()

    async def _wait(self, place: _Place, lifetime: float) -> None:
        if time.monotonic() < self._away_until:
            return
        try:
            await place.take(lifetime)
        except (RedisError, OSError, asyncio.TimeoutError):
            self._away_until = time.monotonic() + REST
            logger.error("Redis does not answer: conversations are in order only within each assistant.")

    async def ping(self) -> bool:
        """Whether Redis answers; `ready` asks it."""
        try:
            return bool(await self._redis.ping())
        except (RedisError, OSError, asyncio.TimeoutError):
            return False

    async def close(self) -> None:
        await self._redis.close()


class _Place:
    """One ticket, from when it is taken until it is given back."""

    def __init__(self, redis: Any, conversation_id: str, lease: float, lifetime: float) -> None:
        self._redis, self._milliseconds, self._lease = redis, int(lease * 1000), lease
        self._keys = [f"{PREFIX}:{{{conversation_id}}}:{kind}" for kind in ("number", "queue", "leases")]
        self._ticket = ""
        self._until = time.monotonic() + lifetime
        self._renewing: Optional[asyncio.Task[None]] = None

    async def take(self, lifetime: float) -> None:
        """Wait until it is this ticket's turn. Raises `LockError` when that takes longer than `lifetime`."""
        pause, give_up = LOOK_FIRST, time.monotonic() + lifetime
        await self._join()
        while (found := await self._run(_LOOK)) != 1:
            if found == -1:  # this process was stopped for so long that it counted as dead
                await self._join()
            if time.monotonic() >= give_up:
                raise LockError("A conversation was busy for too long.")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LOOK_LAST)
        self._until = time.monotonic() + lifetime
        self._renewing = asyncio.ensure_future(self._renew())

    async def _join(self) -> None:
        self._ticket = secrets.token_hex(8)
        await self._run(_TAKE)

    async def _renew(self) -> None:
        """A sign of life while the turn runs, but not for one that hangs."""
        while time.monotonic() < self._until:
            await asyncio.sleep(self._lease / 3)
            with suppress(RedisError, OSError, asyncio.TimeoutError):
                await self._run(_LOOK)

    async def leave(self) -> None:
        if self._renewing:
            self._renewing.cancel()
        if self._ticket:
            with suppress(RedisError, OSError, asyncio.TimeoutError):  # then the lease runs out
                await self._run(_LEAVE)

    async def _run(self, script: str) -> int:
        return int(await self._redis.eval(script, len(self._keys), *self._keys, self._ticket, self._milliseconds))
