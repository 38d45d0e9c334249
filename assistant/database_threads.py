"""Carries database work out on threads, so that it holds up nobody else's conversation, and gives up when it is slow.

SQLite lets one writer in at a time and leaves it to chance which of those who wait is next, so there its writes share one
thread and are done in turn.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import Any, Callable, TypeVar

from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as QueueFull

from admissions.database import DatabaseError, database_url

THREADS = 8
LONGEST_WAIT = 3.0  # seconds; someone in danger waits no longer than that for a database
REST = 5.0  # seconds in which what failed is not tried again
PATIENCE = 30.0  # seconds for what nobody waits for; a connection may be dead and not know it
AWAY = (OperationalError, InterfaceError, QueueFull)
Found = TypeVar("Found")


class DatabaseThreads:
    """Threads over the one pool of connections. All methods raise `DatabaseError` when the database fails, is slow, or was
    away just now; what the job raises passes. A row that cannot be read fails by itself."""

    def __init__(self) -> None:
        writers = 1 if database_url().startswith("sqlite") else THREADS
        self._readers = ThreadPoolExecutor(THREADS, "database-reads")
        self._writers = ThreadPoolExecutor(writers, "database-writes")
        self._away_until = self._writes_rest_until = 0.0

    @property
    def takes_writes(self) -> bool:
        """False when a write failed a moment ago, so that who can do without another one does not wait for it."""
        return time.monotonic() >= self._writes_rest_until

    async def read(self, job: Callable[..., Found], *arguments: Any) -> Found:
        return await self._unless_away(self._readers, job, *arguments)

    async def write(self, job: Callable[..., Found], *arguments: Any) -> Found:
        try:
            return await self._unless_away(self._writers, job, *arguments)
        except DatabaseError:
            self._writes_rest_until = time.monotonic() + REST
            raise

    async def write_patiently(self, job: Callable[..., Found], *arguments: Any) -> Found:
        """Also while the database rests, and as long as that takes: it ends when a database does that was frozen. What is written
        shows that it is back, so that nothing rests any more; what fails changes nothing, for it may be well enough to be read."""
        done = await self._run(self._writers, PATIENCE, job, *arguments)
        self._away_until = self._writes_rest_until = 0.0
        return done

    async def _unless_away(self, threads: ThreadPoolExecutor, job: Callable[..., Found], *arguments: Any) -> Found:
        if time.monotonic() < self._away_until:
            raise DatabaseError("The database did not answer a moment ago.")
        try:
            return await self._run(threads, LONGEST_WAIT, job, *arguments)
        except DatabaseError as problem:
            if isinstance(problem.__cause__, AWAY):
                self._away_until = time.monotonic() + REST
            raise

    async def _run(self, threads: ThreadPoolExecutor, longest: float, job: Callable[..., Found], *arguments: Any) -> Found:
        work = asyncio.get_running_loop().run_in_executor(threads, partial(job, *arguments))
        try:
            return await asyncio.wait_for(work, longest)
        except asyncio.TimeoutError as problem:
            raise DatabaseError("The database is slow.") from problem
        except IntegrityError as problem:
            raise DatabaseError("Another write got in between.") from problem

    def close(self) -> None:
        self._readers.shutdown(wait=False)
        self._writers.shutdown(wait=False)
        database_threads.cache_clear()


@lru_cache(maxsize=1)
def database_threads() -> DatabaseThreads:
    """The threads that everything in this process shares, so that SQLite's writes really are done in turn."""
    return DatabaseThreads()
