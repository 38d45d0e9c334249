"""Words that name several days of a week at once."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Callable

from admissions.reading.folding import MONTH, UNCLEAR_DAY
from admissions.reading.weekday_words import WEEKDAY, Choice, coming


def _week_of(today: date, weeks: int) -> tuple[date, ...]:
    monday = today - timedelta(today.weekday()) + timedelta(7 * weeks)
    return tuple(monday + timedelta(n) for n in range(7))


def _of_week(today: date, numbers: tuple[int, ...]) -> tuple[date, ...]:
    """The days of that name within seven from today."""
    return tuple(day for day in (today + timedelta(n) for n in range(7)) if day.weekday() in numbers)


def _this_week(today: date) -> tuple[date, ...]:
    return tuple(day for day in _week_of(today, 0) if day >= today)


def _next_weekend(today: date) -> tuple[date, ...]:
    return tuple(coming(today, 5) + timedelta(n) for n in (0, 1, 7, 8))


def _next_month(today: date) -> date:
    return (today.replace(day=1) + timedelta(32)).replace(day=1)


# What names several days of a week: its pattern, the days, and whether any of them will do.
_Days = Callable[[date], "tuple[date, ...]"]
SPANS: tuple[tuple[re.Pattern[str], _Days, Choice], ...] = tuple(
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
            lambda t: _of_week(t, (5, 6)),
            "any",
        ),
        (
            r"week ?days?\b|during the week\b",
            lambda t: _of_week(t, (0, 1, 2, 3, 4)),
            "any",
        ),
        (r"(?:the )?week after next\b", lambda t: _week_of(t, 2)[:5], "one"),
        (rf"(?:in|during|until|mid|late|early|sometime in) {MONTH}\b(?! \d)", lambda t: (), "one"),
        (r"next week\b|the following week\b", lambda t: _week_of(t, 1)[:5], "one"),
        (r"m ?/?w ?/?f\b", lambda t: _of_week(t, (0, 2, 4)), "any"),
        (r"t(?:u|ue)? ?/?th(?:u|ur|urs)?\b", lambda t: _of_week(t, (1, 3)), "any"),
        (r"(?:the )?next (?:few|couple(?: of)?) days\b", lambda t: tuple(t + timedelta(n) for n in range(4)), "any"),
        (
            r"mid-? ?week\b|(?:beginning|start|middle) of the week\b|(?:the )?holidays\b|vacation\b"
            r"|(?:end|beginning|start|middle) of (?:the|this|next) month\b|(?:mid-? ?|this )month\b",
            lambda t: (),
            "one",
        ),
        (r"in a few days\b|some ?day\b|(?:the )?week (?:of|after)\b", lambda t: (), "one"),
        (r"next month\b|in (?:a|one|two|three|a few|a couple(?: of)?|\d{1,2}) months?\b", lambda t: (_next_month(t),), "any"),
        (r"next year\b", lambda t: (t + timedelta(366),), "any"),
    )
)
