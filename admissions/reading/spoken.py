"""Says times the way people say them."""

from __future__ import annotations

from datetime import date, datetime, time

from admissions.program import DAYS, Program

ZONE_NAMES = {
    "America/New_York": "Eastern time",
    "America/Chicago": "Central time",
    "America/Denver": "Mountain time",
    "America/Phoenix": "Arizona time",
    "America/Los_Angeles": "Pacific time",
}


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
    return f"{say_day(start.date())}, between {say_hour(start)} and {say_hour(end)} {ZONE_NAMES.get(zone, zone)}"


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
