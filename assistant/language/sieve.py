"""Tells which of many patterns can be in a text at all, by letters that each of them needs.

Most messages have nothing of most rules, and to look for each of a hundred takes three times as long. A pattern of which nothing can
be told is looked for in every text.
"""

from __future__ import annotations

import re
import sre_constants as kinds
import sre_parse
from collections import defaultdict
from functools import lru_cache
from typing import Any, FrozenSet, Iterable, Optional, Sequence

from assistant.language.danger.folding import PIECES

LONGEST, SHORTEST = 3, 2  # letters that are looked for
# How often letters come up in English, the most frequent first: rare ones tell more.
_FREQUENT = " etaoinshrdlcumwfgypbvkjxqz"
_ZERO_WIDTH = (kinds.AT, kinds.ASSERT_NOT, kinds.ASSERT)
Runs = FrozenSet[str]  # in a text that matches there is at least one of these


class Sieve:
    """Of patterns, each known by its place. What ignores case counts as nothing that can be told."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._always = 0
        by_letters: dict[str, int] = defaultdict(int)
        for place, pattern in enumerate(patterns):
            runs = needed(pattern)
            if runs is None:
                self._always |= 1 << place
            for run in runs or ():
                by_letters[_telling(run)] |= 1 << place
        self._by_letters = dict(by_letters)

    def passing(self, text: str) -> list[int]:
        """The places of all patterns that may match, in order, and of few others."""
        found, look_up = self._always, self._by_letters.get
        for letters in letters_in(text):
            if places := look_up(letters):
                found |= places
        passed = []
        while found:
            lowest = found & -found
            passed.append(lowest.bit_length() - 1)
            found ^= lowest
        return passed


@lru_cache(PIECES)
def letters_in(text: str) -> FrozenSet[str]:
    """All runs of two and three characters."""
    return frozenset([*map("".join, zip(text, text[1:])), *map("".join, zip(text, text[1:], text[2:]))])


def needed(pattern: re.Pattern[str]) -> Optional[Runs]:
    """None where it cannot be told."""
    if pattern.flags & re.IGNORECASE:
        return None
    parts: Any = sre_parse.parse(pattern.pattern, pattern.flags)
    return _of_sequence(parts)


def _of_sequence(parts: Iterable[Any]) -> Optional[Runs]:
    """All parts must match one after the other, so what any of them needs will do; the best of it."""
    found: list[Runs] = []
    run = ""
    for kind, value in [*parts, (kinds.ANY, None)]:
        if kind is kinds.LITERAL:
            run += chr(value)
            continue
        if kind in _ZERO_WIDTH:
            continue
        if len(run) >= SHORTEST:
            found.append(frozenset((run,)))
        run = ""
        own = _of_part(kind, value)
        if own is not None:
            found.append(own)
    return max(found, key=_worth, default=None)


def _of_part(kind: Any, value: Any) -> Optional[Runs]:
    if kind is kinds.SUBPATTERN:
        _, flags, _, parts = value
        return None if flags & re.IGNORECASE else _of_sequence(parts)
    if kind is kinds.BRANCH:
        runs = [_of_sequence(branch) for branch in value[1]]
        return None if None in runs else frozenset().union(*runs)  # type: ignore[arg-type]
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT) and value[0] > 0:
        return _of_sequence(value[-1])
    return None


def _worth(runs: Runs) -> float:
    """Rare letters in few runs tell most."""
    return -sum(_commonness(_telling(run)) for run in runs)


@lru_cache(None)
def _telling(run: str) -> str:
    """The rarest letters of a run."""
    length = min(LONGEST, len(run))
    return min((run[at : at + length] for at in range(len(run) - length + 1)), key=_commonness)


def _commonness(letters: str) -> float:
    """Roughly how often these letters come up together; to be compared only."""
    product = 1.0
    for letter in letters:
        product *= 1 / (2 + _FREQUENT.find(letter)) if letter in _FREQUENT else 0.01
    return product
