"""Finds the words that tell a day or an hour. What they mean on the calendar is decided in `when.py`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

WEEKDAYS = {
    "monday": r"mon(?:day)?s?",
    "tuesday": r"tue(?:s|sday)?s?",
    "wednesday": r"wed(?:s|nesday|nsday|nesd?ay)?s?",
    "thursday": r"thu(?:r|rs|rsday|rday)?s?",
    "friday": r"fri(?:day)?s?",
    "saturday": r"sat(?:urday)?s?",
    "sunday": r"sun(?:day)?s?",
}
NUMBER_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
# Parts of a day, as people mean them when a call is due. The first pattern that fits wins.
PARTS: tuple[tuple[str, str, time, time], ...] = (
    ("early morning", r"early (?:in the )?mornings?|first thing", time(8), time(10)),
    ("late morning", r"late (?:in the )?mornings?|mid-?mornings?", time(10), time(12)),
    ("late afternoon", r"late (?:in the )?afternoons?", time(15), time(17)),
    ("early evening", r"early (?:in the )?evenings?", time(17), time(19)),
    ("lunchtime", r"lunch ?-?time|(?:at|over|around|during) lunch|lunch ?(?:hour|break)|midday|mid-day", time(12), time(13)),
    ("morning", r"mornings?|mornin|a\.?m\.? only", time(8), time(12)),
    ("afternoon", r"after ?noons?|aftern?oon|arvo", time(12), time(17)),
    ("evening", r"evenings?|tonight|tonite|2nite|nights?", time(17), time(21)),
)
# Words that tell a time only to the one who says them: the hour is asked for.
VAGUE = re.compile(
    r"\b(?:dinner|supper|breakfast|after (?:work|lunch|school|my shift|class)|(?:kids?|children|school|shift|work)\b.*\b"
    r"(?:are|is|in|at|off|out|gone|over|starts?|ends?|done)|get (?:off|home|out)|later|soon ?ish|when(?:ever)? (?:i|my|the|he|she)"
    r"|before work|nap)\b"
)
ANY_TIME = re.compile(
    r"\b(?:any ?time|when ?ever|all day|any hour|no preference|doesn'?t matter|don'?t care|any (?:is )?(?:fine|good|ok))\b"
)
SOON = re.compile(
    r"\b(?:asap|a\.s\.a\.p|right (?:now|away)|now|immediately|as soon as (?:possible|you can|they can|u can)|soonest"
    r"|straight away|this minute|next available|soon)\b"
)
IN_A_WHILE = re.compile(
    r"\bin (?:about |like )?(an?|half an|\d{1,3}|one|two|three|four|five|six) ?(hours?|hrs?|minutes?|mins?|h|m)\b"
)

_HOUR = r"(\d{1,2}|" + "|".join(NUMBER_WORDS) + r")"
_HALF = r"(a\.?m?\.?|p\.?m?\.?|in the morning|in the afternoon|in the evening|at night|tonight)?"
_CLOCK = _HOUR + r"(?:[:.h]([0-5]\d))?\s*(?:ish|o'?clock|oclock)?\s*" + _HALF
_RANGE = re.compile(rf"\b(?:between |from )?{_CLOCK}\s*(?:-|–|to|and|till|til|until)\s*{_CLOCK}(?![\w:])")
_AFTER = re.compile(rf"\b(?:after|past|from|not before|later than|no earlier than) (?:about |around )?{_CLOCK}(?![\w:])")
_BEFORE = re.compile(rf"\b(?:before|by|until|till|til|no later than) (?:about |around )?{_CLOCK}(?![\w:])")
_AT = re.compile(rf"(?<![\w/:.$#-]){_CLOCK}(?![\w:/%-])")
_NOON = re.compile(r"\b(?:noon|midday|mid-day|12 noon)\b")
_HALF_PAST = re.compile(rf"\b(half|quarter) (past|to|after|till) {_HOUR}\s*{_HALF}(?![\w:])")


@dataclass(frozen=True)
class Hours:
    """A span within a day. `end` is None for a point ("at 3"), `open_end` marks "after 3". Hours are 0-23 as said:
    `half` tells whether the words said am or pm."""

    start: tuple[int, int] | None
    end: tuple[int, int] | None = None
    half: str | None = None

    @property
    def is_point(self) -> bool:
        return self.start is not None and self.end is None


def _hour(text: str) -> int:
    return NUMBER_WORDS[text] if text in NUMBER_WORDS else int(text)


def _half(text: str | None) -> str | None:
    if not text:
        return None
    if text.startswith("a") and "night" not in text or text == "in the morning":
        return "am"
    return "pm"


def _clock(hour: str, minute: str | None) -> tuple[int, int] | None:
    value = _hour(hour)
    return (value, int(minute or 0)) if 0 <= value <= 23 else None


def find_part(text: str) -> str | None:
    """The part of the day that is named, by its name in `PARTS`."""
    return next((name for name, pattern, _, _ in PARTS if re.search(rf"\b(?:{pattern})\b", text)), None)


def part_hours(name: str) -> tuple[time, time]:
    return next((start, end) for part, _, start, end in PARTS if part == name)


def find_hours(text: str) -> Hours | None:
    """The hour or span of hours that is named with figures or number words."""
    text = _NOON.sub("12 pm", text)
    if found := _RANGE.search(text):
        h1, m1, half1, h2, m2, half2 = found.groups()
        start, end = _clock(h1, m1), _clock(h2, m2)
        if start and end:
            return Hours(start, end, _half(half1) or _half(half2))
    if found := _HALF_PAST.search(text):
        amount, side, hour, half = found.groups()
        value, minutes = _hour(hour), 30 if amount == "half" else 15
        moment = (value, minutes) if side in ("past", "after") else (value - 1, 60 - minutes)
        return Hours(moment, None, _half(half))
    if found := _AFTER.search(text):
        hour, minute, half = found.groups()
        if start := _clock(hour, minute):
            return Hours(start, (21, 0), _half(half))
    if found := _BEFORE.search(text):
        hour, minute, half = found.groups()
        if end := _clock(hour, minute):
            return Hours((8, 0), end, _half(half))
    for found in _AT.finditer(text):
        hour, minute, half = found.groups()
        if (
            hour in NUMBER_WORDS
            and not half
            and not re.search(rf"\b(?:at|around|about|by|say|like)\s+{hour}\b|^{hour}\W*$", text)
        ):
            continue  # "one more thing" is no time of day
        if (start := _clock(hour, minute)) and start[0] > 0:
            return Hours(start, None, _half(half))
    return None
