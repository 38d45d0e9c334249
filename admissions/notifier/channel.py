"""What a way to tell staff must offer."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from admissions.notifier.queue import Parcel


class Undelivered(RuntimeError):
    """It did not arrive, or, when `unsure`, nobody can tell; the message holds no name, number or address."""

    def __init__(self, problem: str, unsure: bool = False) -> None:
        super().__init__(problem)
        self.unsure = unsure


class Progress(Protocol):
    """What a channel reports while it delivers, at the very moment."""

    def handing_over(self) -> None:
        """From here on the receiver may have it."""

    def accepted(self) -> None:
        """The receiver has said that it has it."""


class Channel(Protocol):
    name: str

    def deliver(self, parcel: Parcel, progress: Progress, now: datetime) -> None: ...
