"""Undoes typing slips and texting shorthand before a message is read: "how mutch is teh outpatent" and "wat time r grps".

A noisy channel: a word that neither English nor the training examples know is replaced by the known word that fits best,
given how far it is from what was typed and how it goes with the words around it. What is known stays as it is.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from pathlib import Path
from typing import Any, Iterable, Mapping, Sequence

import numpy as np
import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA

TEXTING_FILE = Path(__file__).with_name("texting.yml")
TOKENS = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[\W_]+")
SEEN_OFTEN = 2  # so many times in the training examples makes a word of any letters
EDIT_COST, FIRST_LETTER_COST, SPLIT_COST = 3.5, 1.5, 4.0
PAIR_SHARE, OWN_SHARE = 0.6, 0.7  # how much pairs of words count, and our own examples against English at large
SHORT_WORD = 3  # up to here one wrong letter is all that can be undone
LONGEST = 24  # what is longer is no word
FURTHEST = 2  # letters wrong in one word
CANDIDATES = 12
RAREST = -20.0  # log probability of a word that nobody has used
_HALF_LENGTH = 13  # of the 26 letters of a word's bits
_HALF = np.uint32((1 << _HALF_LENGTH) - 1)
_BITS = np.array([bin(number).count("1") for number in range(1 << _HALF_LENGTH)], dtype=np.uint8)


class _Shelf:
    """Words, each with its letters as bits, so that most of those that are far from what was typed are found out at once: comparing
    with tens of thousands of words letter by letter takes some 2 ms."""

    def __init__(self, words: list[str]) -> None:
        self._words = np.array(words, dtype=object)
        self._letters = np.array([_letters(word) for word in words], dtype=np.uint32)

    def alike(self, typed: str, furthest: int) -> list[str]:
        """All words that can be so near, in order, and few others. One wrong letter puts one in and takes one out, at most."""
        other = self._letters ^ np.uint32(_letters(typed))
        differing = _BITS[other & _HALF] + _BITS[other >> _HALF_LENGTH]
        found: list[str] = self._words[differing <= 2 * furthest].tolist()
        return found


def _letters(word: str) -> int:
    """Which letters a word has, a bit each; letters of other alphabets share theirs."""
    found = 0
    for letter in word:
        found |= 1 << ord(letter) % (2 * _HALF_LENGTH)
    return found


class Speller:
    """Trained with `fit`, asked with `correct`."""

    def __init__(self, english: Mapping[str, float], words: Counter[str], pairs: Counter[tuple[str, str]]) -> None:
        self._total = max(1, sum(words.values()))
        self._words, self._pairs = words, pairs
        self._english = dict(english)
        self._known = set(self._english) | {word for word, count in words.items() if count >= SEEN_OFTEN}
        by_length: dict[int, list[str]] = {}
        for word in sorted(word for word in self._known if word.isalpha()):
            for length in range(len(word) - FURTHEST, len(word) + FURTHEST + 1):
                by_length.setdefault(length, []).append(word)
        self._by_length = {length: _Shelf(words) for length, words in by_length.items()}
        self._texting: dict[str, str] = yaml.safe_load(TEXTING_FILE.read_text("utf-8"))

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Models of before have the words without their letters."""
        words = state["_by_length"].items()
        self.__dict__.update(state, _by_length={length: own if isinstance(own, _Shelf) else _Shelf(own) for length, own in words})

    @classmethod
    def fit(cls, texts: Iterable[str], english: Mapping[str, float]) -> Speller:
        """Learn from folded texts (lower-case) which words belong together. `english`: word -> log probability."""
        words: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for text in texts:
            found = re.findall(r"[^\W_]+(?:'[^\W_]+)*", text)
            words.update(found)
            pairs.update(zip(["", *found], [*found, ""]))
        return cls(english, words, pairs)

    def correct(self, text: str) -> str:
        """Return the folded text with slips undone; the text itself when there are none."""
        tokens = TOKENS.findall(text)
        spots = [index for index, token in enumerate(tokens) if token[0].isalnum()]
        previous = ""
        for place, spot in enumerate(spots):
            typed = tokens[spot]
            following = tokens[spots[place + 1]] if place + 1 < len(spots) else ""
            tokens[spot] = self._texting.get(typed) or self._best(typed, previous, following)
            previous = tokens[spot].split()[-1]
        return "".join(tokens)

    def _best(self, typed: str, previous: str, following: str) -> str:
        if typed in self._known or len(typed) > LONGEST or any(char.isdigit() for char in typed):
            return typed
        if typed.endswith("'s") and typed[:-2] in self._known:
            return typed
        choices = [(typed, RAREST)]
        for word, distance in self._near(typed):
            cost = EDIT_COST * distance + (FIRST_LETTER_COST if word[0] != typed[0] else 0)
            choices.append((word, self._fit(word, previous, following) - cost))
        for left, right in self._splits(typed):
            fit = self._fit(left, previous, right) + self._fit(right, left, following)
            choices.append((f"{left} {right}", fit - SPLIT_COST))
        return max(choices, key=lambda choice: choice[1])[0]

    def _near(self, typed: str) -> Sequence[tuple[str, int]]:
        furthest = 1 if len(typed) <= SHORT_WORD else FURTHEST
        shelf = self._by_length.get(len(typed))
        alike = shelf.alike(typed, furthest) if shelf else []
        found = process.extract(typed, alike, scorer=OSA.distance, score_cutoff=furthest, limit=200)
        usual = sorted(found, key=lambda match: EDIT_COST * match[1] - self._alone(match[0]))
        return [(word, int(distance)) for word, distance, _ in usual[:CANDIDATES]]

    def _splits(self, typed: str) -> Iterable[tuple[str, str]]:
        """Two words run together; both must be words that the examples use."""
        for at in range(1, len(typed)):
            left, right = typed[:at], typed[at:]
            if all(part in self._known and self._words[part] >= SEEN_OFTEN for part in (left, right)):
                yield left, right

    def _alone(self, word: str) -> float:
        own = self._words[word] / self._total
        return math.log(OWN_SHARE * own + (1 - OWN_SHARE) * math.exp(self._english.get(word, RAREST)))

    def _fit(self, word: str, previous: str, following: str) -> float:
        """How likely a word is between its neighbours, as a log probability."""
        alone = math.exp(self._alone(word))
        after = self._pairs[previous, word] / max(1, self._words[previous] or self._total / 10)
        before = self._pairs[word, following] / max(1, self._words[following] or self._total / 10)
        lift = (after + before) / 2
        return math.log((1 - PAIR_SHARE) * alone + PAIR_SHARE * lift * max(alone, 1e-4) ** 0.5)
