"""The centre's own facts, read from `program.yml`."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from datetime import date, time
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Mapping
from zoneinfo import ZoneInfo

import holidays
import yaml

from admissions import program_lines as lines
from admissions.program_lines import DAYS as DAYS
from admissions.program_lines import ProgramError

PROGRAM_FILE = Path(__file__).resolve().parents[1] / "program.yml"
PROGRAM_VARIABLE = "ADMISSIONS_PROGRAM"  # another file, for tests and for a centre that keeps its facts elsewhere
# The facts that data/answers can tell.
FACTS = (
    "schedule",
    "address",
    "program_length",
    "admission_start",
    "telehealth",
    "insurers",
    "confidentiality",
    "substances",
    "dual_diagnosis",
    "drug_testing",
    "success_rate",
    "helpline_hours",
    "payment_plans",
)


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


LINES = tuple(each.name for each in fields(Program))


@cache
def _holidays_of(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country)


def _retention(raw: Any) -> Retention:
    raw = {} if raw is None else raw
    known: dict[str, Any] = {each.name: each.default for each in fields(Retention)}
    if not isinstance(raw, dict) or set(raw) - set(known):
        raise ProgramError(f"retention: write days for {', '.join(known)}.")
    days = {key: lines.number(raw, key, default) for key, default in known.items()}
    if not all(days.values()):
        raise ProgramError("retention: 0 days would remove everything at once; write 1 or more.")
    return Retention(**days)


def read_program(file: Path) -> Program:
    """Read and check one file. Raises `ProgramError` when it is missing, no YAML, or says something impossible."""
    try:
        raw = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        raise ProgramError(f"{file} cannot be read: {' '.join(str(problem).split())}") from None
    if not isinstance(raw, dict):
        raise ProgramError(f"{file} holds no facts.")
    try:
        return _program(raw)
    except KeyError as missing:
        raise ProgramError(f"{file} has no line for {missing}.") from None
    except ProgramError as problem:
        raise ProgramError(f"{file}: {problem}") from None


def _program(raw: dict[str, Any]) -> Program:
    facts = lines.mapping(raw.get("facts"), "facts", "a sentence for each")
    lines.known_only(facts, FACTS, "fact that an answer tells", "facts: ")
    read = Program(
        name=lines.text(raw["name"], "name"),
        helpline=lines.number_to_call(raw["helpline"], "helpline"),
        timezone=lines.zone(raw["timezone"]),
        callback_hours=lines.hours_of_week(raw["callback_hours"]),
        callback_days_ahead=lines.number(raw, "callback_days_ahead"),
        callback_shortest_notice=lines.number(raw, "callback_shortest_notice"),
        consent_version=lines.text(raw["consent_version"], "consent_version"),
        crisis_lines=lines.crisis_lines(raw["crisis_lines"]),
        facts={key: lines.text(value, f"facts: {key}") for key, value in facts.items() if value},
        callback_holidays=lines.country(raw.get("callback_holidays")),
        callback_closed_dates=lines.dates(raw.get("callback_closed_dates")),
        callback_capacity=lines.number(raw, "callback_capacity", 0),
        notify_email=lines.one_of(raw, "notify_email", "full", "bare"),
        retention=_retention(raw.get("retention")),
    )
    lines.known_only(raw, LINES, "line")  # last: a slip in the name of a line that must be there is told as that line's absence
    return read


@lru_cache(maxsize=1)
def program() -> Program:
    """The program this process works for, read once."""
    return read_program(Path(os.environ.get(PROGRAM_VARIABLE) or PROGRAM_FILE))
