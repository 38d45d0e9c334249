"""Trained scikit-learn parts as bare tables and arrays, for one short text at a time."""

from __future__ import annotations

import math
from collections import Counter
from itertools import chain

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier

WORDS_MET = 10_000  # words whose letter runs are kept in memory


class Weights:
    """A fitted TF-IDF vectoriser as a plain table: scikit-learn's own takes a millisecond to weigh one short text."""

    def __init__(self, fitted: TfidfVectorizer) -> None:
        self.pieces = fitted.build_analyzer()
        self.columns: dict[str, int] = fitted.vocabulary_
        self.rarity = fitted.idf_.astype(np.float32)
        self.word_by_word = fitted.analyzer == "char_wb"
        self.met: dict[str, list[int]] = {}

    def knows_words(self, text: str) -> bool:
        """Whether every word has been seen; of pieces of several words it may be any."""
        return all(piece in self.columns for piece in self.pieces(text) if " " not in piece)

    def _known(self, text: str) -> list[int]:
        return [column for column in map(self.columns.get, self.pieces(text)) if column is not None]

    def _known_word(self, word: str) -> list[int]:
        """Letter runs do not cross words, and the same words come again and again."""
        if (columns := self.met.get(word)) is None:
            columns = self._known(word)
            if len(self.met) >= WORDS_MET:
                self.met.clear()  # those in use are met again at once
            self.met[word] = columns
        return columns

    def __call__(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Values and columns of the pieces that are known; the values have length 1 together."""
        if self.word_by_word:
            counts = Counter(chain.from_iterable(map(self._known_word, text.split())))
        else:
            counts = Counter(self._known(text))
        columns = np.fromiter(counts, dtype=np.intp, count=len(counts))
        values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))) * self.rarity[columns]
        length = math.sqrt(values @ values)
        return (values / length if length else values), columns


class Votes:
    """A trained logistic regression as bare arrays: scikit-learn's own prediction copies all its weights every time."""

    def __init__(self, trained: LogisticRegression | SGDClassifier) -> None:
        weights, bias = trained.coef_, trained.intercept_
        if len(trained.classes_) == 2:  # scikit-learn keeps one row for two labels
            weights, bias = np.vstack([0 * weights, weights]), np.concatenate([[0.0], bias])
        self.weights = np.ascontiguousarray(weights.T, dtype=np.float32)
        self.bias = bias.astype(np.float32)

    def __call__(self, values: np.ndarray, columns: np.ndarray | slice = slice(None)) -> np.ndarray:
        """The chance of each label, from the values of these columns."""
        return softmax(values @ self.weights[columns] + self.bias)


def softmax(logits: np.ndarray) -> np.ndarray:
    weights = np.exp(logits - logits.max())
    return weights / weights.sum()
