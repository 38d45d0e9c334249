"""The moments at which a crash hurts most; the killer waits for them, others say when they are there."""

from __future__ import annotations

import threading
from collections import defaultdict

YES, DELIVERY = "a visitor says yes", "staff are being told"


class Moments:
    def __init__(self) -> None:
        self._news: defaultdict[str, threading.Event] = defaultdict(threading.Event)

    def happens(self, moment: str) -> None:
        self._news[moment].set()

    def wait_for(self, moment: str, seconds: float) -> bool:
        """Until it happens the next time. Says whether it did."""
        self._news[moment].clear()
        return self._news[moment].wait(seconds)
