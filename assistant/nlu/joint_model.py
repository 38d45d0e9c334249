"""The classifier itself, without Rasa: which of the known labels a message has, and how sure that is.

Slips of the keyboard are undone first. Then three vote: a logistic regression on words and character runs (exact terms),
one on the readings of the sentence encoder (meaning), and the closest training examples of each label (which know what a
message is like, and that it is like nothing).
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import Callable, Mapping, Sequence

import numpy as np
from scipy.sparse import hstack
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from assistant.nlu.speller import Speller

# All chosen on our own questions; see docs/understanding.md.
NEIGHBOURS, NEIGHBOUR_SHARPNESS = 4, 0.04
LOOKED_AT = 10  # labels whose examples are looked at: the likeliest by the other two votes
WORDS_MET = 20_000  # words whose letter runs are kept in memory
LEAST_CHANCE = 1e-4  # no single vote may rule a label out
TEMPER = 0.2  # the votes are multiplied, then flattened: a product of three is far too sure of itself
CLOSENESS_POWER = 2  # how much being far from every example of a label counts against it
# Calibration: the logistic curve from the logarithm of the score to how often such a score is right.
SLOPE, MIDDLE = 1.6, -2.75

Encode = Callable[[str], np.ndarray]


@dataclass(frozen=True)
class Scored:
    """Labels with their confidence (0-1), the likeliest first; their share of the joint vote; the text as it was read."""

    ranking: list[tuple[str, float]]
    shares: dict[str, float]
    read_as: str

    @property
    def label(self) -> str:
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        return self.ranking[0][1]


class _Weights:
    """A fitted TF-IDF vectoriser as a plain table: scikit-learn's own takes a millisecond to weigh one short text."""

    def __init__(self, fitted: TfidfVectorizer) -> None:
        self.pieces = fitted.build_analyzer()
        self.columns: dict[str, int] = fitted.vocabulary_
        self.rarity = fitted.idf_.astype(np.float32)
        self.word_by_word = fitted.analyzer == "char_wb"
        self.met: dict[str, list[int]] = {}

    def _known(self, text: str) -> list[int]:
        return [column for column in map(self.columns.get, self.pieces(text)) if column is not None]

    def _known_word(self, word: str) -> list[int]:
        """Letter runs do not cross words, and the same words come again and again."""
        if (columns := self.met.get(word)) is None:
            columns = self._known(word)
            if len(self.met) < WORDS_MET:
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
        length = np.linalg.norm(values)
        return (values / length if length else values), columns


class _Votes:
    """A trained logistic regression as bare arrays: scikit-learn's own prediction copies all its weights every time."""

    def __init__(self, trained: LogisticRegression) -> None:
        weights, bias = trained.coef_, trained.intercept_
        if len(trained.classes_) == 2:  # scikit-learn keeps one row for two labels
            weights, bias = np.vstack([0 * weights, weights]), np.concatenate([[0.0], bias])
        self.weights = np.ascontiguousarray(weights.T, dtype=np.float32)
        self.bias = bias.astype(np.float32)

    def __call__(self, values: np.ndarray, columns: np.ndarray | slice = slice(None)) -> np.ndarray:
        """The chance of each label, from the values of these columns."""
        return _softmax(values @ self.weights[columns] + self.bias)


def _softmax(logits: np.ndarray) -> np.ndarray:
    weights = np.exp(logits - logits.max())
    return weights / weights.sum()


def normalise(text: str) -> str:
    """Fold what carries no meaning: case, accents, curly quotes, letters held down, blanks, punctuation at the ends."""
    text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
    text = "".join(char for char in text if not unicodedata.combining(char)).lower()
    text = re.sub(r"(.)\1{2,}", r"\1\1", text)
    text = re.sub(r"(?<=[a-z]{2}[.!?])(?=[a-z]{2})", " ", text)  # no blank after a full stop
    return re.sub(r"\s+", " ", text).strip(" .!?,;:\"'")


