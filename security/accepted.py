"""The accepted risks of security/accepted.yml."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("accepted.yml")


class AcceptedProblem(ValueError):
    """The list cannot be used; the message names the entry."""


@dataclass(frozen=True)
class Accepted:
    """`version` is the one version of `package` that it holds for. From the day `until` on it is not accepted any more."""

    id: str
    package: str
    version: str
    until: date
    why: str


def accepted(file: Path = FILE) -> list[Accepted]:
    """Raises `AcceptedProblem`."""
    names = {field.name for field in fields(Accepted)}
    found = []
    for entry in yaml.safe_load(file.read_text("utf-8")) or []:
        if not isinstance(entry, dict) or set(entry) != names:
            raise AcceptedProblem(f"{file.name}: {entry!r} must have just these: {', '.join(sorted(names))}.")
        if not isinstance(entry["until"], date) or not str(entry["why"]).strip():
            raise AcceptedProblem(f"{file.name}: {entry['id']} needs a date in `until` and a reason in `why`.")
        found.append(Accepted(**{**entry, "version": str(entry["version"])}))
    return found


def plain(package: str) -> str:
    """A package's name in the one spelling that stands for all."""
    return re.sub(r"[-_.]+", "-", package).lower()


def locked(file: Path) -> dict[str, str]:
    """The version of each package in a lock file."""
    return {plain(name): version for name, version in re.findall(r"^([\w.\-]+)==([^\s\\;]+)", file.read_text("utf-8"), re.M)}
