"""Reads and writes the memory of a conversation along with the chat log: one transaction before a turn and one after it, where
each would have its own.

It is for who holds the conversation's lock for the whole turn, for between the look and the turn nobody else may write.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Awaitable, Callable, Iterator, Optional, Protocol, Tuple, TypeVar

from admissions.chat.log import Also
from admissions.chat.talk import Gone
from admissions.driver import Driver
from admissions.trackers import log
from admissions.trackers.log import Moved, Version
from assistant.trackers.shelf import Appending
from assistant.trackers.window import Window

logger = logging.getLogger(__name__)
Found = TypeVar("Found")


class Store(Protocol):
    """What writes a window down by itself."""

    async def write_down(self, window: Window) -> None:
        """Put what is not in the database yet there, if it can be done now."""


class Along:
    """Of one turn. Whoever asks for a conversation of which something is left to write has it written first, as always."""

    def __init__(self, store: Store, conversation_id: str) -> None:
        self._store, self.conversation_id = store, conversation_id
        self._seen: Optional[Version] = None
        self._left: Optional[Window] = None
        self.has_ended = False

    def look(self, connection: Driver) -> None:
        """See which version of the conversation the database has."""
        self._seen = log.version_in(connection, self.conversation_id)

    def seen(self) -> Optional[Version]:
        """What `look` saw; once, for later it may be another."""
        version, self._seen = self._seen, None
        return version

    def leave(self, window: Window) -> None:
        """Have it written with the answer."""
        self._left = window

    async def write(self, together: Callable[[Optional[Also]], Awaitable[Tuple[Found, bool]]]) -> Found:
        """Call `together` with what is left to write, to be done in its transaction. It tells whether that has come about; where it
        has not, or others wrote to the conversation meanwhile, this is written by itself. Nothing that is wrong with what is left
        keeps `together` from being done."""
        window = self._left
        if window is None:
            return (await together(None))[0]
        async with window.writing:
            appending, undone = Appending.of(window), False
            try:
                done, in_database = await together(appending.store_in if appending else None)
            except Gone:
                raise
            except Exception as problem:  # then nothing was written
                undone = True
                if not isinstance(problem, Moved):
                    logger.error("What was said could not be remembered with its answer: %s", type(problem).__name__)
            if appending and not undone and in_database:
                appending.done()
        await self._write_left()
        return (await together(None))[0] if undone else done

    async def end(self) -> None:
        """Write what nobody has written. From here on this is of no turn, also for what the turn has started."""
        self.has_ended = True
        await self._write_left()

    async def _write_left(self) -> None:
        window, self._left = self._left, None
        if window is None:
            return
        try:
            await self._store.write_down(window)
        except Exception as problem:  # it is tried again with the next turn, and the visitor has an answer to get
            logger.error("What was said could not be remembered: %s", type(problem).__name__)


_running: ContextVar[Optional[Along]] = ContextVar("what the running turn reads and writes along", default=None)


def along(conversation_id: str) -> Optional[Along]:
    """That of the running turn, if it is one of this conversation."""
    found = _running.get()
    return found if found and found.conversation_id == conversation_id and not found.has_ended else None


@contextmanager
def running(turn: Along) -> Iterator[Along]:
    token = _running.set(turn)
    try:
        yield turn
    finally:
        _running.reset(token)
