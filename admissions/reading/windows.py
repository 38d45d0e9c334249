"""Puts wanted hours on the calendar: inside the callback hours, between 8 am and 9 pm at the visitor's place, and ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Callable, Iterable, Literal
from zoneinfo import ZoneInfo

from admissions.program import Program
from admissions.reading.hour_words import EARLIEST, LATEST, Span

POINT_LENGTH = timedelta(hours=1)  # "at 9" is answered by a call between 9 and 10
SHORTEST = timedelta(minutes=5)
LEAST_OFFERED = timedelta(minutes=30)  # a shorter window is taken when asked for, not offered
ALL_DAY: Span = (EARLIEST, LATEST)
HALF_DAYS: tuple[Span, ...] = ((time(8), time(12)), (time(12), time(17)), (time(17), time(21)))
Window = tuple[datetime, datetime]


@dataclass(frozen=True)
class Place:
    """Where and when the visitor speaks: the clock, the program, and their time zone."""

    now: datetime
    program: Program
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def last_day(self) -> date:
        return self.today + timedelta(self.program.callback_days_ahead)

    def days_ahead(self) -> tuple[date, ...]:
        return tuple(self.today + timedelta(n) for n in range(self.program.callback_days_ahead + 1))


def fit(day: date, span: Span, place: Place, point: bool = False) -> Window | None:
    """The span on that day of the visitor's, cut to when a call may be made; None when nothing is left of it. A `point` may be
    moved by the shortest notice only. All is compared in UTC, for the clocks may change between two moments."""
    if not place.today <= day <= place.last_day:
        return None
    start, end, lawful, until = (_utc(day, moment, place.zone) for moment in (*span, EARLIEST, LATEST))
    if point and start < place.now.astimezone(timezone.utc):
        return None
    soonest = _soonest(place)
    for centres_day in (day, day - timedelta(1), day + timedelta(1)):  # it may be another date at the centre
        opening = place.program.callback_hours_on(centres_day)
        if opening is None:
            continue
        opens, closes = (_utc(centres_day, moment, place.program.timezone) for moment in opening)
        first, last = max(start, opens, lawful), min(end, closes, until)
        if point and first != start:
            continue
        first = max(first, soonest)
        if last - first >= SHORTEST:
            return first.astimezone(place.zone), last.astimezone(place.zone)
    return None


def _utc(day: date, moment: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, moment, zone).astimezone(timezone.utc)


def _soonest(place: Place) -> datetime:
    """The earliest start: the shortest notice from now, on a full five minutes."""
    soonest = place.now.astimezone(timezone.utc) + timedelta(minutes=place.program.callback_shortest_notice)
    past = timedelta(minutes=soonest.minute % 5, seconds=soonest.second, microseconds=soonest.microsecond)
    return soonest - past + (timedelta(minutes=5) if past else timedelta(0))


def why_not(days: Iterable[date], span: Span, place: Place, point: bool = False) -> Literal["past", "closed", "too_far"]:
    """The reason why the span fits on none of the days."""
    days = tuple(days)
    if all(day > place.last_day for day in days):
        return "too_far"
    local = place.now.astimezone(place.zone)
    over = span[0] if point else span[1]
    if all(day < place.today or (day == place.today and over <= local.time()) for day in days):
        return "past"
    return "closed"


def around(
    days: tuple[date, ...], span: Span | None, place: Place, free: Callable[[datetime, datetime], bool], count: int
) -> list[Window]:
    """The windows nearest to a span (hours when it is short, half days when it is long or None) that are `free`, in the
    order of time: those of the first wanted day before those of other days."""
    wanted = min(max(days[0], place.today), place.last_day) if days else place.today
    begins = span[0] if span else EARLIEST
    is_short = span is not None and _minutes(EARLIEST, span[1]) - _minutes(EARLIEST, span[0]) <= 120
    pieces = [(time(hour), time(hour + 1)) for hour in range(8, 21)] if is_short else list(HALF_DAYS)
    found: list[tuple[int, int, Window]] = []
    for day in place.days_ahead():
        for piece in pieces:
            window = fit(day, piece, place)
            if window and window[1] - window[0] >= LEAST_OFFERED:
                found.append((abs((day - wanted).days), abs(_minutes(begins, piece[0])), window))
    nearest: list[Window] = []
    for _, _, window in sorted(found):
        if free(*window):
            nearest.append(window)
            if len(nearest) == count:
                break
    return sorted(nearest)


def _minutes(start: time, end: time) -> int:
    return (end.hour - start.hour) * 60 + end.minute - start.minute
