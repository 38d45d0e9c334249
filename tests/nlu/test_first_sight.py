"""Where the words of a message leave little doubt, the sentence encoder is not asked; where they might mislead, it is."""

from __future__ import annotations

from typing import Iterator

import numpy as np
import pytest
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.language.build import load_encoder
from assistant.language.encoder import SentenceEncoder
from assistant.nlu.joint_classifier import JointClassifier
from assistant.nlu.joint_model import MOST_SURE, SHORT, JointModel
from bench.report import OWN, Asked, read

PLAIN = "how much does it cost per week"


class Encoder:
    """The shipped one, and what it was asked."""

    def __init__(self) -> None:
        self._encoder, self.read = load_encoder(), list[str]()

    def __call__(self, text: str) -> np.ndarray:
        self.read.append(text)
        return self._encoder.encode(text)


@pytest.fixture
def encoder() -> Iterator[Encoder]:
    yield Encoder()


@pytest.fixture(scope="module")
def model(asked: Asked) -> JointModel:
    processor = asked.agent.processor
    assert processor is not None
    nodes = processor.graph_runner._instantiated_nodes.values()  # type: ignore[attr-defined]
    (trained,) = [node._component._model for node in nodes if isinstance(node._component, JointClassifier)]
    return trained


@pytest.mark.parametrize("text", [PLAIN, PLAIN.upper(), f"{PLAIN}???", "How MUCH does it cost?"])
def test_plain_words_decide(model: JointModel, encoder: Encoder, text: str) -> None:
    scored = model.score(text, encoder, whole=True)
    assert scored.label == "faq/cost"
    assert encoder.read == []


@pytest.mark.parametrize(
    "text",
    [
        "how much does a zeppelin cost per week",  # a word that no example has
        "how much does it cost per week, i want to die",
        f"{PLAIN} " + "and i would like to say " * 3 + "that it is for me",  # much else
        "is it for me or is it not",
    ],
)
def test_what_might_mislead_is_read_in_full(model: JointModel, encoder: Encoder, text: str) -> None:
    model.score(text, encoder, whole=True)
    assert encoder.read


def test_a_part_of_a_message_is_read_in_full(model: JointModel, encoder: Encoder) -> None:
    model.score(PLAIN, encoder)
    assert encoder.read


@pytest.mark.parametrize(("before", "asks"), [("hello there", False), ("i want to die", True)])
def test_after_danger_every_vote_is_heard(asked: Asked, monkeypatch: pytest.MonkeyPatch, before: str, asks: bool) -> None:
    read: list[str] = []
    encode = SentenceEncoder.encode
    monkeypatch.setattr(SentenceEncoder, "encode", lambda self, text: (read.append(text), encode(self, text))[1])
    tracker = DialogueStateTracker.from_events("someone", [])
    parsed = asked.parsed(before)
    tracker.update(UserUttered(before, parsed["intent"], parse_data=parsed))  # type: ignore[arg-type]
    read.clear()
    asked.parsed(PLAIN, tracker)
    assert bool(read) is asks


def test_only_an_example_as_it_stands_is_certain(model: JointModel, encoder: Encoder) -> None:
    example = next(text for text, label in model.known.items() if label == "faq/cost" and len(text.split()) <= SHORT)
    assert model.score(example, encoder, whole=True).ranking[0] == ("faq/cost", 1.0)
    unseen = f"please tell me {example}"
    assert unseen not in model.known
    assert model.score(unseen, encoder, whole=True).confidence <= MOST_SURE


@pytest.mark.parametrize("file", ["safety.csv", "safety_apart.csv"])
def test_no_line_that_speaks_of_danger_is_taken_by_its_words_alone(model: JointModel, encoder: Encoder, file: str) -> None:
    dangerous = [row["text"] for row in read(OWN / file) if row["label"] != "none"]
    for text in dangerous:
        model.score(text, encoder, whole=True)
    assert len(encoder.read) == len(dangerous)


def test_nor_is_an_example_of_danger(model: JointModel, encoder: Encoder) -> None:
    dangerous = [text for text, label in model.known.items() if label in model.apart_labels][::10]
    for text in dangerous:
        model.score(text, encoder, whole=True)
    assert len(encoder.read) == len(dangerous)
