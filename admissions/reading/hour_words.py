"""Finds clock times and spans of them in folded text, and says which hours of the day they can mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time
from typing import Literal

from admissions.reading.folding import NUMBER_WORDS

EARLIEST, LATEST = time(8), time(21)  # when the law lets anybody call
_NUMBER = "|".join(NUMBER_WORDS)
_HALF = r"(?: ?(?P<half{n}>[ap]m\b|in the (?:morning|afternoon|evening)|at night|tonight))?"
_CLOCK = rf"(?P<hour{{n}}>\d{{{{1,2}}}}|{_NUMBER})(?::(?P<minute{{n}}>[0-5]\d))?(?P<sharp{{n}}> ?o'?clock| sharp)?{_HALF}"
_NEXT = r"(?![\w:/%]|-\w|\.\d)"
# A number of things, not of the clock: "2 kids", "10 years", "3 days a week", "5 other people".
_THINGS = (
    r"(?! ?(?:%|days?|weeks?|months?|years?|yrs?|hours?|hrs?|min(?:ute)?s?|kids?|children|people|of (?:us|them|my)|times|drinks?|beers?|step|"
    r"mg|dollars?|bucks|k|or so|more|other|different|old|year|month|day|week|st|a (?:day|week|night))\b)"
    r"(?! (?!is|as|this|thanks|pls|yes|us|works|sounds|suits|tues|thurs|weds|was|does|its|whats|always|sometimes|mornings|afternoons|"
    r"evenings|weekdays|weekends|[a-z]+days\b)[a-z]{2,}s\b)"
)
_WISH = r"(?P<wish> (?:works|would|instead|then|is (?:good|fine|ok|okay|best|great)|if possible|please|pls)\b)?"
_CUE = (
    r"(?:(?P<strong>at|around|after|before|between|until|till|til|make (?:it|that)|(?:can|could) (?:it|that|we|you|they) (?:be|do|make it)|i meant?"
    r"|(?:change|move|switch|set)(?: (?:it|that|the call|the time|my call))? to)|about|by|say|like|maybe|for|from|past|not)"
)
_CALLS = re.compile(r"\b(?:call|ring|phone|reach)\b")
_NOT_A_TIME = (
    r"(?<!step )(?<!day )(?<!age )(?<!aged )(?<!room )(?<!im )(?<!i'm )(?<!i am )(?<!turned )(?<!last )(?<!first )(?<!grade )"
)


def _clock(n: int) -> str:
    return _CLOCK.format(n=n)


_RANGE = re.compile(
    rf"(?<![\w/:.$#-])(?P<cue>between |from )?{_clock(1)} ?(?:-|to|and|&|till|til|until|thru|through) ?{_clock(2)}{_NEXT}{_THINGS}{_WISH}"
)
_AFTER = re.compile(
    rf"\b(?:after|past|from|starting(?: at)?|later than|no earlier than) (?:about |around |like )?{_clock(1)}{_NEXT}{_THINGS}"
)
_BEFORE = re.compile(
    rf"\b(?:before|by|until|till|til|up to|no later than|earlier than) (?:about |around |like )?{_clock(1)}{_NEXT}{_THINGS}"
)
_AT = re.compile(rf"(?<![\w/:.$#-]){_NOT_A_TIME}(?P<cue>\b{_CUE} (?:about |around |like )?)?{_clock(1)}{_NEXT}{_THINGS}{_WISH}")

_NO_HOUR = re.compile(
    r"(?<![\d:/])(?:(?:2[4-9]|[3-9]\d):\d\d|\d{1,2}:[6-9]\d)(?![\d:/])|\b(?:at|around|after|before|until|till) (?:2[4-9]|[3-9]\d)\b(?![:/-])"
    r"|\b(?:2[4-9]|[3-9]\d) ?[ap]m\b"
)

Kind = Literal["point", "range", "after", "before"]
Span = tuple[time, time]
_SHORT_TEXT = 4  # words: "maybe 6 then", where a bare number is an hour


@dataclass(frozen=True)
class Clock:
    """A time as it was said; `half` is "am", "pm" or None, when neither was."""

    hour: int
    minute: int
    half: str | None

    def readings(self) -> list[tuple[int, int]]:
        """The times of day it can mean as (hour, minute), the earlier first."""
        if self.half and self.hour <= 12:
            return [(self.hour % 12 + (12 if self.half == "pm" else 0), self.minute)]
        if self.hour > 12 or self.hour == 0:
            return [(self.hour, self.minute)]
        return [(self.hour % 12, self.minute), (self.hour % 12 + 12, self.minute)]


@dataclass(frozen=True)
class Hours:
    """What was said of the hours: a point ("at 3"), a range ("2 to 4"), "after" or "before"."""

    kind: Kind
    start: Clock | None = None
    end: Clock | None = None

    def in_half(self, half: str) -> Hours:
        """The same with am or pm told by a part of the day: "tonight at 9"."""

        def told(clock: Clock | None) -> Clock | None:
            if clock is None or clock.half or not 0 < clock.hour <= 12:
                return clock
            if clock.hour == 12:
                return Clock(23, 59, None) if half == "night" else clock
            return replace(clock, half="am" if half == "am" else "pm")

        return self if self.kind == "range" else replace(self, start=told(self.start), end=told(self.end))

    def spans(self) -> list[Span]:
        """The spans it can mean: two when both halves of the day can be called in ("at 8"), else one, which may be too early or late."""
        if self.kind == "range" and self.start and self.end:
            spans = self._ranges(self.start, self.end)
        elif self.kind == "before" and self.end:
            spans = [(min(EARLIEST, end), end) for end in self._ends(self.end)]
        else:
            assert self.start
            starts = [time(*start) for start in self.start.readings()]
            callable_ = [start for start in starts if EARLIEST <= start < LATEST] or starts[:1]
            spans = [(start, max(start, LATEST) if self.kind == "after" else _hour_later(start)) for start in callable_]
        return spans

    @staticmethod
    def _ends(last: Clock) -> list[time]:
        """ "Before 10" is kept in either half of the day by a call before 10 am. Before 8 am nobody calls, so that is asked."""
        ends = [time(*end) for end in last.readings()]
        if len(ends) == 1:
            return ends
        return ends[:1] if ends[0] > EARLIEST else ends if ends[0] >= time(7) else ends[1:]

    @staticmethod
    def _ranges(first: Clock, last: Clock) -> list[Span]:
        found: list[Span] = []
        for start in first.readings():
            ends = [end for end in last.readings() if end > start]
            if ends:
                found.append((time(*start), time(*ends[0])))
        if last.half and not first.half:
            found = found[-1:]  # "8 to 9 pm": the nearer start
        fitting = [(start, end) for start, end in found if start < LATEST and end > EARLIEST]
        return fitting or found[:1]


def is_no_hour(text: str) -> bool:
    """Whether an hour is named that no clock shows, such as 25:00 or 13:75."""
    return _NO_HOUR.search(text) is not None


def in_part(hours: Span, part: Span) -> Span:
    """Hours as in the morning, moved to the part of the day that was told."""
    if part[0] < time(12):
        return hours
    start, end = (moment.replace(hour=moment.hour + 12) if moment.hour < 12 else moment for moment in hours)
    return start, end


def _hour_later(start: time) -> time:
    return time(start.hour + 1, start.minute) if start.hour < 23 else time(23, 59)


def _read(found: re.Match[str], n: int) -> Clock | None:
    said = found.groupdict()
    hour = NUMBER_WORDS.get(said[f"hour{n}"]) or int(said[f"hour{n}"])
    half = said.get(f"half{n}")
    if half is not None:
        half = "am" if half == "am" or half == "in the morning" or (half == "at night" and hour == 12) else "pm"
    elif said[f"hour{n}"].startswith("0"):
        half = "am"  # "08:00" is written by those who count to 24
    if hour > 23:
        return None
    return Clock(hour, int(said[f"minute{n}"] or 0), half)


def _is_sure(found: re.Match[str], n: int) -> bool:
    said = found.groupdict()
    return bool(said[f"half{n}"] or said[f"minute{n}"] or said[f"sharp{n}"] or said["wish"])


def find_hours(text: str, expected: bool) -> Hours | None:
    """The hour or span of hours that is named. `expected`: a time is talked of, so a bare number is an hour."""
    expected = expected or len(re.findall(r"[\w:]+", text)) <= _SHORT_TEXT
    for found in _RANGE.finditer(text):
        start, end = _read(found, 1), _read(found, 2)
        sure = expected or found["cue"] or _is_sure(found, 1) or _is_sure(found, 2)
        if start and end and sure and not (found["hour1"] in NUMBER_WORDS and not found["cue"] and not expected):
            return Hours("range", start, end)
    if (after := _AFTER.search(text)) and (start := _read(after, 1)):
        return Hours("after", start)
    if (before := _BEFORE.search(text)) and (end := _read(before, 1)):
        return Hours("before", None, end)
    for found in _AT.finditer(text):
        bare_word = found["hour1"] in NUMBER_WORDS and not re.fullmatch(rf"\W*(?:{_NUMBER})\W*", text)
        cued = found["strong"] or (found["cue"] and (expected or _CALLS.search(text)))
        if not (_is_sure(found, 1) or cued or (expected and not bare_word)):
            continue  # "one more thing" is no time of day
        if start := _read(found, 1):
            return Hours("point", start)
    return None
