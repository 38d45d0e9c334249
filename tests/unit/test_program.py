"""program.yml: every mistake in it is one clear sentence."""

from datetime import date, time
from pathlib import Path

import pytest
import yaml

from admissions.program import ProgramError, read_program

GOOD = Path(__file__).resolve().parents[2] / "program.yml"


def broken(tmp_path: Path, old: str, new: str) -> Path:
    text = GOOD.read_text("utf-8")
    assert old in text
    file = tmp_path / "program.yml"
    file.write_text(text.replace(old, new, 1))
    return file


def test_the_one_we_ship_is_good() -> None:
    assert read_program(GOOD).helpline


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('monday: "08:00-21:00"', 'monday: "6-21"', "is not hours"),
        ('monday: "08:00-21:00"', 'monday: "06:00-21:00"', "08:00 to 21:00"),
        ("America/New_York", "Mars/Base", "Mars/Base"),
        ("callback_days_ahead: 14", "callback_days_ahead: soon", "is not a whole number"),
        ("helpline:", "helplin:", "has no line for 'helpline'"),
        ("monday:", "moonday:", "is no weekday"),
        ("callback_holidays: US", "callback_holidays: Oz", "'Oz' is no country"),
        ("callback_closed_dates: []", "callback_closed_dates: 2026-12-24", "is no list"),
        ("callback_closed_dates: []", "callback_closed_dates: [christmas]", "such as 2026-12-24"),
        ("name: Forge", "name: [", "cannot be read"),
        ("callback_capacity: 4", "callback_capacity: many", "is not a whole number"),
        ("notify_email: full", "notify_email: everything", "neither full nor bare"),
        ("callbacks_days: 180", "callbacks_days: 0", "remove everything at once"),
        ("callbacks_days: 180", "callback_days: 180", "write days for conversations_days, callbacks_days"),
        ("name: Forge", "name:", "name is empty"),
        ("name: Forge", "name: The {helpline} people", "would see the braces"),
        ('helpline: "1-888-224-7312"', "helpline: soon", "no number that someone can call"),
        ('consent_version: "2026-11-2"', "consent_version: ", "consent_version is empty"),
        ('consent_version: "2026-11-2"', "consent_version: 1.10", "put it in quotes"),  # would be recorded as 1.1
        ('  emergency: "911"', "  emergency:", "crisis_lines: emergency is empty"),
        ('  emergency: "911"', "  emergency: 0112", "put it in quotes"),  # would be said as 74
        ('  emergency: "911"', "", "no line for 'emergency'"),
        ('  emergency: "911"', '  emergency: "911"\n  police: "911"', "police is no crisis line"),
        ("  address:  ", "  adress: here #", "adress is no fact"),
        ("  address:  ", '  address: "{somewhere}" #', "would see the braces"),
        ("timezone: America/New_York", "timezone: US", "timezone: 'US' is no time zone"),
        ("timezone: America/New_York", "timezone: Eastern", "timezone: 'Eastern' is no time zone"),
        ("timezone: America/New_York", "timezone:", "timezone: None is no time zone"),
        ('  monday: "08:00-21:00"', '  1: "08:00-21:00"', "1 is no weekday"),
        ("notify_email: full", "notify_email: full\nnotify_emial: bare", "notify_emial is no line"),
    ],
)
def test_a_mistake_says_what_is_wrong(tmp_path: Path, old: str, new: str, says: str) -> None:
    file = broken(tmp_path, old, new)
    with pytest.raises(ProgramError, match=says) as told:
        read_program(file)
    assert str(file) in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("line", ["crisis_lines", "facts", "callback_hours"])
@pytest.mark.parametrize("value", [None, "x", [1]])
def test_a_list_of_lines_that_is_none_is_told(tmp_path: Path, line: str, value: object) -> None:
    raw = yaml.safe_load(GOOD.read_text("utf-8"))
    file = tmp_path / "program.yml"
    file.write_text(yaml.safe_dump({**raw, line: value}))
    if value is None and line != "crisis_lines":
        assert read_program(file)  # no facts, no hours: nobody calls
        return
    with pytest.raises(ProgramError, match=line):
        read_program(file)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    file = tmp_path / "program.yml"
    file.write_bytes(GOOD.read_text("utf-8").replace("name: Forge", "name: Caf\u00e9").encode("latin-1"))
    with pytest.raises(ProgramError, match=f"{file} cannot be read"):
        read_program(file)


def test_a_day_can_be_closed(tmp_path: Path) -> None:
    assert read_program(broken(tmp_path, 'sunday: "08:00-21:00"', "sunday: closed")).callback_hours[6] is None


def test_holidays_and_closed_dates_are_days_without_calls(tmp_path: Path) -> None:
    facts = read_program(broken(tmp_path, "callback_closed_dates: []", "callback_closed_dates: [2026-12-24]"))
    assert facts.callback_hours_on(date(2026, 12, 23)) == (time(8), time(21))
    assert facts.callback_hours_on(date(2026, 12, 24)) is None
    assert facts.callback_hours_on(date(2026, 12, 25)) is None


def test_a_centre_can_call_on_holidays(tmp_path: Path) -> None:
    facts = read_program(broken(tmp_path, "callback_holidays: US", "callback_holidays:"))
    assert facts.callback_hours_on(date(2026, 12, 25)) is not None


def test_a_fact_that_is_filled_in_can_be_said(tmp_path: Path) -> None:
    file = broken(tmp_path, "  address:            #", '  address: "We are at 12 Main Street." #')
    assert read_program(file).sayable()["address"] == "We are at 12 Main Street."


def test_a_file_from_before_these_settings_still_works(tmp_path: Path) -> None:
    known = yaml.safe_load(GOOD.read_text("utf-8"))
    file = tmp_path / "program.yml"
    file.write_text(
        yaml.safe_dump({key: known[key] for key in known if key not in ("callback_capacity", "notify_email", "retention")})
    )
    old = read_program(file)
    assert (old.callback_capacity, old.notify_email, old.retention.consent_proof_days) == (0, "full", 1460)
