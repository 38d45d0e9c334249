"""Who is writing in an SQLite database right now, as the operating system knows it."""

from __future__ import annotations

import fcntl
import os
import struct
import time
from pathlib import Path

PATIENCE, LOOK_AGAIN = 3.0, 0.0003  # seconds
# SQLite's write lock is a POSIX lock on byte 120 of the file with the index of its log (sqlite.org/walformat.html, 2.3).
_WRITE_LOCK = 120
_FLOCK = "@hhlli"  # l_type, l_whence, l_start, l_len, l_pid, as Linux has them


def holder_of(file: Path) -> int | None:
    """The id of the process that holds the write lock, waited for; None when nobody took it for a while."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if pid := _holder(Path(f"{file}-shm")):
            return pid
        time.sleep(LOOK_AGAIN)
    return None


def _holder(shared: Path) -> int | None:
    asked = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, _WRITE_LOCK, 1, 0)
    try:
        with shared.open("rb+") as stream:
            kind, _, _, _, pid = struct.unpack(_FLOCK, fcntl.fcntl(stream, fcntl.F_GETLK, asked))
    except FileNotFoundError:
        return None
    return None if kind == fcntl.F_UNLCK else pid
