"""Lets a process end with the one that began it, however that one ends: what nobody looks after any more would hold the port."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from functools import partial
from typing import Callable

_PARENT_DIED = 1  # PR_SET_PDEATHSIG
_C = ctypes.CDLL(None) if sys.platform.startswith("linux") else None


def end_with(parent: int) -> None:
    """To be called in a new process, whose `parent` is the id of the one that began it."""
    if _C is not None:
        _C.prctl(_PARENT_DIED, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def ends_with_us() -> Callable[[], None] | None:
    """`end_with` for `subprocess.Popen(preexec_fn=…)`. The system means the thread that begins a process, not the process around
    it, so it is for those that the main thread begins."""
    return partial(end_with, os.getpid()) if threading.current_thread() is threading.main_thread() else None
