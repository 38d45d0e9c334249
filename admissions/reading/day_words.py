"""Finds the words that tell a day, and says which date they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import dateparser

from admissions.reading.time_words import WEEKDAYS

_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DATE = re.compile(
    rf"\b{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}}\b)?|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b"
    r"|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\bthe \d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}(?:st|nd|rd|th)\b"
)
_TOMORROW = re.compile(r"\b(?:tomor+ow|tommor+ow|tomoro|tmrw|tmw|tmr|tomo|2mor+ow|2moro)\b")
_TODAY = re.compile(r"\b(?:today|tonight|tonite|2nite|2day|this (?:morning|afternoon|evening)|later on)\b")
_AFTER_TOMORROW = re.compile(rf"\bday after {_TOMORROW.pattern[2:]}")
_IN_DAYS = re.compile(r"\bin (a|two|three|four|five|\d{1,2}) days?\b")
_NEXT_WEEK = re.compile(r"\bnext week\b")
_DAYS = {"a": 1, "two": 2, "three": 3, "four": 4, "five": 5}


@dataclass(frozen=True)
class DayWords:
    """The days that are meant, the soonest first (several for "weekdays"), and the text without the words for them."""

    days: tuple[date, ...]
    rest: str


def _upcoming(today: date, numbers: tuple[int, ...], reach: int) -> tuple[date, ...]:
    return tuple(day for day in (today + timedelta(n) for n in range(reach + 1)) if day.weekday() in numbers)


def _calendar_date(words: str, today: date) -> date | None:
    base = datetime.combine(today, time(0))
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "future", "DATE_ORDER": "MDY"}
    found = dateparser.parse(words.removeprefix("the "), languages=["en"], settings=settings)
    if found is None:
        return None
    day = found.date()
    if re.fullmatch(r"(?:the )?\d{1,2}(?:st|nd|rd|th)", words):  # a bare "5th" is the next one
        number = int(re.findall(r"\d+", words)[0])
        day = next((d for d in (today + timedelta(n) for n in range(62)) if d.day == number), day)
    return day


def find_days(text: str, today: date, reach: int = 14) -> DayWords:
    """Find what tells a day in folded text. `days` is empty when nothing does; a past date is returned as it is."""
    if found := _AFTER_TOMORROW.search(text):
        return DayWords((today + timedelta(2),), _without(text, found))
    if found := _TOMORROW.search(text):
        return DayWords((today + timedelta(1),), _without(text, found))
    if found := re.search(r"\byesterday\b", text):
        return DayWords((today - timedelta(1),), _without(text, found))
    if found := _IN_DAYS.search(text):
        amount = found.group(1)
        return DayWords((today + timedelta(_DAYS.get(amount) or int(amount)),), _without(text, found))
    if found := _DATE.search(text):
        if (day := _calendar_date(found.group(), today)) is not None:
            return DayWords((day,), _without(text, found))
    if found := re.search(r"\bweek ?days?\b|\bduring the week\b|\bmon(?:day)? ?(?:-|to|thru|through) ?fri(?:day)?\b", text):
        return DayWords(_upcoming(today, (0, 1, 2, 3, 4), reach), _without(text, found))
    if found := re.search(r"\bweek ?ends?\b", text):
        return DayWords(_upcoming(today, (5, 6), reach), _without(text, found))
    named: list[date] = []
    rest = text
    for number, pattern in enumerate(WEEKDAYS.values()):
        if found := re.search(rf"\b(next )?{pattern}\b\.?", rest):
            rest = _without(rest, found)
            days = _upcoming(today, (number,), reach)
            soonest = days[0] if days else today
            if found.group(1) and soonest - today < timedelta(7 - today.weekday()) and len(days) > 1:
                soonest = days[1]  # said in this week, "next Friday" is the one after
            named.append(soonest)
    if named:
        return DayWords(tuple(sorted(named)), rest)
    if found := _NEXT_WEEK.search(text):
        monday = today + timedelta(7 - today.weekday())
        return DayWords(tuple(monday + timedelta(n) for n in range(5)), _without(text, found))
    if found := _TODAY.search(text):
        return DayWords((today,), text)
    return DayWords((), text)


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"
