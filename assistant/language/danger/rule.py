"""One rule."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """The words for a danger, and the words beside which it is none."""

    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None

    def holds(self, folded: str) -> bool:
        return bool(self.pattern.search(folded)) and not (self.unless and self.unless.search(folded))


def rule(pattern: str, *unless: str) -> Rule:
    return Rule(re.compile(pattern), re.compile("|".join(unless)) if unless else None)
