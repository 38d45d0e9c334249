"""The text generator: facts of program.yml in the answers, and what is said instead of an answer."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

import assistant.nlg
from admissions.program import read_program
from tests.conftest import ROOT, answers


def said(name: str, program_file: Path, monkeypatch: pytest.MonkeyPatch, **values: str) -> str:
    monkeypatch.setattr(assistant.nlg, "program", lambda: read_program(program_file))
    domain = Domain.from_dict({"responses": {key: value for key, value in answers().items() if "/" in key}})
    generator = assistant.nlg.FactsGenerator(None, domain)
    tracker = DialogueStateTracker.from_events("someone", [])
    response = asyncio.run(generator.generate(name, tracker, "rest", **values))
    assert response
    return str(response["text"])


def test_a_fact_that_is_not_filled_in_is_said_to_be_untold(monkeypatch: pytest.MonkeyPatch) -> None:
    text = said("utter_faq/location", ROOT / "program.yml", monkeypatch)
    assert "does not say where" in text
    assert "1-888-224-7312" in text


def test_a_fact_that_is_filled_in_is_the_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "program.yml"
    file.write_text((ROOT / "program.yml").read_text("utf-8").replace("  address:", '  address: "We are at 12 Main Street."', 1))
    assert said("utter_faq/location", file, monkeypatch) == "We are at 12 Main Street."


def test_a_fact_can_stand_inside_a_longer_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "program.yml"
    file.write_text((ROOT / "program.yml").read_text("utf-8").replace("  insurers:", '  insurers: "We work with Aetna."', 1))
    text = said("utter_faq/insurance", file, monkeypatch)
    assert "We work with Aetna." in text
    assert "{" not in text


def test_what_actions_say_is_found_outside_the_domain(monkeypatch: pytest.MonkeyPatch) -> None:
    text = said("utter_noted_phone", ROOT / "program.yml", monkeypatch, phone="(614) 555-0135")
    assert text == "I have (614) 555-0135. Tell me if that is wrong."
