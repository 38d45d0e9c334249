"""Adds training examples to data/nlu: one file holds all that staff have filed."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

FILED = "from_visitors.yml"
HEAD = 'version: "3.1"\n\n# What visitors asked and staff filed with `make review`.\n\nnlu:\n'
_PLACEHOLDER = re.compile(r"\s*\[(?:phone|email|number|name)\]")
LABEL = re.compile(r"^(?:faq/)?[a-z][a-z0-9_]*$")


class BadLabel(ValueError):
    """Not a name that a topic can have."""


def labels(folder: Path) -> list[str]:
    """Every label that data/nlu has examples of."""
    found = set()
    for file in folder.glob("*.yml"):
        for block in (yaml.safe_load(file.read_text("utf-8")) or {}).get("nlu") or []:
            found.add(block.get("intent"))
    return sorted(filter(None, found))


def as_example(text: str) -> str:
    """One line without what was blanked and without Rasa's markup."""
    return re.sub(r"\s+", " ", re.sub(r"[\[\]{}|]", " ", _PLACEHOLDER.sub("", text))).strip()


def file(folder: Path, label: str, texts: list[str]) -> int:
    """Add examples under a label; returns how many were new. Raises `BadLabel`."""
    if not LABEL.match(label):
        raise BadLabel(f"{label!r} is no topic name: use small letters, figures and _, as in faq/parking.")
    target = folder / FILED
    content = yaml.safe_load(target.read_text("utf-8")) if target.exists() else {"nlu": []}
    filed: dict[str, list[str]] = {}
    for block in content.get("nlu") or []:
        filed[block["intent"]] = [line[2:] for line in block["examples"].splitlines() if line.startswith("- ")]
    own = filed.setdefault(label, [])
    fresh = [example for example in dict.fromkeys(map(as_example, texts)) if example and example not in own]
    own += fresh
    blocks = [
        f"- intent: {name}\n  examples: |\n" + "".join(f"    - {line}\n" for line in lines)
        for name, lines in filed.items()
        if lines
    ]
    target.write_text(HEAD + "".join(blocks), "utf-8")
    return len(fresh)
