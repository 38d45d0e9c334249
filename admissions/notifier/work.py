"""Delivers notice after notice through one channel, until it is told to stop."""

from __future__ import annotations

import logging
import threading
import uuid
from datetime import datetime, timezone
from typing import Callable

from admissions.database import DatabaseError
from admissions.metrics import DELIVERED, GIVEN_UP, RETRIED, delivery_ended
from admissions.notifier import queue
from admissions.notifier.channel import Channel, Undelivered
from admissions.notifier.journal import Journal
from admissions.notifier.queue import LeaseLost, Parcel

logger = logging.getLogger(__name__)

POLL_SECONDS, DATABASE_PAUSE = 1.0, 5.0
Clock = Callable[[], datetime]


def real_time() -> datetime:
    """Leases and pauses run on real time, also where `ADMISSIONS_NOW` makes the centre's clock stand still."""
    return datetime.now(timezone.utc)


class _Progress:
    """Notes each step of a delivery where the next process finds it."""

    def __init__(self, parcel: Parcel, journal: Journal, clock: Clock) -> None:
        self._parcel, self._journal, self._clock = parcel, journal, clock

    def handing_over(self) -> None:
        queue.hand_over(self._parcel, self._clock())

    def accepted(self) -> None:
        self._journal.accepted(self._parcel.key)


class Worker:
    """One channel's deliveries. Outlives a database that goes away; a log line holds references only."""

    def __init__(self, channel: Channel, stop: threading.Event, clock: Clock = real_time) -> None:
        self._channel, self._stop, self._clock = channel, stop, clock
        self._owner = uuid.uuid4().hex
        self._journal = Journal(self._owner)

    def run(self) -> None:
        away = False
        while not self._stop.is_set():
            try:
                idle = not self.deliver_next()
                away = False
            except DatabaseError as problem:
                if not away:
                    logger.warning("%s The %s waits for it.", problem, self._channel.name)
                away, idle = True, True
            if idle:
                self._stop.wait(DATABASE_PAUSE if away else POLL_SECONDS)

    def deliver_next(self) -> bool:
        """Try one notice that is due; return whether there was one. Raises `DatabaseError`."""
        parcel = queue.take_next(self._channel.name, self._owner, self._clock())
        if parcel is None:
            return False
        what = f"{parcel.reference}: {parcel.channel} ({parcel.event})"
        if parcel.handed_over_before and self._journal.holds(parcel.key):
            self._settle(lambda: queue.delivered(parcel, self._clock(), once=True))
            logger.info("%s was delivered before its notifier died.", what)
            return True
        try:
            self._channel.deliver(parcel, _Progress(parcel, self._journal, self._clock), self._clock())
        except LeaseLost:
            logger.warning("%s took too long and is left to the next try.", what)
        except DatabaseError:
            raise  # it was not handed over, and the lease runs out by itself
        except Undelivered as problem:
            self._settle_undelivered(parcel, what, problem)
        except Exception as problem:  # a notice that cannot be written must not stop the others; its text may hold names
            self._settle_undelivered(parcel, what, Undelivered(f"it could not be written ({type(problem).__name__})"))
        else:
            self._settle(lambda: queue.delivered(parcel, self._clock()))
            delivery_ended(self._channel.name, DELIVERED)
            logger.info("%s is delivered.", what)
        return True

    def _settle_undelivered(self, parcel: Parcel, what: str, problem: Undelivered) -> None:
        again: list[datetime | None] = []
        self._settle(lambda: again.append(queue.not_delivered(parcel, str(problem), self._clock(), problem.unsure)))
        if again:
            delivery_ended(self._channel.name, GIVEN_UP if again[0] is None else RETRIED)
        if again and again[0] is None:
            logger.error(
                "%s HAS FAILED for a day: %s. Staff do not know of it. See `python -m admissions outbox`.", what, problem
            )
        elif again and again[0]:
            logger.warning(
                "%s is not delivered: %s. Tried again in %d s.", what, problem, (again[0] - self._clock()).total_seconds()
            )

    def _settle(self, settle: Callable[[], object]) -> None:
        """Write down what became of it, however long the database is away: otherwise it would be told again."""
        while True:
            try:
                settle()
                return
            except DatabaseError:
                if self._stop.wait(POLL_SECONDS):
                    return
