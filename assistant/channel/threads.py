"""Carries database work out on threads, so that it holds up nobody else's conversation, and gives up when it is slow."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Callable, TypeVar

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as QueueFull

from admissions.database import DatabaseError

THREADS = 8
LONGEST_WAIT = 3.0  # seconds; someone in danger waits no longer than that for a database
REST = 5.0  # seconds in which a database that failed is not asked again
AWAY = (OperationalError, InterfaceError, QueueFull)
Found = TypeVar("Found")


class DatabaseThreads:
    """One pool of threads over the one pool of connections."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, "chat-database")
        self._resting_until = 0.0

    async def run(self, job: Callable[..., Found], *arguments: Any) -> Found:
        """Raises `DatabaseError` when the database fails, is slow, or failed just now; what the job raises passes. A row that
        cannot be read fails by itself: the database is asked on for everybody else."""
        if time.monotonic() < self._resting_until:
            raise DatabaseError("The database did not answer a moment ago.")
        work = asyncio.get_running_loop().run_in_executor(self._threads, partial(job, *arguments))
        try:
            return await asyncio.wait_for(work, LONGEST_WAIT)
        except (DatabaseError, asyncio.TimeoutError) as problem:
            if isinstance(problem.__cause__, AWAY) or isinstance(problem, asyncio.TimeoutError):
                self._resting_until = time.monotonic() + REST
            raise DatabaseError("The database does not answer.") from problem

    def close(self) -> None:
        self._threads.shutdown(wait=False)
