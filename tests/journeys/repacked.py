"""Copies of a trained model with something in them changed: training one takes minutes."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any, Callable

METADATA = "metadata.json"


def repacked(model: Path, into: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """A copy of `model` in the file `into`, once `change` has had its metadata: the domain, and each component's configuration."""
    with tarfile.open(model) as old, tarfile.open(into, "w:gz", compresslevel=0) as new:
        for member in old.getmembers():
            content = old.extractfile(member)
            if content and Path(member.name).name == METADATA:
                metadata = json.load(content)
                change(metadata)
                raw = json.dumps(metadata).encode()
                member.size, content = len(raw), io.BytesIO(raw)
            new.addfile(member, content)
    return into


def other_words(response: str, text: str) -> Callable[[dict[str, Any]], None]:
    """Have `response` say `text`."""

    def change(metadata: dict[str, Any]) -> None:
        metadata["domain"]["responses"][response] = [{"text": text}]

    return change


def without_safety(metadata: dict[str, Any]) -> None:
    """Set the bar for danger where nothing reaches it."""
    for node in metadata["predict_schema"]["nodes"].values():
        if node["uses"].endswith("SafetyReader"):
            node["config"]["alarm"] = 2
