"""The record of a conversation names the version of each safety text, so a text may not change without its version."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import yaml

from tests.conftest import ROOT

RECORD = Path(__file__).with_name("safety_versions.json")


def digest(variant: dict) -> str:
    metadata = variant.get("metadata") or {}
    words = [variant["text"], *(metadata.get("said_if") or {}).values()]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


def test_a_changed_text_has_a_new_version() -> None:
    """After a change: give the text a new `version` in data/answers and write it here with its digest."""
    content = yaml.safe_load((ROOT / "data" / "answers" / "safety.yml").read_text("utf-8"))
    talk = yaml.safe_load((ROOT / "data" / "answers" / "conversation.yml").read_text("utf-8"))["responses"]
    said = {**content["responses"], **content["said"], "utter_speak_to_human": talk["utter_speak_to_human"]}
    now = {name: [variants[0]["metadata"]["version"], digest(variants[0])] for name, variants in said.items()}
    assert now == json.loads(RECORD.read_text("utf-8"))