class JointModel:
    """Trained with `fit`, asked with `score`. `encode` gives a text's readings, unit rows, shape (layers, 384)."""

    def __init__(
        self,
        speller: Speller,
        word_features: Sequence[TfidfVectorizer],
        by_words: LogisticRegression,
        by_meaning: LogisticRegression,
        examples: np.ndarray,
        owners: np.ndarray,
        known: dict[str, str],
    ) -> None:
        self.speller = speller
        self.word_features = [_Weights(feature) for feature in word_features]
        self.labels = [str(label) for label in by_words.classes_]
        self.by_words, self.by_meaning = _Votes(by_words), _Votes(by_meaning)
        self.examples = [examples[owners == label].astype(np.float32) for label in range(len(self.labels))]
        self.known = known

    @classmethod
    def fit(cls, texts: Sequence[str], labels: Sequence[str], encode: Encode, english: Mapping[str, float]) -> JointModel:
        """Train on labelled texts. Raises `ValueError` when there are fewer than two labels."""
        if len(set(labels)) < 2:
            raise ValueError("At least two labels are needed to train a classifier.")
        folded = [normalise(text) for text in texts]
        speller = Speller.fit(folded, english)
        read_as = [speller.correct(text) for text in folded]
        readings = np.stack([encode(text) for text in read_as])
        common = {"sublinear_tf": True, "dtype": np.float32}
        word_features = [
            TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"(?u)\b\w[\w']*\b", **common),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=min(3, len(folded)), **common),
        ]
        sparse = hstack([feature.fit_transform(read_as) for feature in word_features], format="csr")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # stopped early on purpose: more steps changed no answer
            by_words = LogisticRegression(C=10, max_iter=45, tol=3e-3, class_weight="balanced").fit(sparse, labels)
            flat = readings.reshape(len(readings), -1)
            by_meaning = LogisticRegression(C=10, max_iter=80, tol=1e-3, class_weight="balanced").fit(flat, labels)
        once: dict[str, str] = {}
        for text, label in zip(folded, labels):
            once[text] = label if once.get(text, label) == label else ""
        known = {text: label for text, label in once.items() if text and label}
        owners = np.searchsorted(by_words.classes_, np.asarray(labels))
        return cls(speller, word_features, by_words, by_meaning, readings[:, -1], owners, known)

    def score(self, text: str, encode: Encode) -> Scored:
        """Rank the labels for one message. A training example, typed as it stands, is certain."""
        folded = normalise(text)
        read_as = self.speller.correct(folded)
        readings = encode(read_as)
        by_words, by_meaning = self._word_votes(read_as), self.by_meaning(readings.reshape(-1))
        closeness = self._closeness(readings[-1], (-by_words * by_meaning).argsort()[:LOOKED_AT])
        votes = [by_words, by_meaning, _softmax(closeness / NEIGHBOUR_SHARPNESS)]
        joint = ((votes[0] + LEAST_CHANCE) * (votes[1] + LEAST_CHANCE) * (votes[2] + LEAST_CHANCE)) ** TEMPER
        scores = joint / joint.sum() * np.maximum(closeness, 0) ** CLOSENESS_POWER
        chances = (1 / (1 + np.exp(-SLOPE * (np.log(scores + 1e-9) - MIDDLE)))).tolist()
        ranking = [(self.labels[index], chances[index]) for index in (-scores).argsort()]
        if (sure := self.known.get(folded)) is not None:
            ranking = [(sure, 1.0)] + [pair for pair in ranking if pair[0] != sure]
        return Scored(ranking, dict(zip(self.labels, np.mean(votes, axis=0).tolist())), read_as)

    def glance(self, text: str, prefix: str) -> float:
        """The joint chance of all labels that begin so, by words alone: a tenth of the time that `score` takes."""
        votes = self._word_votes(normalise(text))
        return float(sum(vote for label, vote in zip(self.labels, votes) if label.startswith(prefix)))

    def _word_votes(self, text: str) -> np.ndarray:
        values, columns, offset = [], [], 0
        for feature in self.word_features:
            own_values, own_columns = feature(text)
            values.append(own_values)
            columns.append(own_columns + offset)
            offset += len(feature.columns)
        return self.by_words(np.concatenate(values), np.concatenate(columns))

    def _closeness(self, vector: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """For each of these labels, the mean cosine to its few closest examples; for others nothing."""
        closeness = np.zeros(len(self.labels), dtype=np.float32)
        for label in labels:
            cosines = self.examples[label] @ vector
            few = min(NEIGHBOURS, len(cosines))
            cosines.partition(len(cosines) - few)
            closeness[label] = cosines[-few:].sum() / few
        return closeness
