"""program.yml: every mistake in it is one clear sentence."""

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
        ("name: Forge", "name: [", "cannot be read"),
        ("callback_capacity: 4", "callback_capacity: many", "is not a whole number"),
        ("notify_email: full", "notify_email: everything", "neither full nor bare"),
        ("callbacks_days: 180", "callbacks_days: 0", "remove everything at once"),
        ("callbacks_days: 180", "callback_days: 180", "write days for conversations_days, callbacks_days"),
    ],
)
def test_a_mistake_says_what_is_wrong(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(ProgramError, match=says):
        read_program(broken(tmp_path, old, new))


def test_a_day_can_be_closed(tmp_path: Path) -> None:
    assert read_program(broken(tmp_path, 'sunday: "08:00-21:00"', "sunday: closed")).callback_hours[6] is None


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
