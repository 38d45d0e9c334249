"""What takes longest of reading a message begins while the message is recorded; what comes of it is the same."""

from __future__ import annotations

from threading import current_thread, main_thread
from typing import Any

import numpy as np
import pytest

from assistant import processors
from assistant.language.encoder import SentenceEncoder
from assistant.nlu.ahead import Begun, reading_ahead
from assistant.nlu.joint_classifier import JointClassifier
from bench.report import Asked

PLAIN = "how much does it cost per week"
ODD = [
    "could a zeppelin bring {} to the groups",
    "is it for {} or is it not",
    "what {} does after the last week with you, on some sunday",
]


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch, asked: Asked) -> list[tuple[str, bool]]:
    """Each text that a sentence encoder reads, and whether on a thread of its own."""
    texts: list[tuple[str, bool]] = []
    encode = SentenceEncoder.encode

    def noted(self: SentenceEncoder, text: str) -> np.ndarray:
        texts.append((text, current_thread() is not main_thread()))
        return encode(self, text)

    monkeypatch.setattr(SentenceEncoder, "encode", noted)
    asked.parsed("hello")  # with each message the encoder for what is begun before the next is known
    return texts


@pytest.fixture(autouse=True)
def room_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processors, "are_several", lambda: True)


def begun(classifier: JointClassifier) -> Begun | None:
    return classifier._begun


def told(parsed: dict[str, Any]) -> Any:
    return parsed["intent"], parsed["entities"], parsed["intent_ranking"], parsed.get("also_asked"), parsed.get("either")


@pytest.mark.parametrize("pattern", ODD)
def test_it_is_read_on_another_thread_and_as_it_would_be_anyway(
    asked: Asked, readers: list[tuple[str, bool]], classifier: JointClassifier, pattern: str
) -> None:
    anyway = told(asked.parsed(pattern.format("my uncle")))
    assert readers and not any(aside for _, aside in readers)
    readers.clear()
    text = pattern.format("My uncle")  # said in other letters, for what is said twice is remembered
    with reading_ahead(asked.agent, text):
        assert told(asked.parsed(text)) == anyway
    assert readers[0][1]
    assert len(readers) == len({text for text, _ in readers})  # nothing is read twice
    assert begun(classifier) is None


def test_what_its_words_decide_is_only_looked_at(
    asked: Asked, readers: list[tuple[str, bool]], classifier: JointClassifier
) -> None:
    with reading_ahead(asked.agent, PLAIN):
        looked = begun(classifier)
        assert looked and looked.readings is None
        asked.parsed(PLAIN)
    assert readers == []


def test_another_message_that_comes_first_is_read_by_itself(asked: Asked, readers: list[tuple[str, bool]]) -> None:
    first, second = (pattern.format("aunt Flo") for pattern in ODD[:2])
    with reading_ahead(asked.agent, first):
        assert told(asked.parsed(second)) == told(asked.parsed(second.replace("Flo", "FLO")))
        assert told(asked.parsed(first)) == told(asked.parsed(first.replace("Flo", "FLO")))


def test_what_nobody_asks_for_is_forgotten(asked: Asked, readers: list[tuple[str, bool]], classifier: JointClassifier) -> None:
    with reading_ahead(asked.agent, ODD[0].format("them")):
        assert begun(classifier)
    assert begun(classifier) is None


def test_on_one_processor_nothing_is_begun(asked: Asked, classifier: JointClassifier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processors, "are_several", lambda: False)
    with reading_ahead(asked.agent, ODD[0].format("us")):
        assert begun(classifier) is None


def test_what_fails_on_the_other_thread_is_read_on_this_one(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    text, encode = ODD[0].format("a person"), SentenceEncoder.encode

    def fails_aside(self: SentenceEncoder, text: str) -> np.ndarray:
        if current_thread() is not main_thread():
            raise RuntimeError("no")
        return encode(self, text)

    anyway = told(asked.parsed(text.replace("person", "PERSON")))
    monkeypatch.setattr(SentenceEncoder, "encode", fails_aside)
    asked.parsed("hello")
    with reading_ahead(asked.agent, text):
        assert told(asked.parsed(text)) == anyway


def test_what_cannot_be_begun_is_read_when_its_turn_comes(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(JointClassifier, "read_ahead", fails)
    with reading_ahead(asked.agent, PLAIN):
        assert asked.label(PLAIN)[0] == "faq/cost"


@pytest.mark.parametrize("agent", [None, object()])
def test_an_agent_without_a_model_is_left_alone(agent: object) -> None:
    with reading_ahead(agent, PLAIN):
        pass
