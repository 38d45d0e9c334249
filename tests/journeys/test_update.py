"""A new model, one that is refused, and the way back, while people talk to the assistant."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Callable, Iterator

import pytest

from assistant.processes import ROOT
from assistant.versions import POINTER, SETTING, Versions
from tests.journeys.live import START_LIMIT, Live
from tests.journeys.repacked import other_words, repacked, without_safety
from tests.journeys.test_dialogues import give_back

NEW_WORDS, PRICE, DANGER = "I am new here.", "5,000", "call or text 988"
PAUSE = 0.2  # seconds between two messages
A_CHAT = 8  # messages of one visitor, who may not say many more in a minute


@pytest.fixture
def folder(live: Live) -> Iterator[Versions]:
    """The models of the live assistant; what serves before a test serves after it again."""
    versions = Versions(live.models)
    before = versions.current()
    yield versions
    for version in versions.all():
        if version != before:
            version.file.unlink()
    (versions.folder / POINTER).write_text(f"{before.name}\n")
    wait_for(live, before.name)
    give_back(live, live.callbacks())


def version(live: Live) -> str:
    return str(live.visitor().call("GET", "health")[1]["version"])


def until(live: Live, happened: Callable[[], bool]) -> None:
    """Wait; meanwhile others talk to the assistant, and each message must be answered as ever."""
    deadline = time.monotonic() + START_LIMIT
    while True:
        other = live.visitor()
        for _ in range(A_CHAT):
            if happened():
                return
            assert time.monotonic() < deadline
            assert PRICE in other.say("how much does it cost")
            time.sleep(PAUSE)


def wait_for(live: Live, name: str) -> None:
    until(live, lambda: version(live) == name)


def said_of(live: Live, name: str) -> list[str]:
    """The lines of the assistant's log that refuse a version."""
    assert live.assistant
    return [line for line in live.assistant.log.read_text("utf-8").splitlines() if f"The model {name} is refused" in line]


@pytest.mark.timeout(600)
def test_a_new_model_comes_and_goes_while_a_callback_is_made(live: Live, folder: Versions) -> None:
    live.new_callbacks()
    before, visitor = folder.current(), live.visitor()
    visitor.say("can you have someone call me")
    assert "phone number" in visitor.say("Rosa")

    new = folder.install(repacked(before.file, folder.folder / "candidate", other_words("utter_bot_challenge", NEW_WORDS)))
    wait_for(live, new.name)
    said = visitor.say("are you a bot")  # the new model answers, and knows what the old one had asked
    assert NEW_WORDS in said
    assert "phone number" in said
    assert "good time" in visitor.say("415 555 0133")

    back = [sys.executable, "-m", "assistant.rollback"]
    environment = {**os.environ, SETTING: str(folder.folder), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(back, env=environment, capture_output=True, text=True, check=True)
    assert before.name in done.stdout
    wait_for(live, before.name)
    visitor.say("friday at 2")
    assert "Booked" in visitor.say("yes please")
    assert NEW_WORDS not in visitor.say("are you a bot")
    (booked,) = live.new_callbacks()
    assert (booked["name"], booked["phone_e164"]) == ("Rosa", "+14155550133")


@pytest.mark.timeout(600)
def test_models_that_are_broken_or_do_not_see_danger_are_refused_once(live: Live, folder: Versions) -> None:
    before = folder.current()
    (folder.folder / "broken.tar.gz").write_bytes(before.file.read_bytes()[:1_000_000])
    (folder.folder / POINTER).write_text("broken\n")
    until(live, lambda: bool(said_of(live, "broken")))
    assert version(live) == before.name

    unsafe = folder.install(repacked(before.file, folder.folder / "candidate", without_safety))
    until(live, lambda: bool(said_of(live, unsafe.name)))
    assert version(live) == before.name
    assert DANGER in live.visitor().say("i want to die")
    (line,) = said_of(live, unsafe.name)
    assert "alarm" in line
    assert len(said_of(live, "broken")) == 1
