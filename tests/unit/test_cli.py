"""The staff's command line."""

import csv
import io
import json
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
def reference(database: str, now: datetime) -> str:
    agreed = Agreed("chat-1", "Bea", "+16145550135", now, now + timedelta(hours=1), "America/New_York", "self", "v1", "rest")
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


def test_a_callback_is_claimed_once(reference: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["callbacks", "claim", reference, "--by", "ann"]) == 0
    assert main(["callbacks", "claim", reference, "--by", "ben"]) == 1
    assert "claimed by ann" in capsys.readouterr().err


def test_an_unknown_reference_is_one_sentence(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["callbacks", "show", "NOPE99"]) == 1
    assert capsys.readouterr().err == "There is no callback with the reference NOPE99.\n"
