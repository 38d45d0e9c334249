"""Finds the words that tell a day, and says which dates they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Callable, Literal

from admissions.reading.date_words import find_dates
from admissions.reading.folding import NUMBER_WORDS
from admissions.reading.span_words import SPANS
from admissions.reading.weekday_words import NAMED_DAY, TOMORROW, WEEKDAY, Choice, coming, named_day, weekday_number

_THROUGH = re.compile(rf"\b(?:from )?(?P<first>{WEEKDAY})\.? ?(?:-|to|thru|through|till|until) ?(?P<last>{WEEKDAY})\b")
_BOUND = re.compile(r"\b(?P<bound>after|past|from|starting|before|by|until|till|no later than)(?: on)?(?: the)? ?$")
_LONG_AGO = re.compile(r"\b(?:since|last|this past)(?: the)? ?$")
_AMOUNT = rf"(?P<amount>an?|a couple(?: of)?|{'|'.join(NUMBER_WORDS)}|\d{{1,2}})"

_Kind = Literal["weekday", "near", "date", "span"]


@dataclass(frozen=True)
class DayWords:
    """The days that are meant, the soonest first, and the text without the words for them. `choice` is "any" when each of
    them would do ("weekdays"); else it is to be asked which is meant, and `days` may be empty. `weekdays` are the numbers of
    the weekdays that were named, Monday 0, when nothing else told the day."""

    days: tuple[date, ...]
    rest: str
    choice: Choice = "any"
    weekdays: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Said:
    """One expression for a day, at its place in the text."""

    start: int
    end: int
    kind: _Kind
    days: tuple[date, ...]
    choice: Choice = "any"
    weekday: int | None = None


def _amount(text: str) -> int:
    return 2 if "couple" in text else 1 if text in ("a", "an") else NUMBER_WORDS.get(text) or int(text)


_NEAR: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], tuple[date, ...]]], ...] = (
    (
        re.compile(
            rf"\b{TOMORROW},? (?:or|and) (?:maybe )?(?:the )?(?:day after(?: that| {TOMORROW})?|next day|following day)\b"
        ),
        lambda m, t: (t + timedelta(1), t + timedelta(2)),
    ),
    (re.compile(rf"\b(?:the )?day after {TOMORROW}\b"), lambda m, t: (t + timedelta(2),)),
    (
        re.compile(
            rf"\b{_AMOUNT} weeks? (?:from|after) (?:(?P<named>(?:this |next )?{WEEKDAY})\b|(?P<near>today|now|{TOMORROW})\b)"
        ),
        lambda m, t: _weeks_from(m, t),
    ),
    (
        re.compile(rf"(?<!been )\bin {_AMOUNT} (?P<unit>day|week)s?\b(?! of\b)"),
        lambda m, t: (t + timedelta(_amount(m["amount"]) * (7 if m["unit"] == "week" else 1)),),
    ),
    (re.compile(rf"\b{_AMOUNT} days? from (?:now|today)\b"), lambda m, t: (t + timedelta(_amount(m["amount"])),)),
    (re.compile(rf"\b{TOMORROW}\b|\b(?:the )?next day\b"), lambda m, t: (t + timedelta(1),)),
    (re.compile(r"\byesterday\b|\blast night\b"), lambda m, t: (t - timedelta(1),)),
    (re.compile(r"\b(?:later |earlier )?(?:today|2day)\b|\bin a few hours\b"), lambda m, t: (t,)),
)
# These say today, and keep their part of the day.
_PART_OF_TODAY = re.compile(r"\b(?:tonight|tonite|2nite|this (?:morning|afternoon|evening))\b")


def _weeks_from(found: re.Match[str], today: date) -> tuple[date, ...]:
    weeks = timedelta(7 * _amount(found["amount"]))
    if found["near"]:
        return (today + weeks + timedelta(0 if found["near"] in ("today", "now") else 1),)
    named = NAMED_DAY.fullmatch(found["named"])
    return tuple(day + weeks for day in named_day(named, today)[0]) if named else ()


def find_days(text: str, today: date, reach: int = 14) -> DayWords:
    """Find what tells a day in folded text. `days` is empty when nothing does; a past date is returned as it is."""
    said: list[_Said] = []
    rest = text

    def take(start: int, end: int, expression: _Said) -> None:
        nonlocal rest
        bound = _BOUND.search(rest[:start])
        if _LONG_AGO.search(rest[:start]):
            expression = replace(expression, kind="span", days=(), choice="any")
        elif bound and expression.days and (expression.kind != "span" or bound["bound"] in ("after", "before")):
            expression, start = replace(_bounded(expression, bound["bound"], today, reach), start=bound.start()), bound.start()
        said.append(expression)
        rest = f"{rest[:start]}{' ' * (end - start)}{rest[end:]}"

    for pattern, meant in _NEAR:
        for found in pattern.finditer(rest):
            days = meant(found, today)
            take(*found.span(), _Said(*found.span(), "near", days, "any" if len(days) == 1 else "one"))
    for start, end, day in find_dates(rest, today):
        take(start, end, _Said(start, end, "date", (day,) if day else (), "any" if day else "one"))
    for found in _THROUGH.finditer(rest):
        first = coming(today, weekday_number(found["first"]))
        numbers = {(first + timedelta(n)).weekday() for n in range((weekday_number(found["last"]) - first.weekday()) % 7 + 1)}
        days = tuple(day for day in (today + timedelta(n) for n in range(7)) if day.weekday() in numbers)
        take(*found.span(), _Said(*found.span(), "span", days))
    for spans, meant_days, choice in SPANS:
        for found in spans.finditer(rest):
            take(*found.span(), _Said(*found.span(), "span", meant_days(today), choice))
    for found in NAMED_DAY.finditer(rest):
        days, choice = named_day(found, today)
        take(*found.span(), _Said(*found.span(), "weekday", days, choice, weekday_number(found["day"])))
    if part := _PART_OF_TODAY.search(rest):
        said.append(_Said(*part.span(), "near", (today,)))
    said = [one for one in said if one.days or one.choice == "one"]
    said = [one for one in said if one.kind != "near" or one.days[-1] >= today] or said  # "I called yesterday. Call me on Friday"
    if not said:
        if re.search(r"\b(?:any ?day|every ?day|daily|most days)\b", rest):
            return DayWords(tuple(today + timedelta(n) for n in range(reach + 1)), rest)
        return DayWords((), rest)
    days, choice = _together(sorted(said, key=lambda one: one.start), text)
    weekdays = frozenset(one.weekday for one in said if one.weekday is not None)
    return DayWords(days, rest, choice, weekdays if all(one.kind == "weekday" for one in said) else frozenset())


def _bounded(one: _Said, bound: str, today: date, reach: int) -> _Said:
    """ "After Thursday", "by Friday", "from the 12th": all the days on that side."""
    day = one.days[-1 if bound in ("after", "past") else 0]
    ahead = tuple(today + timedelta(n) for n in range(reach + 1))
    if bound in ("after", "past"):
        days = tuple(d for d in ahead if d > day)
    elif bound in ("from", "starting"):
        days = tuple(d for d in ahead if d >= day)
    elif bound == "before":
        days = tuple(d for d in ahead if d < day)
    else:
        days = tuple(d for d in ahead if d <= day)
    return replace(one, kind="span", days=days or (day,), choice="any", weekday=None)


def _together(said: list[_Said], text: str) -> tuple[tuple[date, ...], Choice]:
    """Several expressions: "tuesday or thursday" are two days, "thursday the 12th" is one and must agree with itself."""
    days, choice = said[0].days, said[0].choice
    for last, one in zip(said, said[1:]):
        either = re.search(r"\bor\b|\band\b|/|&", text[last.end : one.start]) is not None
        if either and last.choice != one.choice and last.days and one.days:
            days, choice = (days if choice == "any" else one.days), "any"  # the one that is clear will do
        elif (
            either or last.kind == one.kind or ("span" in (last.kind, one.kind) and last.weekday is None and one.weekday is None)
        ):
            days, choice = (*days, *one.days), "one" if "one" in (choice, one.choice) else "any"
        else:
            agree = _agreeing(days, last, one)
            days, choice = (agree, "any") if agree else ((*days, *one.days), "unclear")
    return tuple(sorted(set(days))), choice


def _agreeing(days: tuple[date, ...], last: _Said, one: _Said) -> tuple[date, ...]:
    """The days that two expressions for one day have in common."""
    if one.weekday is not None:
        return tuple(day for day in days if day.weekday() == one.weekday)
    if last.weekday is not None:
        return tuple(day for day in one.days if day.weekday() == last.weekday)
    return tuple(day for day in days if day in one.days)
