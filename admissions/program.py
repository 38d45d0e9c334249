"""The centre's own facts, read from `program.yml`."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from datetime import date, time
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
import yaml

PROGRAM_FILE = Path(__file__).resolve().parents[1] / "program.yml"
PROGRAM_VARIABLE = "ADMISSIONS_PROGRAM"  # another file, for tests and for a centre that keeps its facts elsewhere
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class ProgramError(ValueError):
    """`program.yml` cannot be used; the message names the line and what to write."""


@dataclass(frozen=True)
class Retention:
    """After how many days what is removed. Proof of consent is kept without the name."""

    conversations_days: int = 30
    callbacks_days: int = 180
    consent_proof_days: int = 1460


@dataclass(frozen=True)
class Program:
    """What `program.yml` says. `callback_hours` has one entry a weekday, Monday first; None is a closed day.
    `callback_holidays` is the country whose public holidays are closed days too, `callback_closed_dates` are others."""

    name: str
    helpline: str
    timezone: ZoneInfo
    callback_hours: tuple[tuple[time, time] | None, ...]
    callback_days_ahead: int
    callback_shortest_notice: int
    consent_version: str
    crisis_lines: Mapping[str, str]
    facts: Mapping[str, str] = field(default_factory=dict)
    callback_holidays: str | None = None
    callback_closed_dates: frozenset[date] = frozenset()
    callback_capacity: int = 0  # calls that can be promised for the same hour; 0 is no limit
    notify_email: str = "full"
    retention: Retention = Retention()

    def callback_hours_on(self, day: date) -> tuple[time, time] | None:
        """The callback hours of that date in the centre's time zone, or None when nobody calls."""
        closed = day in self.callback_closed_dates or (
            self.callback_holidays is not None and day in _holidays_of(self.callback_holidays)
        )
        return None if closed else self.callback_hours[day.weekday()]

    def sayable(self) -> dict[str, str]:
        """Every fact that an answer may name in braces, such as `{helpline}`; facts not filled in are absent."""
        kept = {"conversations_days": str(self.retention.conversations_days)}
        return {"program_name": self.name, "helpline": self.helpline, **kept, **self.crisis_lines, **self.facts}


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


def _number(raw: Mapping[str, Any], key: str, default: int | None = None) -> int:
    value = raw[key] if default is None else raw.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ProgramError(f"{key}: {value!r} is not a whole number.")
    return value


@cache
def _holidays_of(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country)


def _country(value: Any) -> str | None:
    if value in (None, ""):
        return None
    if str(value) not in holidays.list_supported_countries():
        raise ProgramError(f'callback_holidays: {value!r} is no country; write a code in quotes, such as "US", or nothing.')
    return str(value)


def _dates(value: Any) -> frozenset[date]:
    if not isinstance(value or [], list):
        raise ProgramError(f"callback_closed_dates: {value!r} is no list; write dates such as [2026-12-24, 2026-12-31].")
    try:
        return frozenset(date.fromisoformat(str(day)) for day in value or [])
    except ValueError as problem:
        raise ProgramError(f"callback_closed_dates: {problem}; write dates such as 2026-12-24.") from None


def _retention(raw: Any) -> Retention:
    raw = {} if raw is None else raw
    known: dict[str, Any] = {each.name: each.default for each in fields(Retention)}
    if not isinstance(raw, dict) or set(raw) - set(known):
        raise ProgramError(f"retention: write days for {', '.join(known)}.")
    days = {key: _number(raw, key, default) for key, default in known.items()}
    if not all(days.values()):
        raise ProgramError("retention: 0 days would remove everything at once; write 1 or more.")
    return Retention(**days)


def _one_of(raw: Mapping[str, Any], key: str, *choices: str) -> str:
    value = raw.get(key, choices[0])
    if value not in choices:
        raise ProgramError(f"{key}: {value!r} is neither {' nor '.join(choices)}.")
    return str(value)


def read_program(file: Path) -> Program:
    """Read and check one file. Raises `ProgramError` when it is missing, no YAML, or says something impossible."""
    try:
        raw = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as problem:
        raise ProgramError(f"{file} cannot be read: {problem}") from problem
    if not isinstance(raw, dict):
        raise ProgramError(f"{file} holds no facts.")
    try:
        hours = raw["callback_hours"] or {}
        if unknown := set(hours) - set(DAYS):
            raise ProgramError(f"callback_hours: {', '.join(sorted(unknown))} is no weekday.")
        return Program(
            name=str(raw["name"]),
            helpline=str(raw["helpline"]),
            timezone=ZoneInfo(str(raw["timezone"])),
            callback_hours=tuple(_hours(day, hours.get(day)) for day in DAYS),
            callback_days_ahead=_number(raw, "callback_days_ahead"),
            callback_shortest_notice=_number(raw, "callback_shortest_notice"),
            consent_version=str(raw["consent_version"]),
            crisis_lines={key: str(value) for key, value in raw["crisis_lines"].items()},
            facts={key: str(value).strip() for key, value in (raw.get("facts") or {}).items() if value},
            callback_holidays=_country(raw.get("callback_holidays")),
            callback_closed_dates=_dates(raw.get("callback_closed_dates")),
            callback_capacity=_number(raw, "callback_capacity", 0),
            notify_email=_one_of(raw, "notify_email", "full", "bare"),
            retention=_retention(raw.get("retention")),
        )
    except KeyError as missing:
        raise ProgramError(f"{file} has no line for {missing}.") from None
    except (ZoneInfoNotFoundError, ValueError) as problem:
        if isinstance(problem, ProgramError):
            raise
        raise ProgramError(f"{file}: {problem}") from problem


@lru_cache(maxsize=1)
def program() -> Program:
    """The program this process works for, read once."""
    return read_program(Path(os.environ.get(PROGRAM_VARIABLE) or PROGRAM_FILE))
