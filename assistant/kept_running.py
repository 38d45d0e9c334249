"""Starts a process again when it ends: visitors are answered without it, danger first of all, only not everything works."""

from __future__ import annotations

import time
from typing import Callable

from assistant.processes import Process


class KeptRunning:
    """`start` starts it. It is not started again within `pause` seconds of its last start, so that one that cannot come up does
    not take the machine."""

    def __init__(self, start: Callable[[], Process], pause: float) -> None:
        self._start, self._pause = start, pause
        self.process, self._started = start(), time.monotonic()

    def look(self) -> None:
        """Start it again if it ended, and say so."""
        if self.process.running or time.monotonic() - self._started < self._pause:
            return
        ended = self.process
        print(f"\nThe {ended.name} process has ended and is started again. Its last words are in {ended.before}.", flush=True)
        self.process, self._started = self._start(), time.monotonic()

    def stop(self) -> None:
        self.process.stop()
