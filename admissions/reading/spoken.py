"""Says times the way people say them."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from admissions.program import DAYS, Program
from admissions.reading import zone_words


def say_hour(moment: datetime | time) -> str:
    """`9 am`, `2:30 pm`, `noon`."""
    if (moment.hour, moment.minute) == (12, 0):
        return "noon"
    hour = moment.hour % 12 or 12
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    return f"{hour}{minutes} {'am' if moment.hour < 12 else 'pm'}"


def say_day(day: date) -> str:
    """`Wednesday, June 11`."""
    return f"{day:%A}, {day:%B} {day.day}"


def say_window(start: datetime, end: datetime, zone: str) -> str:
    """`Wednesday, June 11, between 8 am and noon Eastern time`."""
    return f"{say_day(start.date())}, between {say_hour(start)} and {say_hour(end)} {zone_words.NAMES.get(zone, zone)}"


def say_choice(start: datetime, end: datetime, zone: str) -> str:
    """The window as short as a button: `Thu, Mar 12, 9 to 10 am ET`. It names the zone, so that it means one thing wherever it
    is read again."""
    start, end = (moment.astimezone(ZoneInfo(zone)) for moment in (start, end))
    first, last = say_hour(start), say_hour(end)
    if first.endswith(last[-2:]) and "noon" not in (first, last):
        first = first[:-3]
    return (
        f"{start:%a}, {start:%b} {start.day}, {first} to {last} {zone_words.SHORT.get(zone) or zone_words.NAMES.get(zone, zone)}"
    )


def say_callback_hours(program: Program) -> str:
    """The callback hours in words, equal days together: `Monday to Friday 8 am to 8 pm, Saturday 9 am to 5 pm`."""
    runs: list[tuple[int, int]] = []
    for number in range(7):
        if runs and program.callback_hours[number] == program.callback_hours[runs[-1][0]]:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    said = []
    for first, last in runs:
        hours = program.callback_hours[first]
        if hours is None:
            continue
        days = "every day" if (first, last) == (0, 6) else DAYS[first].title()
        if last > first and days != "every day":
            days += f" to {DAYS[last].title()}"
        said.append(f"{days} {say_hour(hours[0])} to {say_hour(hours[1])}")
    return ", ".join(said)
