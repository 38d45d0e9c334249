"""Whole conversations against live servers, each checked in the database: ours, and the shared ones where they are."""

from __future__ import annotations

import os
import re
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import yaml

from admissions.callbacks.record import LIVE
from admissions.callbacks.store import set_status
from tests.conftest import SHARED
from tests.journeys.live import Live

OURS = yaml.safe_load((Path(__file__).parent / "dialogues.yml").read_text("utf-8"))
THEIRS_FILE = SHARED / "data" / "dev" / "dialogues.yml"
THEIRS = yaml.safe_load(THEIRS_FILE.read_text("utf-8")) if THEIRS_FILE.exists() else []
PARTS = {"morning": (8, 12), "afternoon": (12, 17), "evening": (17, 21), "any time": (8, 21)}


def play(live: Live, dialogue: dict[str, Any]) -> tuple[list[str], list[dict[str, Any]]]:
    """Play the turns; return what was answered and the callbacks that this conversation added."""
    live.set_clock(str(dialogue["now"]).split(" ")[0])
    live.new_callbacks()  # what other tests booked is not this one's
    visitor = live.visitor()
    replies = [visitor.say(turn) for turn in dialogue["turns"]]
    booked = live.new_callbacks()
    give_back(live, booked)
    return replies, booked


def give_back(live: Live, booked: list[dict[str, Any]]) -> None:
    """Mark the callbacks as done, so that the next dialogue finds every hour free."""
    with mock.patch.dict(os.environ, {"DATABASE_URL": live.database}):
        for row in booked:
            if row["status"] in LIVE:
                set_status(row["reference"], "done", datetime.now(timezone.utc))


def check(dialogue: dict[str, Any], replies: list[str], booked: list[dict[str, Any]]) -> None:
    final = dialogue["final"]
    assert all(replies), "a message got no answer"
    if not final["callback_booked"]:
        assert booked == []
        return
    assert len(booked) == final.get("records", 1)
    row = booked[0]
    assert row["phone_e164"] == final["phone_e164"]
    assert row["name"] == final["name"]
    assert row["status"] == final.get("status", "booked")
    assert row["consent_at"]
    assert (row["crisis"] or "none") == final.get("crisis", "none")
    for field in ("for_whom", "extension", "voicemail_ok", "texts_ok"):
        if field in final:
            assert row[field] == final[field], field
    for kept_out in final.get("must_not_store", []):
        assert kept_out not in str(booked)
    check_time(final["preferred_time"], row)


def check_time(wanted: str, row: dict[str, Any]) -> None:
    """`Thu 2025-06-12 about 09:00`, `… 14:00`, `… morning`, `… any time`."""
    start, end = (datetime.fromisoformat(row[key]) for key in ("window_start", "window_end"))
    assert start.date().isoformat() in wanted
    if hour := re.search(r"(\d\d):(\d\d)", wanted):
        assert f"{start:%H:%M}" == hour.group()
    else:
        first, last = next(hours for part, hours in PARTS.items() if part in wanted)
        assert first <= start.hour < last
        assert end.hour <= last


@pytest.fixture
def dated(shared_live: Live) -> Live:
    """The assistant, at whatever moment it is there: each dialogue brings its own, and most have that of the one before."""
    shared_live.see_to_actions()
    return shared_live


@pytest.mark.parametrize("dialogue", OURS, ids=lambda dialogue: dialogue["id"])
def test_our_dialogues(dated: Live, dialogue: dict[str, Any]) -> None:
    replies, booked = play(dated, dialogue)
    check(dialogue, replies, booked)
    for number, words in (dialogue.get("says") or {}).items():
        assert re.search(words, replies[number - 1], re.I), replies[number - 1]


@pytest.mark.skipif(not THEIRS, reason="measures against ../shared, which is not here")
@pytest.mark.parametrize("dialogue", THEIRS, ids=[dialogue["id"] for dialogue in THEIRS])
def test_shared_dialogues(dated: Live, dialogue: dict[str, Any]) -> None:
    check(dialogue, *play(dated, dialogue))
