"""What takes longest of reading a message begins while the message is recorded; what comes of it is the same."""

from __future__ import annotations

from threading import current_thread, main_thread
from typing import Any

import numpy as np
import pytest

from assistant import processors
from assistant.language.encoder import SentenceEncoder
from assistant.nlu.ahead import begin_reading
from assistant.nlu.joint_classifier import JointClassifier
from bench.report import Asked

PLAIN = "how much does it cost per week"
ODD = [
    "could a zeppelin bring {} to the groups",
    "is it for {} or is it not",
    "what {} does after the last week with you, on some sunday",
]


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """Each text that a sentence encoder reads, and whether on a thread of its own."""
    texts: list[tuple[str, bool]] = []
    encode = SentenceEncoder.encode

    def noted(self: SentenceEncoder, text: str) -> np.ndarray:
        texts.append((text, current_thread() is not main_thread()))
        return encode(self, text)

    monkeypatch.setattr(SentenceEncoder, "encode", noted)
    return texts


@pytest.fixture(autouse=True)
def room_for_more(monkeypatch: pytest.MonkeyPatch, asked: Asked) -> None:
    asked.parsed("hello")  # with the first message the encoder is known
    monkeypatch.setattr(processors, "are_several", lambda: True)


def told(parsed: dict[str, Any]) -> Any:
    return parsed["intent"], parsed["entities"], parsed["intent_ranking"], parsed.get("also_asked"), parsed.get("either")


@pytest.mark.parametrize("pattern", ODD)
def test_it_is_read_on_another_thread_and_as_it_would_be_anyway(
    asked: Asked, readers: list[tuple[str, bool]], pattern: str
) -> None:
    anyway = told(asked.parsed(pattern.format("my uncle")))
    assert readers and not any(aside for _, aside in readers)
    readers.clear()
    text = pattern.format("My uncle")  # said in other letters, for what is said twice is remembered
    begin_reading(asked.agent, text)
    assert told(asked.parsed(text)) == anyway
    assert readers[0][1]
    assert len(readers) == len({text for text, _ in readers})  # nothing is read twice


def test_what_its_words_decide_is_not(asked: Asked, readers: list[tuple[str, bool]]) -> None:
    begin_reading(asked.agent, PLAIN)
    asked.parsed(PLAIN)
    assert readers == []


def test_another_message_that_comes_first_is_read_by_itself(asked: Asked, readers: list[tuple[str, bool]]) -> None:
    first, second = (pattern.format("aunt Flo") for pattern in ODD[:2])
    begin_reading(asked.agent, first)
    assert told(asked.parsed(second)) == told(asked.parsed(second.replace("Flo", "FLO")))
    assert told(asked.parsed(first)) == told(asked.parsed(first.replace("Flo", "FLO")))


def test_on_one_processor_it_is_not(asked: Asked, readers: list[tuple[str, bool]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processors, "are_several", lambda: False)
    begin_reading(asked.agent, ODD[0].format("us"))
    assert readers == []


def test_what_cannot_be_read_ahead_fails_when_its_turn_comes(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    text = ODD[0].format("a person")

    def fails(*_: object) -> None:
        raise RuntimeError("no")

    with monkeypatch.context() as patched:
        patched.setattr(SentenceEncoder, "encode", fails)
        asked.parsed("hello")  # the encoder is that of the message before
        begin_reading(asked.agent, text)
        with pytest.raises(RuntimeError, match="no"):
            asked.parsed(text)
    with monkeypatch.context() as patched:
        patched.setattr(JointClassifier, "read_ahead", fails)
        begin_reading(asked.agent, text)
    assert told(asked.parsed(text))


@pytest.mark.parametrize("agent", [None, object()])
def test_an_agent_without_a_model_is_left_alone(agent: object) -> None:
    begin_reading(agent, PLAIN)
