"""Finds the words that tell a day, and says which dates they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Callable, Literal

from admissions.reading.date_words import find_dates
from admissions.reading.folding import NUMBER_WORDS, UNCLEAR_DAY

WEEKDAYS = (
    r"mon(?:days?)?",
    r"tue(?:s|sdays?)?",
    r"wed(?:s|nesdays?)?",
    r"thu(?:r|rs|rsdays?)?",
    r"fri(?:days?)?",
    r"(?<!\bi )(?<!\bhe )(?<!\bshe )(?<!\bwe )(?<!\bthey )(?<!\bjust )sat(?:urdays?)?",
    r"(?<!\bthe )sun(?:days?)?",
)
WEEKDAY = f"(?:{'|'.join(WEEKDAYS)})"
TOMORROW = r"(?:tomor+ow|tommor+ow|tomoro|tmrw|tmrow|tmw|tmr|tomo|2mor+ow|2moro)"
_DAY = re.compile(rf"\b(?:(?P<which>this coming|this|next|nxt|coming|upcoming) )?(?P<day>{WEEKDAY})\b\.?")
_THROUGH = re.compile(rf"\b(?:from )?(?P<first>{WEEKDAY})\.? ?(?:-|to|thru|through|till|until) ?(?P<last>{WEEKDAY})\b")
_BOUND = re.compile(r"\b(?P<bound>after|past|from|starting|before|by|until|till|no later than)(?: on)?(?: the)? ?$")
_LONG_AGO = re.compile(r"\b(?:since|last|this past)(?: the)? ?$")
_AMOUNT = rf"(?P<amount>an?|a couple(?: of)?|{'|'.join(NUMBER_WORDS)}|\d{{1,2}})"

Choice = Literal["any", "one"]
_Kind = Literal["weekday", "near", "date", "span"]


@dataclass(frozen=True)
class DayWords:
    """The days that are meant, the soonest first, and the text without the words for them. `choice` is "any" when each of
    them would do ("weekdays"), "one" when it is not clear which is meant; then `days` may be empty. `weekdays` are the
    numbers of the weekdays that were named, Monday 0, when nothing else told the day."""

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


def _weekday(word: str) -> int:
    return ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(word[:3])


def _coming(today: date, number: int) -> date:
    return today + timedelta((number - today.weekday()) % 7)


def _named_day(found: re.Match[str], today: date) -> tuple[tuple[date, ...], Choice]:
    """ "Next Friday" is clear when Friday lies in next week, whether weeks begin on Sunday or Monday; else either is meant."""
    coming = _coming(today, _weekday(found["day"]))
    which = found["which"] or ""
    if which in ("next", "nxt"):
        if coming == today:
            return (today + timedelta(7),), "any"
        same_week = coming.weekday() > today.weekday() or today.weekday() == 6
        return ((coming, coming + timedelta(7)), "one") if same_week else ((coming,), "any")
    if coming == today and "this" not in which and not found["day"].endswith("days"):
        return (today, today + timedelta(7)), "one"
    return (coming,), "any"


def _week_of(today: date, weeks: int) -> tuple[date, ...]:
    monday = today - timedelta(today.weekday()) + timedelta(7 * weeks)
    return tuple(monday + timedelta(n) for n in range(7))


def _this_week(today: date) -> tuple[date, ...]:
    return tuple(day for day in _week_of(today, 0) if day >= today)


def _next_weekend(today: date) -> tuple[date, ...]:
    return tuple(_coming(today, 5) + timedelta(n) for n in (0, 1, 7, 8))


def _next_month(today: date) -> date:
    return (today.replace(day=1) + timedelta(32)).replace(day=1)


# What names several days of a week: its pattern, the days, and whether any of them will do.
_Days = Callable[[date], "tuple[date, ...]"]
_SPANS: tuple[tuple[re.Pattern[str], _Days, Choice], ...] = tuple(
    (re.compile(rf"\b{pattern}"), days, choice)  # type: ignore[misc]
    for pattern, days, choice in (
        (
            rf"{UNCLEAR_DAY}\b|(?:my )?birthday\b|pay ?day\b|easter\b|(?:mother|father)'?s'? day\b|(?<=\bno ){WEEKDAY}\b(?<!days)",
            lambda t: (),
            "one",
        ),
        (r"(?:(?:any ?time|some ?time|any day) )(?:next week|during next week)\b", lambda t: _week_of(t, 1)[:5], "any"),
        (r"(?:any ?time|some ?time|any day) this week\b", _this_week, "any"),
        (r"(?:early|beginning of|start of) (?:in )?(?:the )?next week\b", lambda t: _week_of(t, 1)[:2], "one"),
        (r"(?:late|later|end of) (?:in )?(?:the )?next week\b", lambda t: _week_of(t, 1)[3:5], "one"),
        (
            r"(?:the )?end of (?:the |this )?week\b",
            lambda t: tuple(d for d in _week_of(t, t.weekday() // 5)[3:5] if d >= t),
            "one",
        ),
        (
            r"later (?:on )?(?:this|in the) week\b|(?:this|the rest of (?:the|this)) week\b(?! ?end)",
            lambda t: tuple(d for d in _this_week(t) if d > t),
            "one",
        ),
        (r"next week ?end\b", _next_weekend, "one"),
        (
            r"(?:this |the |on |coming )*week ?ends?\b",
            lambda t: tuple(d for d in (t + timedelta(n) for n in range(7)) if d.weekday() > 4),
            "any",
        ),
        (
            r"week ?days?\b|during the week\b",
            lambda t: tuple(d for d in (t + timedelta(n) for n in range(7)) if d.weekday() < 5),
            "any",
        ),
        (r"next week\b|the following week\b", lambda t: _week_of(t, 1)[:5], "one"),
        (r"in a few days\b|some ?day\b|(?:the )?week (?:of|after)\b", lambda t: (), "one"),
        (r"next month\b|in (?:a|one|two|three|a few|a couple(?: of)?|\d{1,2}) months?\b", lambda t: (_next_month(t),), "any"),
        (r"next year\b", lambda t: (t + timedelta(366),), "any"),
    )
)
_NEAR: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], tuple[date, ...]]], ...] = (
    (re.compile(rf"\b(?:the )?day after {TOMORROW}\b|\bovermorrow\b"), lambda m, t: (t + timedelta(2),)),
    (
        re.compile(
            rf"\b{_AMOUNT} weeks? (?:from|after) (?:(?P<named>(?:this |next )?{WEEKDAY})\b|(?P<near>today|now|{TOMORROW})\b)"
        ),
        lambda m, t: _weeks_from(m, t),
    ),
    (
        re.compile(rf"\bin {_AMOUNT} (?P<unit>day|week)s?\b(?! of\b)"),
        lambda m, t: (t + timedelta(_amount(m["amount"]) * (7 if m["unit"] == "week" else 1)),),
    ),
    (re.compile(rf"\b{_AMOUNT} days? from (?:now|today)\b"), lambda m, t: (t + timedelta(_amount(m["amount"])),)),
    (re.compile(rf"\b{TOMORROW}\b|\b(?:the )?next day\b"), lambda m, t: (t + timedelta(1),)),
    (re.compile(r"\byesterday\b|\blast night\b"), lambda m, t: (t - timedelta(1),)),
    (re.compile(r"\b(?:later |earlier )?(?:today|2day)\b|\bin a few hours\b"), lambda m, t: (t,)),
)
# These say today, and keep their part of the day.
_PART_OF_TODAY = re.compile(r"\b(?:tonight|tonite|2nite|this (?:morning|afternoon|evening))\b|\bout of (?:today)\b")


def _weeks_from(found: re.Match[str], today: date) -> tuple[date, ...]:
    weeks = timedelta(7 * _amount(found["amount"]))
    if found["near"]:
        return (today + weeks + timedelta(0 if found["near"] in ("today", "now") else 1),)
    coming = _coming(today, _weekday(found["named"].split()[-1]))
    return (coming + weeks,)


def find_days(text: str, today: date, reach: int = 14) -> DayWords:
    """Find what tells a day in folded text. `days` is empty when nothing does; a past date is returned as it is."""
    said: list[_Said] = []
    rest = text

    def take(start: int, end: int, expression: _Said) -> None:
        nonlocal rest
        bound = _BOUND.search(rest[:start])
        if _LONG_AGO.search(rest[:start]):
            expression = replace(expression, kind="span", days=(), choice="any")
        elif bound and expression.days and expression.kind != "span":
            expression, start = replace(_bounded(expression, bound["bound"], today, reach), start=bound.start()), bound.start()
        said.append(expression)
        rest = f"{rest[:start]}{' ' * (end - start)}{rest[end:]}"

    for pattern, meant in _NEAR:
        for found in pattern.finditer(rest):
            take(*found.span(), _Said(*found.span(), "near", meant(found, today)))
    for start, end, day in find_dates(rest, today):
        take(start, end, _Said(start, end, "date", (day,) if day else (), "any" if day else "one"))
    for found in _THROUGH.finditer(rest):
        first = _coming(today, _weekday(found["first"]))
        numbers = {(first + timedelta(n)).weekday() for n in range((_weekday(found["last"]) - first.weekday()) % 7 + 1)}
        days = tuple(day for day in (today + timedelta(n) for n in range(7)) if day.weekday() in numbers)
        take(*found.span(), _Said(*found.span(), "span", days))
    for spans, meant_days, choice in _SPANS:
        for found in spans.finditer(rest):
            take(*found.span(), _Said(*found.span(), "span", meant_days(today), choice))
    for found in _DAY.finditer(rest):
        days, choice = _named_day(found, today)
        take(*found.span(), _Said(*found.span(), "weekday", days, choice, _weekday(found["day"])))
    if part := _PART_OF_TODAY.search(rest):
        said.append(_Said(*part.span(), "near", (today,)))
    said = [one for one in said if one.days or one.choice == "one"]
    if not said:
        if re.search(r"\b(?:any ?day|every ?day|daily|most days)\b", rest):
            return DayWords(tuple(today + timedelta(n) for n in range(reach + 1)), rest)
        return DayWords((), rest)
    days, choice = _together(sorted(said, key=lambda one: one.start), text)
    weekdays = frozenset(one.weekday for one in said if one.weekday is not None)
    return DayWords(days, rest, choice, weekdays if all(one.kind == "weekday" for one in said) else frozenset())


def _bounded(one: _Said, bound: str, today: date, reach: int) -> _Said:
    """ "After Thursday", "by Friday", "from the 12th": all the days on that side."""
    day = one.days[0]
    ahead = tuple(today + timedelta(n) for n in range(max(reach, (day - today).days) + 1))
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
        between = text[last.end : one.start]
        if re.search(r"\bor\b|\band\b|/|&", between) or last.kind == one.kind or "span" in (last.kind, one.kind):
            days = tuple(sorted({*days, *one.days}))
            choice = "one" if "one" in (choice, one.choice) else "any"
            continue
        if one.weekday is not None:
            agree = tuple(day for day in days if day.weekday() == one.weekday)
        elif last.weekday is not None:
            agree = tuple(day for day in one.days if day.weekday() == last.weekday)
        else:
            agree = tuple(day for day in days if day in one.days)
        days, choice = (agree, "any") if agree else (tuple(sorted({*days, *one.days})), "one")
    return tuple(sorted(days)), choice
