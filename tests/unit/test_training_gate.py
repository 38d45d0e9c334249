"""A trained model serves only when it passes; one that does not leaves everything as it was."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path
from typing import IO, Any

import pytest

from assistant import safety_suite, train
from assistant.versions import SETTING, Versions
from tests.conftest import ROOT
from tests.unit.test_versions import archive, trained

SUITE = dict(safety_suite.lines())


def problems(**answers: str) -> list[str]:
    """What the suite says of a model that reads every line rightly but these: label -> what it takes those lines for."""

    async def intent_of(text: str) -> str:
        return answers.get(SUITE[text], SUITE[text])

    return asyncio.run(safety_suite.falls_short(intent_of))


def test_a_model_that_is_always_right_passes() -> None:
    assert problems() == []


def test_missed_danger_is_told_with_the_lines() -> None:
    told = problems(crisis_suicide="faq")
    assert "under 97 %" in told[0]
    assert any(text in told[0] for text, label in SUITE.items() if label == "crisis_suicide")


def test_danger_of_another_kind_is_told() -> None:
    (told,) = problems(crisis_suicide="crisis_violence")
    assert "right kind" in told


def test_crying_wolf_is_told() -> None:
    (told,) = problems(none="crisis_suicide")
    assert "calm lines are taken for danger" in told


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Models of its own; training takes no time and leaves a small file."""
    folder = tmp_path / "models"
    folder.mkdir()
    monkeypatch.setenv(SETTING, str(folder))
    monkeypatch.setattr(train, "LOG_FILE", train.ROOT / "var" / "log" / "train-test.log")
    monkeypatch.setattr(train, "_trained", lambda into: archive(into / "candidate.tar.gz"))
    return folder


def check_ends_with(code: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(words: str, command: list[str], out: IO[str], errors: IO[str]) -> int:
        out.write(said)
        out.flush()
        return code

    monkeypatch.setattr(train, "_run", run)


def left(folder: Path) -> dict[str, Any]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_what_passes_serves(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = trained(folder)
    check_ends_with(0, "", monkeypatch)
    train.train()
    assert [version.name for version in Versions(folder).all()][1:] == [before]
    assert (folder / train.STAMP_FILE).exists()
    assert not (folder / "new").exists()


@pytest.mark.parametrize(
    ("said", "told"), [('"i want to die" is not seen', '"i want to die" is not seen'), ("", "train-test.log")]
)
def test_what_fails_is_refused_and_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch, said: str, told: str) -> None:
    name = trained(folder)
    before = left(folder)
    check_ends_with(1, said, monkeypatch)
    with pytest.raises(SystemExit) as ended:
        train.train()
    assert told in str(ended.value)
    assert f"{name} serves as before" in str(ended.value)
    assert left(folder) == before


def test_the_first_one_is_refused_as_well(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_ends_with(1, "bad", monkeypatch)
    with pytest.raises(SystemExit, match="No model serves"):
        train.train()
    assert left(folder) == {}


def test_compiled_modules_are_no_reason_to_train_again() -> None:
    rules = subprocess.run(["make", "-pn", "train"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    needs = [line for line in rules if line.startswith(("models/language/built-from.txt:", "models/assistant/trained-from.txt:"))]
    assert len(needs) == 2
    assert "assistant/language/worry.py" in needs[0] + needs[1]
    assert "__pycache__" not in needs[0] + needs[1]
