"""Reviewing what was not understood: kept in a real database, filed into a real file."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import yaml
from rich.console import Console

from admissions.unanswered import DROPPED, NOT_UNDERSTOOD, UNHELPFUL, mark, note, waiting
from assistant.review.__main__ import Review
from assistant.review.filing import BadLabel, file, labels
from assistant.review.groups import grouped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "own.yml").write_text("nlu:\n- intent: faq/cost\n  examples: |\n    - what does it cost\n")
    return tmp_path


def review(folder: Path, keys: list[str]) -> tuple[Review, io.StringIO]:
    out, typed = io.StringIO(), iter(keys)
    return Review(Console(file=out, width=100), lambda text: ["faq/cost", "callback"], lambda prompt: next(typed), folder), out


def filed(folder: Path) -> dict[str, str]:
    blocks = yaml.safe_load((folder / "from_visitors.yml").read_text())["nlu"]
    return {block["intent"]: block["examples"] for block in blocks}


def test_numbers_and_names_never_reach_the_database(database: str, now: datetime) -> None:
    note("my name is Bea, 614 555 0135, whats the damage", NOT_UNDERSTOOD, now)
    assert waiting()[0].text == "my name is [name], [phone], whats the damage"


def test_what_is_marked_waits_no_more(database: str, now: datetime) -> None:
    note("whats the damage", NOT_UNDERSTOOD, now)
    mark([waiting()[0].id], DROPPED)
    assert waiting() == []


def test_alike_messages_stand_together() -> None:
    vectors = {"a": [1.0, 0.0], "b": [0.9, 0.436], "c": [0.0, 1.0]}
    assert grouped(list("cab"), lambda text: np.array(vectors[text])) == [[1, 2], [0]]


def test_one_key_files_a_group(database: str, now: datetime, folder: Path) -> None:
    for text in ("whats the damage", "damage?", "whats the damage"):
        note(text, UNHELPFUL, now)
    sitting, out = review(folder, ["1"])
    assert sitting.take(waiting())
    assert "whats the damage  × 2" in out.getvalue()
    assert filed(folder) == {"faq/cost": "- whats the damage\n- damage?\n"}
    assert waiting() == []


def test_a_new_topic_is_begun_and_a_wrong_key_or_name_says_so(database: str, now: datetime, folder: Path) -> None:
    note("is there parking", NOT_UNDERSTOOD, now)
    sitting, out = review(folder, ["9", "o", "parking", "n", "not a name!", "n", "parking"])
    assert sitting.take(waiting())
    assert "That key does nothing" in out.getvalue()
    assert "There is no topic parking" in out.getvalue()
    assert "no topic name" in out.getvalue()
    assert filed(folder) == {"faq/parking": "- is there parking\n"}
    assert labels(folder) == ["faq/cost", "faq/parking"]


def test_quitting_leaves_the_rest(database: str, now: datetime, folder: Path) -> None:
    note("hm", NOT_UNDERSTOOD, now)
    assert not review(folder, ["q"])[0].take(waiting())
    assert len(waiting()) == 1


def test_filing_twice_adds_nothing_and_keeps_what_was_there(folder: Path) -> None:
    assert file(folder, "faq/cost", ["the [phone] damage", "the damage"]) == 1
    assert file(folder, "faq/cost", ["the damage"]) == 0
    assert file(folder, "callback", ["ring {me}"]) == 1
    assert filed(folder) == {"faq/cost": "- the damage\n", "callback": "- ring me\n"}
    with pytest.raises(BadLabel):
        file(folder, "Faq Cost", ["x"])
