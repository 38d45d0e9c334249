"""How many calls are promised for an hour. Every live callback takes one place in one hour of its window."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from sqlalchemy import Column, Integer, String, delete, select
from sqlalchemy.orm import Session

from admissions.database import Base, reading
from admissions.program import program

HOUR = timedelta(hours=1)


class Full(RuntimeError):
    """Every hour of the window is promised already."""


class Place(Base):
    """One promised call. The key over both columns gives each place once, whoever asks at the same time."""

    __tablename__ = "callback_places"

    slot_start = Column(String(40), primary_key=True)  # the hour, ISO 8601 in UTC
    place = Column(Integer, primary_key=True, autoincrement=False)
    reference = Column(String(12), nullable=False, unique=True)


def free(start: datetime, end: datetime, now: datetime, reference: str | None = None) -> bool:
    """Whether a call can still be promised in this window; the place of `reference` counts as free. Raises `DatabaseError`."""
    with reading() as session:
        return _emptiest(session, start, end, now, reference) is not None


def take(session: Session, reference: str, start: datetime, end: datetime, now: datetime) -> None:
    """Take a place in the emptiest hour of the window, instead of the one the callback has. Raises `Full`.

    To be called in a transaction that is `alone`, so that nobody counts the same places at the same time.
    """
    if (hour := _emptiest(session, start, end, now, reference)) is None:
        raise Full(f"Every hour from {start.isoformat()} to {end.isoformat()} is promised already.")
    release(session, reference)
    taken = _taken(session, hour, reference)
    session.add(Place(slot_start=hour, place=_lowest_missing(taken), reference=reference))
    session.flush()


def release(session: Session, reference: str) -> None:
    """Give back the place of a callback, if it has one."""
    session.execute(delete(Place).where(Place.reference == reference).execution_options(synchronize_session=False))


def _emptiest(session: Session, start: datetime, end: datetime, now: datetime, reference: str | None) -> str | None:
    counts = {hour: len(_taken(session, hour, reference)) for hour in _hours(start, end, now)}
    emptiest = min(counts, key=lambda hour: (counts[hour], hour))
    capacity = program().callback_capacity
    return None if capacity and counts[emptiest] >= capacity else emptiest


def _taken(session: Session, hour: str, besides: str | None) -> set[int]:
    rows = session.execute(select(Place.place, Place.reference).where(Place.slot_start == hour)).all()
    return {row.place for row in rows if row.reference != besides}


def _lowest_missing(taken: set[int]) -> int:
    return next(place for place in range(1, len(taken) + 2) if place not in taken)


def _hours(start: datetime, end: datetime, now: datetime) -> list[str]:
    """The hours that the window touches and that are not over; at least one."""
    hour = start.astimezone(timezone.utc).replace(minute=0, second=0, microsecond=0)
    hours = [hour]
    while (hour := hour + HOUR) < end:
        hours.append(hour)
    return [each.isoformat() for each in hours if each + HOUR > now] or [hours[-1].isoformat()]
