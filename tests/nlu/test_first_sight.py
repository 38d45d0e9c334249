"""Where the words of a message leave little doubt, the sentence encoder is not asked; where they might mislead, it is."""

from __future__ import annotations

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


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return load_encoder()


@pytest.fixture
def read_in_full(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What any sentence encoder is asked."""
    texts: list[str] = []
    encode = SentenceEncoder.encode

    def noted(self: SentenceEncoder, text: str) -> np.ndarray:
        texts.append(text)
        return encode(self, text)

    monkeypatch.setattr(SentenceEncoder, "encode", noted)
    return texts


@pytest.fixture(scope="module")
def model(classifier: JointClassifier) -> JointModel:
    assert classifier._model
    return classifier._model


@pytest.mark.parametrize("text", [PLAIN, PLAIN.upper(), f"{PLAIN}???", "How MUCH does it cost?"])
def test_plain_words_decide(model: JointModel, encoder: SentenceEncoder, text: str, read_in_full: list[str]) -> None:
    scored = model.score(text, encoder.encode, whole=True)
    assert scored.label == "faq/cost"
    assert read_in_full == []


@pytest.mark.parametrize(
    "text",
    [
        "how much does a zeppelin cost per week",  # a word that no example has
        "how much does it cost per week, i want to die",
        f"{PLAIN} " + "and i would like to say " * 3 + "that it is for me",  # much else
        "is it for me or is it not",
    ],
)
def test_what_might_mislead_is_read_in_full(
    model: JointModel, encoder: SentenceEncoder, text: str, read_in_full: list[str]
) -> None:
    model.score(text, encoder.encode, whole=True)
    assert read_in_full


def test_a_part_of_a_message_is_read_in_full(model: JointModel, encoder: SentenceEncoder, read_in_full: list[str]) -> None:
    model.score(PLAIN, encoder.encode)
    assert read_in_full


@pytest.mark.parametrize(("before", "asks"), [("hello there", False), ("i want to die", True)])
def test_after_danger_every_vote_is_heard(asked: Asked, read_in_full: list[str], before: str, asks: bool) -> None:
    tracker = DialogueStateTracker.from_events("someone", [])
    parsed = asked.parsed(before)
    tracker.update(UserUttered(before, parsed["intent"], parse_data=parsed))  # type: ignore[arg-type]
    read_in_full.clear()
    asked.parsed(PLAIN, tracker)
    assert bool(read_in_full) is asks


def test_only_an_example_as_it_stands_is_certain(model: JointModel, encoder: SentenceEncoder) -> None:
    example = next(text for text, label in model.known.items() if label == "faq/cost" and len(text.split()) <= SHORT)
    assert model.score(example, encoder.encode, whole=True).ranking[0] == ("faq/cost", 1.0)
    unseen = f"please tell me {example}"
    assert unseen not in model.known
    assert model.score(unseen, encoder.encode, whole=True).confidence <= MOST_SURE


@pytest.mark.parametrize("file", ["safety.csv", "safety_apart.csv"])
def test_no_line_that_speaks_of_danger_is_taken_by_its_words_alone(
    model: JointModel, encoder: SentenceEncoder, file: str, read_in_full: list[str]
) -> None:
    dangerous = [row["text"] for row in read(OWN / file) if row["label"] != "none"]
    for text in dangerous:
        model.score(text, encoder.encode, whole=True)
    assert len(read_in_full) == len(dangerous)


def test_nor_is_an_example_of_danger(model: JointModel, encoder: SentenceEncoder, read_in_full: list[str]) -> None:
    dangerous = [text for text, label in model.known.items() if label in model.apart_labels][::10]
    for text in dangerous:
        model.score(text, encoder.encode, whole=True)
    assert len(read_in_full) == len(dangerous)
