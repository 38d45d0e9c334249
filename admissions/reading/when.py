"""Turns what a visitor said about time into a window in which staff may call, or into the question that is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from admissions.program import Program
from admissions.reading.day_words import find_days
from admissions.reading.time_words import (
    ANY_TIME,
    IN_A_WHILE,
    NUMBER_WORDS,
    SOON,
    VAGUE,
    Hours,
    find_hours,
    find_part,
    part_hours,
)

Status = Literal["window", "which_hour", "which_day", "hour_and_day", "past", "closed", "too_far", "none"]
POINT_LENGTH = timedelta(hours=1)  # "at 9" is answered by a call between 9 and 10
# A time that is ruled out ("mornings are bad") is no time to call; what is left is read, and the rest is asked.
RULED_OUT = re.compile(
    r"\b(?:not|never|no|can'?t do|cannot do|except|anything but|don'?t call) (?:in |on |at )?(?:the |me )?\w+s?\b"
    r"|\b\w+s? (?:(?:is|are) )?(?:bad|no good|not good|hard|out|impossible|(?:do|does)(?:n'?t| not) work|won'?t work)\b"
)
ZONES = {
    r"eastern|e[sd]?t|new york|florida|ohio|boston|atlanta": "America/New_York",
    r"central|c[sd]t|chicago|texas|dallas|houston": "America/Chicago",
    r"mountain|m[sd]t|denver|colorado|utah": "America/Denver",
    r"arizona|phoenix": "America/Phoenix",
    r"pacific|p[sd]t|california|los angeles|seattle|vegas|oregon": "America/Los_Angeles",
}


@dataclass(frozen=True)
class When:
    """What is known of the time: a whole window (`start`, `end` set), or pieces of it that later words complete."""

    status: Status
    start: datetime | None = None
    end: datetime | None = None
    days: tuple[date, ...] = ()
    part: str | None = None
    zone: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "days": [day.isoformat() for day in self.days],
            "part": self.part,
            "zone": self.zone,
        }

    @classmethod
    def from_json(cls, raw: dict[str, Any] | None) -> When | None:
        if not raw:
            return None
        moments = [datetime.fromisoformat(str(raw[key])) if raw.get(key) else None for key in ("start", "end")]
        days = raw.get("days") or []
        return cls(
            status=raw["status"],
            start=moments[0],
            end=moments[1],
            days=tuple(date.fromisoformat(str(day)) for day in days),
            part=str(raw["part"]) if raw.get("part") else None,
            zone=str(raw["zone"]) if raw.get("zone") else None,
        )


def _fold(text: str) -> str:
    text = text.lower().replace("’", "'").replace("–", "-").replace("—", "-")
    text = re.sub(r"(\d)\s*([ap])\.?\s?m\b\.?", r"\1 \2m", text)
    text = re.sub(r"([ap]m)(?=[a-z])", r"\1 ", text)
    return re.sub(r"\s+", " ", text).strip()


def _zone(text: str) -> str | None:
    return next((zone for pattern, zone in ZONES.items() if re.search(rf"\b(?:{pattern})\b(?: time)?", text)), None)


def _to_24(moment: tuple[int, int], half: str | None, part: str | None) -> time:
    """An hour as people say it: without am or pm, 8-11 is the morning and 12-7 the afternoon, unless a part was named."""
    hour, minute = moment
    evening = part in ("afternoon", "late afternoon", "evening", "early evening", "dinner")
    if half == "am":
        hour = 0 if hour == 12 else hour
    elif half == "pm" or (evening and hour < 12):
        hour = hour + 12 if hour < 12 else hour
    elif hour < 8:
        hour += 12
    return time(min(hour, 23), minute)


def _span(hours: Hours, part: str | None) -> tuple[time, time]:
    assert hours.start is not None
    start = _to_24(hours.start, hours.half if hours.start != (8, 0) or hours.is_point else "am", part)
    if hours.end is None:
        later = (datetime.combine(date.min, start) + POINT_LENGTH).time() if start < time(23) else time(23, 59)
        return start, later
    if hours.end == (21, 0):
        return start, time(21)
    end = _to_24(hours.end, hours.half, part)
    if end <= start and end.hour < 12:
        end = end.replace(hour=end.hour + 12)
    return start, end


def _fit(day: date, span: tuple[time, time], now: datetime, program: Program, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """The span on that day, cut to the callback hours, to 8 am - 9 pm at the visitor's place, and to what is still ahead."""
    opening = program.callback_hours[day.weekday()]
    if opening is None:
        return None
    start, end = (datetime.combine(day, moment, zone) for moment in span)
    opens, closes = (datetime.combine(day, moment, program.timezone) for moment in opening)
    lawful = datetime.combine(day, time(8), zone), datetime.combine(day, time(21), zone)
    soonest = now + timedelta(minutes=program.callback_shortest_notice)
    soonest += timedelta(minutes=-soonest.minute % 5, seconds=-soonest.second, microseconds=-soonest.microsecond)
    start, end = max(start, opens, lawful[0], soonest.astimezone(zone)), min(end, closes, lawful[1])
    return (start, end) if end - start >= timedelta(minutes=5) else None


