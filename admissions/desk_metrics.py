"""What the database tells of staff's work and of open chats, as figures. Read when they are asked for, and by one process: the
notifier."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from admissions.chat.record import ChatConversation, stamp
from admissions.clock import now
from admissions.database import DatabaseError, reading
from admissions.outbox import FAILED, SENT, Notice

REMEMBERED = 5.0  # seconds; asked more often, the last figures are told again


@dataclass(frozen=True)
class Desk:
    """`oldest`: since how many seconds staff wait to be told of something; what has failed for good counts on."""

    oldest: float
    waiting: int
    failed: int
    chats: int


def look(moment: datetime) -> Desk:
    """Raises `DatabaseError`."""
    with reading() as session:
        first = session.scalar(select(func.min(Notice.created_at)).where(Notice.state != SENT))
        states = dict(
            session.execute(select(Notice.state, func.count()).where(Notice.state != SENT).group_by(Notice.state)).all()
        )
        chats = session.scalar(
            select(func.count()).select_from(ChatConversation).where(ChatConversation.expires_at > stamp(moment))
        )
    failed = states.pop(FAILED, 0)
    oldest = max(0.0, (moment - datetime.fromisoformat(first)).total_seconds()) if first else 0.0
    return Desk(oldest, sum(states.values()), failed, chats)


class DeskCollector(Collector):
    """Tells nothing of the desk while the database is away: an old figure would calm an alarm."""

    def __init__(self) -> None:
        self._at, self._desk = 0.0, None  # type: float, Desk | None

    def describe(self) -> list[GaugeMetricFamily]:
        return []  # so that registering it asks no database

    def collect(self) -> Iterator[GaugeMetricFamily]:
        desk = self._look()
        yield GaugeMetricFamily(
            "admissions_desk_up", "1 while the database tells what staff wait for", value=float(desk is not None)
        )
        if desk is None:
            return
        yield GaugeMetricFamily("admissions_outbox_oldest_seconds", "Age of the oldest notice not delivered", value=desk.oldest)
        yield GaugeMetricFamily("admissions_outbox_waiting", "Notices that wait or are under way", value=desk.waiting)
        yield GaugeMetricFamily("admissions_outbox_failed", "Notices given up; staff do not know of them", value=desk.failed)
        yield GaugeMetricFamily("admissions_conversations_open", "Chats that have not ended", value=desk.chats)

    def _look(self) -> Desk | None:
        if self._at and time.monotonic() - self._at < REMEMBERED:
            return self._desk
        try:
            self._desk = look(now())
        except DatabaseError:
            self._desk = None
        self._at = time.monotonic()
        return self._desk
