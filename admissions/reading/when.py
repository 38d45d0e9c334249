"""Turns what a visitor said about time into a window in which staff may call, or into the question that is missing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from admissions.program import Program
from admissions.reading.day_words import DayWords, find_days
from admissions.reading.folding import fold
from admissions.reading.hour_words import find_hours, in_part, is_no_hour
from admissions.reading.known_time import Unclear, When
from admissions.reading.ruled_out import RuledOut, rule_out
from admissions.reading.settling import at_once, complete, go_on, later, nearest, with_hours, without_refused
from admissions.reading.shifts import find_shift
from admissions.reading.time_words import ANY_TIME, DINNER, NOW, SOON, VAGUE, find_moment, find_part, leave_out_life, part_hours
from admissions.reading.weekday_words import Choice
from admissions.reading.windows import ALL_DAY, POINT_LENGTH, Place
from admissions.reading.zone_words import find_zone

__all__ = ["When", "nearest", "read_when"]

NOW_IS_WITHIN = timedelta(hours=2)  # "call me now" is not answered by tomorrow morning
_ALTERNATIVES = re.compile(r"\s*(?:,|;|\bor else\b|\bor\b|\balternatively\b)\s*")
_SAME = re.compile(r"\bsame (?:time|hour|thing)\b")
_FIRST = re.compile(r"\b(?:first|1st|sooner|earlier|this(?: coming)?|coming)\b")
_SECOND = re.compile(r"\b(?:second|2nd|later|next|following|after)\b")


def read_when(text: str, now: datetime, program: Program, known: When | None = None) -> When:
    """Read a time. `known` is what earlier words told; a new word for the day keeps the hour, and the other way round.

    Never guesses between meanings that a caller could get wrong: the status names the question to ask. Windows come in
    the visitor's own time zone when one was named, else in the centre's.
    """
    zone = find_zone(fold(text))
    known = known or When("none")
    zone_name = zone.name or known.zone
    place = Place(now, program, ZoneInfo(zone_name) if zone_name else program.timezone)
    known = without_refused(known, place)
    found = _read_alternatives(leave_out_life(zone.rest), place, known)
    if found.status == "none" and zone.name and (known.days or known.wanted_hours()):
        found = (
            _soonest(place)
            if _is_soonest(known)
            else go_on(known.days, "unclear" if "day" in known.unclear else "any", known, place)
        )
    elif found.status == "none" and zone.ask and not zone_name:
        found = replace(known, status="which_zone", hours=known.wanted_hours())
    if found.status == "none":
        return replace(found, zone=zone.name)
    if zone_name is None and (zone.ask or "zone" in known.unclear) and found.status != "too_far":
        unclear: tuple[Unclear, ...] = (*(one for one in found.unclear if one != "zone"), "zone")
        found = replace(found, status="which_zone", start=None, end=None, days=found.days or known.days, unclear=unclear)
    if zone.centres and zone_name not in (None, program.timezone.key) and found.hours:
        # "2 pm your time, I'm in Denver": the hour is asked for as it is in Denver, where the law counts it.
        found = replace(found, status="which_hour", start=None, end=None, hours=None, point=False)
    return replace(found, zone=zone_name)


def _soonest(place: Place) -> When:
    return complete(place.days_ahead(), "any", When("none", hours=ALL_DAY), place, brief=True)


def _is_soonest(known: When) -> bool:
    """Whether a call as soon as can be was asked for, at whatever hour."""
    brief = known.start is not None and known.end is not None and known.end - known.start <= POINT_LENGTH
    return brief and known.hours == ALL_DAY


def _read_alternatives(text: str, place: Place, known: When) -> When:
    """ "Friday at 2 or Saturday at 10": the first of them that can be had."""
    pieces = [piece for piece in _ALTERNATIVES.split(text) if piece.strip()]
    if 1 < len(pieces) <= 4 and all(_is_whole(piece, place) for piece in pieces):
        readings = [_read(piece, place, known) for piece in pieces]
        return next((one for one in readings if one.status == "window"), readings[0])
    return _read(text, place, known)


def _is_whole(text: str, place: Place) -> bool:
    found = find_days(text, place.today)
    return bool(found.days) and (find_part(found.rest) is not None or find_hours(found.rest, expected=True) is not None)


def _read(text: str, place: Place, known: When) -> When:
    if moment := find_moment(text, place.now.astimezone(place.zone)):
        moment += timedelta(minutes=-moment.minute % 5, seconds=-moment.second, microseconds=-moment.microsecond)
        return at_once(moment, place)
    if known.status == "window" and (shift := find_shift(text)):
        return later(known, shift, place)
    ruled = rule_out(text)
    said = find_days(ruled.rest, place.today, place.program.callback_days_ahead)
    part = find_part(said.rest)
    hours = find_hours(
        said.rest, expected=bool(said.days or part or VAGUE.search(said.rest) or known.status not in ("none", "window"))
    )
    if hours is None and not said.days and said.choice == "any" and part is None:
        if (other := _without_day_or_hour(text, ruled, place, known)) is not None:
            return other
    if hours is None and is_no_hour(said.rest):
        known = replace(known, start=None, end=None, hours=None, point=False)  # another hour was meant than the one known
    days, choice = _days(said, ruled, text, place, known)
    any_time = ANY_TIME.search(text) is not None
    if any_time and (find_part(ruled.words) or (ruled.taken and not ruled.words)):
        any_time = False  # "any time except 12 to 1" leaves the hour to be asked
    vague = VAGUE.search(said.rest) is not None and hours is None and part in (None, "evening")
    part = part or ("dinner" if DINNER.search(said.rest) else None)
    new = replace(known, days=days, part=part or known.part)
    if hours is not None:
        if part not in (None, "dinner", "lunchtime"):
            hours = hours.in_half("am" if part_hours(part)[0] < time(12) else "night" if part == "evening" else "pm")
        return with_hours(hours, choice, new, place, part_hours(part) if part not in (None, "dinner") else ALL_DAY)
    if vague:
        asks_hour = bool(days) or part == "dinner"
        return When("which_hour" if asks_hour else "hour_and_day", days=days, part=new.part)
    if "half" in known.unclear and known.hours and part:
        hours_told = in_part(known.hours, part_hours(part))
        return complete(days, choice, replace(new, hours=hours_told, point=known.point), place)
    if part is not None and part != "dinner":
        return complete(days, choice, replace(new, hours=part_hours(part), point=False), place)
    if any_time or (SOON.search(text) and known.wanted_hours() is None):
        return complete(days, choice, replace(new, hours=ALL_DAY, point=False), place, brief=not any_time)
    return go_on(days, choice, new, place)


def _without_day_or_hour(text: str, ruled: RuledOut, place: Place, known: When) -> When | None:
    """What a text means that names neither; None when it goes on from what is known."""
    if known.status == "window" and _SAME.search(text):
        return known
    if "day" in known.unclear and len(known.days) == 2 and (_FIRST.search(text) or _SECOND.search(text)):
        return go_on((known.days[0 if _FIRST.search(text) else 1],), "any", known, place)
    if NOW.search(ruled.rest) or SOON.search(ruled.rest):
        soonest = _soonest(place)
        late = soonest.start is not None and soonest.start - place.now > NOW_IS_WITHIN
        return When("closed", days=(place.today,)) if late and not SOON.search(ruled.rest) else soonest
    if ANY_TIME.search(ruled.rest) and not find_part(ruled.words) and (ruled.words or not ruled.taken):
        days = known.days or _left(ruled, place) or place.days_ahead()
        return complete(days, "any", replace(known, hours=ALL_DAY, point=False), place)
    if ruled.words or ruled.taken:
        left = _left(ruled, place)
        if left and known.wanted_hours():
            hours = known.wanted_hours()
            return When("which_day", days=left, part=known.part, hours=hours, point=known.point, unclear=("day",))
        return When("hour_and_day", days=left)
    if VAGUE.search(ruled.rest):
        return None
    return When("none")


def _days(said: DayWords, ruled: RuledOut, text: str, place: Place, known: When) -> tuple[tuple[date, ...], Choice]:
    """The days meant now: those said, less those ruled out, and within those that were asked about."""
    if not said.days and said.choice == "any":
        if ruled.words and (left := _left(ruled, place)):
            return left, "any"
        return known.days, "unclear" if "day" in known.unclear else "any"
    days, choice = said.days, said.choice
    if known.status != "window" and len(known.days) > 1 and said.weekdays:
        if asked := tuple(day for day in known.days if day.weekday() in said.weekdays):
            days = tuple(day for day in asked if day in days) if choice == "any" and set(asked) & set(days) else asked
            choice = "one" if "day" in known.unclear else "any"
    if len(days) > 2 and ruled.words and (left := tuple(day for day in _left(ruled, place) if day in days)):
        days = left
    return days, choice


def _left(ruled: RuledOut, place: Place) -> tuple[date, ...]:
    """The days ahead less those ruled out; nothing when no day was."""
    out = find_days(ruled.words, place.today) if ruled.words else None
    if out is None or not out.days:
        return ()
    return tuple(day for day in place.days_ahead() if day not in out.days and day.weekday() not in out.weekdays)
