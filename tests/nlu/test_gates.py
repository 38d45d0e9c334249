"""Release gates on our own test sets. The lines are written apart from the training examples and never trained on.

The bars stand just under what was measured, so that a change for the worse fails; raise them when it gets better.
"""

from __future__ import annotations

import pytest

from assistant import safety_suite
from bench.report import Asked
from bench.scoring import Row, Understanding
from tests.conftest import ROOT, answers, examples, rows

SETS = ROOT / "tests" / "nlu"


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("file", "right", "honest", "wrong"),
    [
        ("questions.csv", 84, 92, 4),
        ("questions_apart.csv", 77, 94, 5),
        ("questions_later.csv", 88, 95, 3),
        ("questions_held.csv", 82, 92, 5),
    ],
)
def test_questions_get_the_right_topic_or_an_honest_reply(
    asked: Asked, capsys: pytest.CaptureFixture[str], file: str, right: float, honest: float, wrong: float
) -> None:
    questions = rows(SETS / file)
    found = Understanding([Row(r["text"], r["topic"], r["style"], r["answerable"], *asked.label(r["text"])) for r in questions])
    with capsys.disabled():
        print(f"\n  {file}: right topic {found.answerable}, honest {found.unanswerable}, wrong {found.wrong}")
    assert found.answerable.percent >= right
    assert found.unanswerable.percent >= honest
    assert found.wrong.percent <= wrong


def test_no_test_line_is_a_training_example() -> None:
    trained = {line.lower().strip(" .?!") for lines in examples().values() for line in lines}
    tested = [
        row["text"].lower().strip(" .?!")
        for name in (
            "safety.csv",
            "safety_apart.csv",
            "questions.csv",
            "questions_apart.csv",
            "questions_later.csv",
            "questions_held.csv",
        )
        for row in rows(SETS / name)
    ]
    tested += [text.lower().strip(" .?!") for text, _ in safety_suite.lines()]
    assert [line for line in tested if line in trained and len(line.split()) > 3] == []


@pytest.mark.timeout(300)
def test_every_quick_reply_reaches_what_it_names(asked: Asked) -> None:
    """A quick reply that is not understood, or taken for danger, would be a dead end that we built ourselves."""
    sent = {button["payload"] for variants in answers().values() for variant in variants for button in variant.get("buttons", [])}
    for payload in sorted(sent):
        label, confidence = asked.label(payload)
        assert confidence >= 0.99, payload
        assert not label.startswith("crisis_"), payload
