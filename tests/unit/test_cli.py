"""The staff's command line."""

import csv
import io
import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from admissions.callbacks.store import Agreed, book
from admissions.cli import main

PROMISED = {
    "reference",
    "name",
    "phone_e164",
    "window_start",
    "window_end",
    "timezone",
    "for_whom",
    "consent_version",
    "consent_at",
    "voicemail_ok",
    "status",
    "created_at",
}


@pytest.fixture
def reference(database: str, agreed: Agreed, now: datetime) -> str:
    return book(agreed, now).reference


def test_export_holds_what_is_promised(reference: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["callbacks", "export", "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert set(row) >= PROMISED
    assert row["reference"] == reference


def test_export_as_csv(reference: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["callbacks", "export", "--format", "csv"])
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row["phone_e164"] == "+16145550135"


def test_an_empty_list_says_so(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["callbacks", "list"]) == 0
    assert "No callbacks are waiting" in capsys.readouterr().out


def test_the_list_shows_who_and_when(reference: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["callbacks", "list"])
    printed = capsys.readouterr().out
    assert reference in printed
    assert "(614) 555-0135" in printed


def test_the_list_shows_that_two_wait_for_the_same_number(
    reference: str, agreed: Agreed, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["callbacks", "list"])
    assert "same number" not in capsys.readouterr().out
    second = book(replace(agreed, conversation_id="chat-2"), now).reference
    main(["callbacks", "list"])
    printed = capsys.readouterr().out
    assert f"same number as {second}" in printed
    assert f"same number as {reference}" in printed


def test_a_callback_is_claimed_once(reference: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["callbacks", "claim", reference, "--by", "ann"]) == 0
    assert main(["callbacks", "claim", reference, "--by", "ben"]) == 1
    assert "claimed by ann" in capsys.readouterr().err


def test_an_unknown_reference_is_one_sentence(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["callbacks", "show", "NOPE99"]) == 1
    assert capsys.readouterr().err == "There is no callback with the reference NOPE99.\n"


@pytest.fixture
def three(database: str, agreed: Agreed, now: datetime, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """One whose time was yesterday, one for today that ann has claimed, one for tomorrow; it is now 2 pm."""
    monkeypatch.setenv("ADMISSIONS_NOW", now.isoformat())
    made = {}
    for day, name in ((-1, "late"), (0, "today"), (1, "tomorrow")):
        start = agreed.start + timedelta(days=day)
        one = replace(agreed, conversation_id=name, name=name, start=start, end=start + timedelta(hours=1))
        made[name] = book(one, now - timedelta(days=2)).reference
    main(["callbacks", "claim", made["today"], "--by", "ann"])
    return made


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ([], ["late", "today", "tomorrow"]),
        (["--today"], ["today"]),
        (["--overdue"], ["late"]),
        (["--unclaimed"], ["late", "tomorrow"]),
        (["--overdue", "--unclaimed"], ["late"]),
        (["--today", "--unclaimed"], []),
    ],
)
def test_filters(three: dict[str, str], filters: list[str], expected: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    main(["callbacks", "list", "--format", "json", *filters])
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == expected


def test_all_shows_what_is_over(three: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    main(["callbacks", "no-answer", three["late"], "--by", "ann"])
    capsys.readouterr()
    main(["callbacks", "list", "--all", "--format", "csv"])
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    assert (rows["late"]["status"], rows["late"]["handled_by"]) == ("no-answer", "ann")
    main(["callbacks", "list", "--all"])
    assert "OVERDUE" not in capsys.readouterr().out


def test_no_data_is_still_data(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["callbacks", "list", "--format", "json"])
    assert json.loads(capsys.readouterr().out) == []
    main(["callbacks", "list", "--format", "csv"])
    assert capsys.readouterr().out.startswith("reference,name,")


def test_the_table_marks_what_matters(
    three: dict[str, str], agreed: Agreed, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    book(replace(agreed, conversation_id="x", name=None, extension="12", voicemail_ok=True, crisis="overdose"), now)
    capsys.readouterr()
    main(["callbacks", "list"])
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if three["late"] in line and "OVERDUE" in line]
    assert [line for line in lines if three["today"] in line and "claimed by ann" in line]
    (last,) = [line for line in lines if "ext. 12" in line]
    assert "voicemail ok" in last
    assert "review first" in last
    assert "overdose" not in last


def test_a_name_can_steer_neither_terminal_nor_spreadsheet(
    database: str, agreed: Agreed, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "=cmd|'/c calc' \x1b[31m[bold]Bea"
    reference = book(replace(agreed, name=name), now).reference
    for command in (["list"], ["show", reference]):
        main(["callbacks", *command])
        printed = capsys.readouterr().out
        assert "\x1b" not in printed
        assert "[bold]Bea" in printed
    main(["callbacks", "export", "--format", "csv"])
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row["name"] == f"'{name}"


def test_every_look_leaves_a_line_without_content(reference: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["list"], ["show", reference], ["export"]):
        main(["callbacks", *command, "--by", "ann"])
    main(["callbacks", "claim", reference, "--by", "ben"])
    capsys.readouterr()
    assert main(["audit", reference.lower()]) == 0
    printed = capsys.readouterr().out
    lines = [line.split()[1:3] for line in printed.splitlines()[1:]]
    assert lines == [["visitor", "booked"], ["ann", "list"], ["ann", "show"], ["ann", "export"], ["ben", "claimed"]]
    assert "Bea" not in printed
    assert "0135" not in printed


def test_a_key_that_is_none_is_one_sentence(
    database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADMISSIONS_KEYS", "nonsense")
    assert main(["callbacks", "list"]) == 1
    assert "holds something that is no key" in capsys.readouterr().err


def test_times_are_by_the_centres_clock_first(
    database: str, agreed: Agreed, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    book(agreed, now)
    book(replace(agreed, conversation_id="denver", name="Dan", timezone="America/Denver"), now)
    main(["callbacks", "list"])
    lines = capsys.readouterr().out.splitlines()
    for name, there in (("Bea", ""), ("Dan", " (for them Tue, Mar 10, noon to 1 pm MT)")):
        (line,) = [line for line in lines if name in line]
        assert f"between 2 pm and 3 pm Eastern time{there}  " in line


def test_whom_nobody_reached_is_tried_again(reference: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["callbacks", "no-answer", reference, "--by", "ann"])
    capsys.readouterr()
    for filters in ([], ["--no-answer"]):
        main(["callbacks", "list", *filters])
        printed = capsys.readouterr().out
        assert f"{reference} " in printed
        assert "no-answer by ann" in printed
        assert "try again" in printed
    for command in ("no-answer", "claim", "done"):
        assert main(["callbacks", command, reference, "--by", "ben"]) == 0
    assert main(["callbacks", "claim", reference, "--by", "ann"]) == 1
    assert capsys.readouterr().err == f"The callback {reference} is done by ben.\n"


@pytest.mark.parametrize("command", ["done", "no-answer", "claim"])
def test_what_somebody_else_has_claimed_is_taken_over_only_on_purpose(
    reference: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["callbacks", "claim", reference, "--by", "ann"])
    assert main(["callbacks", command, reference, "--by", "ben"]) == 1
    assert capsys.readouterr().err == f"The callback {reference} is claimed by ann. To take it over, add --force.\n"
    assert main(["callbacks", command, reference, "--by", "ben", "--force"]) == 0
    main(["callbacks", "list", "--all", "--json"])
    assert json.loads(capsys.readouterr().out.split("\n", 1)[1])[0]["handled_by"] == "ben"


@pytest.mark.parametrize("command", ["list", "export"])
def test_json_and_csv_for_short(reference: str, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("json", "csv"):
        main(["callbacks", command, f"--{form}"])
        short = capsys.readouterr().out
        main(["callbacks", command, "--format", form])
        assert short == capsys.readouterr().out
        assert reference in short
