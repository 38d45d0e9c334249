"""Names of weekdays, and the dates they mean."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

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
NAMED_DAY = re.compile(rf"\b(?:(?P<which>this coming|this|next|nxt|coming|upcoming) )?(?P<day>{WEEKDAY})\b\.?")

# "any": each of the days would do. "one": one of them is meant, and it may show which. "unclear": what was said does not agree.
Choice = Literal["any", "one", "unclear"]


def weekday_number(word: str) -> int:
    return ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(word[:3])


def coming(today: date, number: int) -> date:
    return today + timedelta((number - today.weekday()) % 7)


def named_day(found: re.Match[str], today: date) -> tuple[tuple[date, ...], Choice]:
    """ "Next Friday" is clear when Friday lies in next week, whether weeks begin on Sunday or Monday; else either is meant."""
    nearest = coming(today, weekday_number(found["day"]))
    which = found["which"] or ""
    if which in ("next", "nxt"):
        if nearest == today:
            return (today + timedelta(7),), "any"
        same_week = nearest.weekday() > today.weekday() or today.weekday() == 6
        return ((nearest, nearest + timedelta(7)), "one") if same_week else ((nearest,), "any")
    if nearest == today and "this" not in which and not found["day"].endswith("days"):
        return (today, today + timedelta(7)), "one"
    return (nearest,), "any"
