"""What a turn needs to know beside the draft, and the times that can be offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Callable
from zoneinfo import ZoneInfo

from admissions.program import Program
from admissions.reading.spoken import say_choice, say_window
from admissions.reading.when import When, nearest
from admissions.reading.zone_words import NAMES, SHORT

OFFERED = 6  # half days at the first question for a time
NEAREST = 2  # instead of a time that cannot be had

Button = dict[str, str]


@dataclass(frozen=True)
class Setting:
    """The clock and the centre. `free` tells whether a call can still be promised in a window; `earlier_phone` finds the number
    of a callback that this conversation had before."""

    now: datetime
    program: Program
    free: Callable[[datetime, datetime], bool] = lambda start, end: True
    earlier_phone: Callable[[], str | None] = lambda: None


def zone_of(when: When | None, program: Program) -> str:
    return (when.zone if when else None) or program.timezone.key


def near(when: When, setting: Setting) -> list[tuple[datetime, datetime]]:
    """The free windows nearest to what was wanted, in the order of time."""
    return nearest(when, setting.now, setting.program, setting.free, NEAREST)


def say_near(windows: list[tuple[datetime, datetime]], when: When, setting: Setting) -> str:
    return " or ".join(say_window(start, end, zone_of(when, setting.program)) for start, end in windows)


def first_offers(when: When | None, setting: Setting) -> list[Button]:
    """The next free half days as buttons."""
    wanted = When("none", zone=when.zone if when else None)
    return as_buttons(nearest(wanted, setting.now, setting.program, setting.free, OFFERED), when, setting)


def as_buttons(windows: list[tuple[datetime, datetime]], when: When | None, setting: Setting) -> list[Button]:
    """Each sends what is read back as this very window, also on another day."""
    zone = zone_of(when, setting.program)
    return [{"title": _title(start, end, zone, setting), "payload": say_choice(start, end, zone)} for start, end in windows]


def _title(start: datetime, end: datetime, zone: str, setting: Setting) -> str:
    """`Tomorrow, 8 am to noon`; the zone is named where it is not the centre's."""
    weekday, date, hours = say_choice(start, end, zone).split(", ", 2)
    if zone == setting.program.timezone.key:
        hours = hours.removesuffix(f" {SHORT.get(zone) or NAMES.get(zone, zone)}")
    today = setting.now.astimezone(ZoneInfo(zone)).date()
    near_day = {today: "Today", today + timedelta(1): "Tomorrow"}.get(start.date())
    return f"{near_day}, {hours}" if near_day else f"{weekday}, {date}, {hours}"
