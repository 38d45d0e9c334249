"""Rasa's lock store for the processes of one machine: within each, turns of a conversation are taken in order and whoever waits
is woken at once; between them, the file system says who is next. What a process held is free as soon as it is gone.

Each conversation has a byte of one file that stays empty, for locks may lie behind a file's end.
"""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
import struct
import time
from contextlib import ExitStack, asynccontextmanager
from hashlib import blake2b
from pathlib import Path
from typing import AsyncGenerator, Optional

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LockError
from rasa.utils.endpoints import EndpointConfig

from assistant.locks.memory import MemoryLocks

logger = logging.getLogger(__name__)
FILE = Path(__file__).resolve().parents[2] / "var" / "conversations.lock"
LOOK_AGAIN = 0.02  # seconds
_OF_OPEN_FILE = getattr(fcntl, "F_OFD_SETLK", None)  # Linux; elsewhere there is one process


class FileLocks(MemoryLocks):
    """Named in endpoints.yml as `lock_store: {type: assistant.locks.files.FileLocks}`."""

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None, file: Path = FILE) -> None:
        super().__init__(endpoint_config)
        self._file = file if _OF_OPEN_FILE is not None else None
        if self._file is not None:
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                os.close(self._open(self._file))
            except OSError as problem:
                logger.error("Conversations are locked in this process only: %s cannot be used (%s).", file, problem.strerror)
                self._file = None
        self._opened: Optional[int] = None

    @asynccontextmanager
    async def take(self, conversation_id: str, lock_lifetime: float) -> AsyncGenerator[TicketLock, None]:
        """As `MemoryLocks.take`. Who hangs loses the lock after `lock_lifetime`; where the whole process does, who waits for it is
        told after as long."""
        async with super().take(conversation_id, lock_lifetime) as ticket:
            if self._file is None:
                yield ticket
                return
            place, byte = self._place(self._file), _byte_of(conversation_id)
            with ExitStack() as held:
                await _take(place, byte, lock_lifetime)
                held.callback(_set, place, byte, fcntl.F_UNLCK)
                too_long = asyncio.get_running_loop().call_later(lock_lifetime, held.close)
                held.callback(too_long.cancel)
                yield ticket

    def _place(self, file: Path) -> int:
        """The file as this process has it open; opened anew where it was deleted, which others would not notice."""
        if self._opened is None or not os.fstat(self._opened).st_nlink:
            self._opened = self._open(file)  # turns that run keep what they have
        return self._opened

    @staticmethod
    def _open(file: Path) -> int:
        return os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


async def _take(place: int, byte: int, patience: float) -> None:
    """Wait for this byte of an open file. Raises `LockError`."""
    give_up = time.monotonic() + patience
    while not _taken(place, byte):
        if time.monotonic() >= give_up:
            raise LockError("A conversation was busy for too long.")
        await asyncio.sleep(LOOK_AGAIN)


def _byte_of(conversation_id: str) -> int:
    return int.from_bytes(blake2b(conversation_id.encode(), digest_size=8).digest(), "big") >> 2


def _taken(place: int, byte: int) -> bool:
    """Whether the byte is locked now for who holds this open file."""
    try:
        _set(place, byte, fcntl.F_WRLCK)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _set(place: int, byte: int, kind: int) -> None:
    assert _OF_OPEN_FILE is not None
    fcntl.fcntl(place, _OF_OPEN_FILE, struct.pack("hhqqi4x", kind, os.SEEK_SET, byte, 1, 0))
