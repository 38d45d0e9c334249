"""With the action server stopped, killed or frozen: the number still comes, and so does every crisis answer."""

from __future__ import annotations

import os
import signal
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

import pytest

from tests.journeys.live import Live

HELPLINE = "1-888-224-7312"
CRISES = [
    ("i want to kill myself", "988"),
    ("he overdosed and is not breathing", "911"),
    ("i stopped drinking yesterday and im shaking and seeing things", "911"),
    ("my husband hit me again", "1-800-799-7233"),
]


@pytest.fixture
def unplugged(shared_live: Live) -> Live:
    """Without an action server until a test asks for `live`, which sees to it."""
    assert shared_live.actions
    shared_live.actions.stop(signal.SIGKILL)
    return shared_live


@pytest.mark.parametrize(("text", "number"), CRISES)
def test_every_crisis_is_answered(unplugged: Live, text: str, number: str) -> None:
    assert number in unplugged.visitor().say(text)


@contextmanager
def database_away(live: Live) -> Iterator[None]:
    """A database that cannot be opened: a folder where the file was."""
    file = Path(live.database.removeprefix("sqlite:///"))
    away = file.rename(file.with_suffix(".away")) if file.exists() else None
    file.mkdir()
    try:
        yield
    finally:
        file.rmdir()
        if away:
            away.rename(file)


@pytest.fixture
def nothing_left(unplugged: Live) -> Iterator[Live]:
    """No action server, and no database."""
    with database_away(unplugged):
        yield unplugged


@pytest.mark.parametrize(("text", "number"), CRISES)
def test_every_crisis_is_answered_with_nothing_behind_it(nothing_left: Live, text: str, number: str) -> None:
    visitor = nothing_left.visitor()
    assert number in visitor.say(text)
    assert number in visitor.say("nobody cares")  # and so is what follows


def test_every_crisis_is_answered_inside_the_form(live: Live) -> None:
    visitors = [live.visitor() for _ in CRISES]
    for visitor in visitors:
        visitor.say("please call me back")
    assert live.actions
    live.actions.stop(signal.SIGKILL)
    answers = {text: visitor.say(text) for visitor, (text, _) in zip(visitors, CRISES)}
    assert [text for text, number in CRISES if number not in answers[text]] == []


@pytest.mark.parametrize(
    "text", ["what is your phone number", "can i talk to a human", "please call me back", "what does it cost"]
)
def test_the_helpline_still_comes(unplugged: Live, text: str) -> None:
    assert HELPLINE in unplugged.visitor().say(text)


def test_a_callback_that_cannot_be_begun_is_not_promised(unplugged: Live) -> None:
    *_, last = unplugged.visitor().answers("can someone call me")
    assert last["type"] == "error"
    assert "does not work" in last["text"] and HELPLINE in last["text"]


def test_silence_in_the_form_becomes_the_helpline(live: Live) -> None:
    visitor = live.visitor()
    visitor.say("please call me back")
    assert live.actions
    live.actions.stop(signal.SIGKILL)
    try:
        assert HELPLINE in visitor.say("Dana")
    finally:
        live.start_actions()
    assert "phone number" in visitor.say("Dana")  # and the callback goes on where it stood


def test_a_frozen_action_server_costs_no_more_than_ten_seconds(live: Live) -> None:
    visitor = live.visitor()
    visitor.say("please call me back")
    assert live.actions
    os.kill(live.actions.pid, signal.SIGSTOP)
    try:
        started = time.monotonic()
        assert HELPLINE in visitor.say("Dana")
        assert time.monotonic() - started < 11
    finally:
        os.kill(live.actions.pid, signal.SIGCONT)


def test_a_yes_that_did_not_get_through_books_nothing_and_says_so(live: Live) -> None:
    visitor = live.visitor()
    visitor.say("call Jo 503 555 0188 tomorrow 9am")
    live.new_callbacks()
    assert live.actions
    live.actions.stop(signal.SIGKILL)
    try:
        (trouble,) = visitor.answers("yes")
        assert "Nothing is booked" in trouble["text"]
        assert [reply["payload"] for reply in trouble["replies"]] == ["Yes, call me", "No"]
    finally:
        live.start_actions()
    assert "Booked" in visitor.say("yes")
    assert [row["phone_e164"] for row in live.new_callbacks()] == ["+15035550188"]


def test_a_database_that_is_gone_books_nothing_and_says_so(live: Live) -> None:
    visitor = live.visitor()
    visitor.say("call Jo 503 555 0187 tomorrow 9am")
    live.new_callbacks()
    with database_away(live):
        answer = visitor.say("yes")
        assert "could not save" in answer
        assert HELPLINE in answer
    assert "Booked" in visitor.say("yes")
    assert [row["phone_e164"] for row in live.new_callbacks()] == ["+15035550187"]