def nearest(now: datetime, program: Program, count: int = 2) -> list[tuple[datetime, datetime]]:
    """The next half-days in which a call can be made."""
    found: list[tuple[datetime, datetime]] = []
    today = now.astimezone(program.timezone).date()
    for ahead in range(program.callback_days_ahead + 1):
        for part in ("morning", "afternoon"):
            if window := _fit(today + timedelta(ahead), part_hours(part), now, program, program.timezone):
                found.append(window)
                if len(found) == count:
                    return found
    return found


def _relative(text: str, now: datetime) -> datetime | None:
    found = IN_A_WHILE.search(text)
    if not found:
        return None
    amount, unit = found.groups()
    number = {"a": 1.0, "an": 1.0, "half an": 0.5}.get(amount) or float(NUMBER_WORDS.get(amount) or amount)
    return now + (timedelta(hours=number) if unit.startswith("h") else timedelta(minutes=number))


def read_when(text: str, now: datetime, program: Program, known: When | None = None) -> When:
    """Read a time. `known` is what earlier words told; a new word for the day keeps the hour, and the other way round.

    Never guesses between meanings that a caller could get wrong: the status names the question to ask. Windows come in
    the visitor's own time zone when one was named, else in the centre's.
    """
    folded = _fold(text)
    ruled_out = RULED_OUT.search(folded) is not None
    folded = RULED_OUT.sub(" ", folded)
    zone_name = _zone(folded) or (known.zone if known else None)
    zone = ZoneInfo(zone_name) if zone_name else program.timezone
    local = now.astimezone(zone)
    if moment := _relative(folded, local):
        return _place((moment.date(),), (moment.time(), time(21)), local, program, zone, point=True)
    found = find_days(folded, local.date(), program.callback_days_ahead)
    days, rest = found.days, found.rest
    part, hours = find_part(rest), find_hours(rest)
    vague = VAGUE.search(rest) is not None and hours is None and (part is None or part == "evening")
    if not days and part is None and hours is None:
        if SOON.search(folded):
            return _soonest(local, program, zone)
        if ANY_TIME.search(folded):
            days_known = known.days if known else ()
            return _place(days_known or _ahead(local, program), (time(8), time(21)), local, program, zone)
        if ruled_out and (find_part(_fold(text)) or find_days(_fold(text), local.date()).days):
            return When("hour_and_day", zone=zone_name)
        if not vague:
            return When("none")
    any_time = ANY_TIME.search(folded) is not None or re.search(r"\bany ?part\b", folded) is not None
    known_part = part or ("dinner" if re.search(r"\b(?:dinner|supper)\b", rest) else None)
    if known is not None:
        days = days or known.days
        known_part = known_part or known.part
    if hours is not None:
        span = _span(hours, known_part)
    elif vague:
        pieces = When("which_hour" if days else "hour_and_day", days=days, part=known_part, zone=zone_name)
        return replace(pieces, status="which_hour") if known_part == "dinner" else pieces
    elif part is not None:
        span = part_hours(part)
    elif known is not None and known.start is not None and known.end is not None:
        span = known.start.time(), known.end.time()
    elif known_part in (None, "dinner") and not any_time:
        return When("which_hour", days=days, part=known_part, zone=zone_name)
    else:
        span = (time(8), time(21)) if any_time or known_part is None else part_hours(known_part)
    placed = _place(days or _ahead(local, program), span, local, program, zone)
    return replace(placed, part=known_part, zone=zone_name, days=placed.days or days)


def _ahead(local: datetime, program: Program) -> tuple[date, ...]:
    return tuple(local.date() + timedelta(n) for n in range(program.callback_days_ahead + 1))


def _soonest(local: datetime, program: Program, zone: ZoneInfo) -> When:
    return _place(_ahead(local, program), (time(8), time(21)), local, program, zone, point=True)


def _place(
    days: tuple[date, ...], span: tuple[time, time], local: datetime, program: Program, zone: ZoneInfo, point: bool = False
) -> When:
    """Put the span on the first of the days where it fits. `point` shortens it to a call as soon as that."""
    last = local.date() + timedelta(program.callback_days_ahead)
    for day in days:
        if local.date() <= day <= last and (window := _fit(day, span, local, program, zone)):
            start, end = window
            if point:
                end = min(end, start + POINT_LENGTH)
            return When("window", start, end, (day,))
    if all(day > last for day in days):
        return When("too_far", days=days)
    latest = max(days)
    if latest < local.date() or datetime.combine(latest, span[1], zone) <= local + timedelta(minutes=5):
        return When("past")
    return When("closed", days=())
