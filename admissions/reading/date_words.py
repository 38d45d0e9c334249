"""Finds calendar dates and holidays in folded text."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Callable

import dateparser
import holidays

from admissions.reading.folding import MONTH

_NTH = r"(?:st|nd|rd|th)"
_A_YEAR = 366
# "my 5th step", "2nd time": a number in a row of things, no day.
_NO_DAY = r"(?! ?(?:thing|step|time|relapse|kid|child|day|week|month|year|floor|one|visit|dui|grade|try|attempt|call|rehab|street|st\b|ave|grader|of\b))"
_HOLIDAYS: dict[str, str | tuple[int, int]] = {
    r"thanks ?giving(?: day)?": "Thanksgiving Day",
    r"memorial day": "Memorial Day",
    r"labor day": "Labor Day",
    r"(?:mlk|martin luther king)(?: jr\.?)?(?:'?s)?(?: day)?": "Martin Luther King Jr. Day",
    r"president'?s'? day|washington'?s birthday": "Washington's Birthday",
    r"columbus day|indigenous peoples'?s? day": "Columbus Day",
    r"juneteenth": (6, 19),
    r"veteran'?s'? day": (11, 11),
    r"(?:4th of july|july 4th|independence day)": (7, 4),
    r"(?:christmas|x-?mas) eve": (12, 24),
    r"(?:christmas|x-?mas)(?: day)?": (12, 25),
    r"new year'?s'? eve|nye": (12, 31),
    r"new year'?s?'?(?: day)?": (1, 1),
    r"valentine'?s'?(?: day)?": (2, 14),
    r"st\.? patrick'?s'?(?: day)?": (3, 17),
    r"halloween": (10, 31),
}


def _holiday(found: re.Match[str], today: date) -> date | None:
    when = next(when for pattern, when in _HOLIDAYS.items() if re.fullmatch(pattern, found["holiday"]))
    if isinstance(when, tuple):
        day = _next(when[0], when[1], today)
    else:
        named = holidays.country_holidays("US", years=[today.year, today.year + 1])
        day = min((day for day, name in named.items() if name == when and day >= today), default=None)
    shift = found["shift"]
    return day and day + timedelta(1 if shift and "after" in shift else -1 if shift else 0)


def _iso(found: re.Match[str], today: date) -> date | None:
    return _date(int(found[1]), int(found[2]), int(found[3]))


def _figures(found: re.Match[str], today: date) -> date | None:
    """3/14, 3/14/26: the month comes first, unless only the other order gives a date."""
    month, number, year = int(found[1]), int(found[2]), found[3]
    if month > 12:
        month, number = number, month
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, number)
    return _next(month, number, today)


def _nth(found: re.Match[str], today: date) -> date | None:
    """A bare "5th" is the next one."""
    return next((day for day in (today + timedelta(n) for n in range(62)) if day.day == int(found[1])), None)


@lru_cache(maxsize=256)
def _in_words(words: str, today: date) -> date | None:
    settings = {
        "RELATIVE_BASE": datetime.combine(today, time(0)),
        "PREFER_DATES_FROM": "future",
        "DATE_ORDER": "MDY",
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["day", "month"],  # else "march 32" is today's number in March 2032
    }
    found = dateparser.parse(words, languages=["en"], settings=settings)
    if found is None or re.search(r"\d{4}", words):
        return found.date() if found else None
    return _next(found.month, found.day, today)


def _next(month: int, number: int, today: date) -> date | None:
    """The day of that name that comes next, today included."""
    days = (_date(today.year, month, number), _date(today.year + 1, month, number))
    return next((day for day in days if day and day >= today), None)


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


_Reader = Callable[[re.Match[str], date], "date | None"]
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile(rf"\b(?P<shift>(?:the )?day (?:after|before) )?(?:on )?(?P<holiday>{'|'.join(_HOLIDAYS)})(?!\w)"), _holiday),
    (re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)"), _iso),
    (re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)"), _iso),
    (re.compile(r"(?<![\d/.:-])(\d{1,2})[-.](\d{1,2})[-.](20\d\d|\d\d)(?![\w:/.-])"), _figures),
    # "3-12 at 1" is a date, "3-5" are hours.
    (re.compile(r"(?<![\d/.:-])(\d{1,2})[-.](\d{1,2})()(?![\w:/.-])(?= (?:at |around )?\d)"), _figures),
    (
        re.compile(
            rf"\b{MONTH}\.? \d{{1,2}}{_NTH}?\b(?!:)(?! [ap]m)(?:,? \d{{4}}\b)?|\b(?:the )?\d{{1,2}}{_NTH}?(?: of)? {MONTH}\b(?:,? \d{{4}}\b)?"
        ),
        lambda found, today: _in_words(re.sub(r"\bthe |\.", "", found.group()), today),
    ),
    (re.compile(r"(?<![\d/.])(?!24/7|50/50)(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?(?![\d/])"), _figures),
    (re.compile(rf"\b(?:the )?(\d{{1,2}}){_NTH}\b{_NO_DAY}"), _nth),
)


def find_dates(text: str, today: date) -> list[tuple[int, int, date | None]]:
    """Every date in the text as (start, end, date), in any order; None is one that no calendar has, such as "feb 30"."""
    found: list[tuple[int, int, date | None]] = []
    for pattern, reader in _READERS:
        for match in pattern.finditer(text):
            found.append((match.start(), match.end(), reader(match, today)))
            text = f"{text[: match.start()]}{' ' * (match.end() - match.start())}{text[match.end() :]}"
    return found
