"""What a way to tell staff must offer."""

from __future__ import annotations

from datetime import datetime
from typing import Callable, Protocol

from admissions.notifier.queue import Parcel


class Undelivered(RuntimeError):
    """It did not arrive, or, when `unsure`, nobody can tell; the message holds no name, number or address."""

    def __init__(self, problem: str, unsure: bool = False) -> None:
        super().__init__(problem)
        self.unsure = unsure


class Channel(Protocol):
    name: str

    def deliver(self, parcel: Parcel, hand_over: Callable[[], None], now: datetime) -> None: ...
