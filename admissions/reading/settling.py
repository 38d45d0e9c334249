"""Puts what is known of a time on the calendar, or says which question is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Callable
from zoneinfo import ZoneInfo

from admissions.program import Program
from admissions.reading.hour_words import Hours, Span
from admissions.reading.known_time import Unclear, When
from admissions.reading.time_words import part_hours
from admissions.reading.weekday_words import Choice
from admissions.reading.windows import ALL_DAY, POINT_LENGTH, Place, Window, around, fit, why_not

REFUSED = ("past", "closed", "too_far")


def without_refused(known: When, place: Place) -> When:
    """What still holds of a time that was refused: days on which nobody can ever call are asked for anew, and so are hours at
    which nobody ever calls. "The 25th at noon" on a holiday keeps the hour, "Friday at 6 am" keeps the day."""
    if known.status not in REFUSED:
        return known
    hours = known.wanted_hours()
    if hours and not any(fit(day, hours, place, known.point) for day in place.days_ahead()):
        known = replace(known, hours=None, part=None, point=False)
    if known.days and not any(fit(day, ALL_DAY, place) for day in known.days):
        known = replace(known, days=(), unclear=("day",))
    return known


def go_on(days: tuple[date, ...], choice: Choice, known: When, place: Place) -> When:
    """What is known, on these days; hours of which the half of the day is not known are still asked about."""
    if "half" not in known.unclear:
        return complete(days, choice, known, place)
    unclear: tuple[Unclear, ...] = ("half",) if choice == "any" else ("half", "day")
    return When("which_half", days=days, part=known.part, hours=known.hours, point=known.point, unclear=unclear)


def with_hours(hours: Hours, choice: Choice, new: When, place: Place, part: Span) -> When:
    """`part` is the part of the day that was named with the hours: "evenings before 7" begin at 5."""
    spans = hours.spans()
    if hours.kind == "after":
        spans = [(start, part[1] if start < part[1] else end) for start, end in spans]
    elif hours.kind == "before":
        spans = [(part[0] if part[0] < end else start, end) for start, end in spans]
    if len(spans) > 1 and new.part:
        begins = time(12) if new.part == "dinner" else part_hours(new.part)[0]
        spans = [span for span in spans if (span[0] >= time(12)) == (begins >= time(12))] or spans
    if not spans:
        return When("hour_and_day" if not new.days else "which_hour", days=new.days, part=new.part)
    readings = [complete(new.days, choice, replace(new, hours=span, point=hours.kind == "point"), place) for span in spans]
    possible = [one for one in readings if one.status != "past"]
    if len(possible) > 1:
        open_half = replace(new, hours=spans[0], point=hours.kind == "point", unclear=("half",))
        return go_on(new.days, choice, open_half, place)
    return (possible or readings)[0]


def at_once(moment: datetime, place: Place) -> When:
    end = (moment + POINT_LENGTH).time() if moment.hour < 23 else time(23, 59)
    return complete((moment.date(),), "any", When("none", hours=(moment.time(), end), point=True), place)


def later(known: When, shift: timedelta, place: Place) -> When:
    """The window that is known, by so much later, or earlier."""
    assert known.start and known.end
    start, end = known.start + shift, known.end + shift
    hours = (start.time(), end.time() if end.date() == start.date() else time(23, 59))
    return complete((start.date(),), "any", replace(known, hours=hours, unclear=()), place)


def complete(days: tuple[date, ...], choice: Choice, new: When, place: Place, brief: bool = False) -> When:
    """The window on the first of the days where it fits; with `choice` "one", only if one day is left to be meant.
    `brief` cuts it to one hour."""
    hours = new.wanted_hours()
    wanted = When("none", days=days, part=new.part, hours=hours, point=new.point)
    if choice == "one" and not days:
        return replace(wanted, status="which_day", unclear=("day",))
    meant = days or place.days_ahead()
    fits = [(day, window) for day in meant if (window := fit(day, hours or ALL_DAY, place, wanted.point))]
    if not fits:
        return replace(wanted, status=why_not(meant, hours or ALL_DAY, place, wanted.point), days=meant)
    if choice == "unclear" or (choice == "one" and len(fits) > 1):
        return replace(wanted, status="which_day", days=tuple(day for day, _ in fits), unclear=("day",))
    if hours is None:
        return replace(wanted, status="which_hour", days=tuple(day for day, _ in fits) if days else ())
    day, (start, end) = fits[0]
    if brief:
        end = min(end, start + POINT_LENGTH)
    return replace(wanted, status="window", start=start, end=end, days=(day,))


def nearest(
    wanted: When | None,
    now: datetime,
    program: Program,
    free: Callable[[datetime, datetime], bool] = lambda start, end: True,
    count: int = 2,
) -> list[Window]:
    """The windows nearest to what was wanted, in the visitor's time zone and the order of time: hours where an hour was
    wanted, else half days; on the same day first, then around it. Those for which `free` is false are left out."""
    wanted = wanted or When("none")
    place = Place(now, program, ZoneInfo(wanted.zone) if wanted.zone else program.timezone)
    return around(wanted.days, wanted.wanted_hours(), place, free, count)
