"""Training data are read as Rasa reads them, only faster."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.importer import Importer

NAMED = {"entity": "drug", "value": "meth", "start": 0, "end": 4}


def message(text: str, intent: str = "ask", **more: Any) -> Message:
    return Message.build(text, intent, **more)


def test_what_is_said_twice_is_kept_once_however_often_sets_are_put_together() -> None:
    one, other = TrainingData([message("meth"), message("hi")]), TrainingData([message("meth"), message("meth", "inform")])
    both = one.merge(other).merge(one)
    assert [(each.get("text"), each.get("intent")) for each in both.training_examples] == [
        ("meth", "ask"),
        ("hi", "ask"),
        ("meth", "inform"),
    ]


def test_what_differs_in_anything_is_kept() -> None:
    data = TrainingData([message("meth"), message("meth", entities=[NAMED]), message("meth", example_metadata={"from": "us"})])
    assert len(data.merge(data).training_examples) == 3


def test_a_copy_is_a_message_of_its_own() -> None:
    before = message("meth", entities=[dict(NAMED)])
    after = deepcopy(before)
    assert (after, after.output_properties) == (before, before.output_properties)
    after.get("entities")[0]["value"] = "heroin"
    after.set("intent", "inform", add_to_output=True)
    assert before.get("entities") == [NAMED]
    assert (before.get("intent"), "intent" in before.output_properties) == ("ask", False)
    assert after != before


@pytest.fixture
def importer(tmp_path: Path) -> Importer:
    (tmp_path / "config.yml").write_text("recipe: default.v1\n")
    (tmp_path / "domain.yml").write_text('version: "3.1"\nintents: [ask]\n')
    (tmp_path / "nlu.yml").write_text('version: "3.1"\nnlu:\n- intent: ask\n  examples: |\n    - hi\n    - hi there\n')
    return Importer(str(tmp_path / "config.yml"), str(tmp_path / "domain.yml"), str(tmp_path / "nlu.yml"))


def test_the_files_are_read_once(importer: Importer, tmp_path: Path) -> None:
    read = [each.get("text") for each in importer.get_nlu_data().training_examples]
    (tmp_path / "nlu.yml").unlink()
    assert [each.get("text") for each in importer.get_nlu_data().training_examples] == read == ["hi", "hi there"]
