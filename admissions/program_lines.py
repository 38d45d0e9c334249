"""What the lines of `program.yml` may hold, each read and checked by itself."""

from __future__ import annotations

from datetime import date, time
from typing import Any, Iterable, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holidays.registry import EntityLoader

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Every number that a safety answer names. Without one, someone in danger would be told to "call {emergency}".
CRISIS_LINES = (
    "emergency",
    "suicide_lifeline",
    "poison_help",
    "domestic_violence",
    "domestic_violence_text",
    "samhsa",
)


class ProgramError(ValueError):
    """`program.yml` cannot be used; the message names the line and what to write."""


def known_only(raw: Mapping[Any, Any], known: Iterable[str], what: str, within: str = "") -> None:
    """A line that nobody reads is most often a slip in its name."""
    if unknown := sorted(str(key) for key in set(raw) - set(known)):
        raise ProgramError(f"{within}{', '.join(unknown)} is no {what}. There are {', '.join(known)}.")


def text(value: Any, line: str) -> str:
    """Something that visitors read as it stands."""
    if isinstance(value, (int, float, date)) and not isinstance(value, bool):  # YAML may have changed it: 0112 is 74
        raise ProgramError(f"{line}: put it in quotes, so that it is said as you wrote it.")
    if not isinstance(value, str) or not value.strip():
        raise ProgramError(f"{line} is empty or no text; write what visitors shall read, in quotes.")
    if "{" in value or "}" in value:
        raise ProgramError(f"{line}: visitors would see the braces in {value!r}; write what stands for them.")
    return value.strip()


def number_to_call(value: Any, line: str) -> str:
    said = text(value, line)
    if not any(character.isdigit() for character in said):
        raise ProgramError(f"{line}: {said!r} is no number that someone can call.")
    return said


def crisis_lines(raw: Any) -> dict[str, str]:
    given = mapping(raw, "crisis_lines", "a number for each of " + ", ".join(CRISIS_LINES))
    known_only(given, CRISIS_LINES, "crisis line", "crisis_lines: ")
    for line in CRISIS_LINES:
        if line not in given:
            raise ProgramError(f"crisis_lines has no line for {line!r}, which safety answers name.")
    return {line: number_to_call(given[line], f"crisis_lines: {line}") for line in CRISIS_LINES}


def mapping(raw: Any, line: str, what: str) -> dict[Any, Any]:
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise ProgramError(f"{line}: {raw!r} cannot be read; write {what}, one a line, further in.")
    return raw


def zone(value: Any) -> ZoneInfo:
    try:
        return ZoneInfo(str(value or ""))
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the last for a region by itself, such as US, which is a folder
        raise ProgramError(f"timezone: {value!r} is no time zone; write one such as America/New_York.") from None


def hours_of_week(raw: Any) -> tuple[tuple[time, time] | None, ...]:
    """One entry a weekday, Monday first; None is a closed day."""
    given = mapping(raw, "callback_hours", "hours for each weekday")
    known_only(given, DAYS, "weekday", "callback_hours: ")
    return tuple(_hours(day, given.get(day)) for day in DAYS)


def _hours(day: str, value: Any) -> tuple[time, time] | None:
    if value in (None, False, "closed"):
        return None
    try:
        start, end = (time.fromisoformat(part.strip()) for part in str(value).split("-"))
    except ValueError:
        raise ProgramError(f'callback_hours: {day}: {value!r} is not hours; write "08:00-20:00" or closed.') from None
    if not time(8) <= start < end <= time(21):
        raise ProgramError(f"callback_hours: {day}: calls are allowed from 08:00 to 21:00 only, not {value}.")
    return start, end


def number(raw: Mapping[str, Any], key: str, default: int | None = None) -> int:
    value = raw[key] if default is None else raw.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ProgramError(f"{key}: {value!r} is not a whole number.")
    return value


def country(value: Any) -> str | None:
    if value in (None, ""):
        return None
    if str(value) not in EntityLoader.get_country_codes():  # `list_supported_countries` loads them all, which takes a second
        raise ProgramError(f'callback_holidays: {value!r} is no country; write a code in quotes, such as "US", or nothing.')
    return str(value)


def dates(value: Any) -> frozenset[date]:
    if not isinstance(value or [], list):
        raise ProgramError(f"callback_closed_dates: {value!r} is no list; write dates such as [2026-12-24, 2026-12-31].")
    try:
        return frozenset(date.fromisoformat(str(day)) for day in value or [])
    except ValueError as problem:
        raise ProgramError(f"callback_closed_dates: {problem}; write dates such as 2026-12-24.") from None


def one_of(raw: Mapping[str, Any], key: str, *choices: str) -> str:
    value = raw.get(key, choices[0])
    if value not in choices:
        raise ProgramError(f"{key}: {value!r} is neither {' nor '.join(choices)}.")
    return str(value)
