"""The classifier itself, without Rasa: which of the known labels a message has, and how sure that is.

Slips of the keyboard are undone first. Then three vote: a logistic regression on words and character runs (exact terms),
one on the readings of the sentence encoder (meaning), and the closest training examples of each label (which know what a
message is like, and that it is like nothing). Where the words of a whole message leave little doubt by themselves, they decide:
there they are right as often as all three together, and the encoder is most of the work.

One group of labels can be set apart: a second set of votes then tells only which of that group a message has, or none.
They answer a plainer question than the joint vote and are better at it.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Callable, Iterable, Mapping, Sequence, Tuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier
from threadpoolctl import threadpool_limits

from assistant.language.danger.folding import PIECES
from assistant.nlu.speller import Speller
from assistant.nlu.votes import Votes, Weights, softmax

# All chosen on our own questions; see docs/understanding.md.
NEIGHBOURS, NEIGHBOUR_SHARPNESS = 4, 0.04
SKETCH, CANDIDATES = 128, 64  # directions in which examples differ most; so many examples close in these are compared in full
MANY = 400  # examples of a label from which that is faster
LOOKED_AT = 5  # labels whose examples are looked at: the likeliest by the other two votes
SURE_BY_WORDS = 0.85  # chance by words alone from which they decide, of a message whose words all stand in the examples
MOST_SURE = 0.99  # all that is not an example as it stands
HARMLESS = 0.001  # chance by words alone of all labels set apart: one that is likelier is read in full
SHORT = 16  # words; a longer message may say something else in passing
WORTH_A_LOOK = 0.04  # chance of a label set apart, by the two regressions together
OTHERS = ""  # what every label that is not set apart counts as
WORDS_TRUST, LEAST_ROUNDS, ROWS_SEEN = 18, 12, 200_000  # how the regression on words is trained
LEAST_CHANCE = 1e-4  # no single vote may rule a label out
TEMPER = 1 / 3  # the votes are multiplied, then flattened: a product of three is far too sure of itself
CLOSENESS_POWER = 2  # how much being far from every example of a label counts against it
# Calibration: the logistic curve from the logarithm of the score to how often such a score is right.
SLOPE, MIDDLE = 1.8, -1.67

Encode = Callable[[str], np.ndarray]
Pieces = Tuple[np.ndarray, np.ndarray]  # values and columns of the word features of one text


@dataclass(frozen=True)
class Scored:
    """Labels with their confidence (0-1), the likeliest first; the chance of each label set apart; the text as it was read."""

    ranking: list[tuple[str, float]]
    apart: dict[str, float]
    read_as: str

    @property
    def label(self) -> str:
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        return self.ranking[0][1]


@dataclass(frozen=True)
class FirstLook:
    """What the words of a text say by themselves: how it is read, the label that is known for sure, the chance of each label and
    of each that is set apart, and whether that of a whole message leaves so little doubt that the encoder need not be asked."""

    read_as: str
    sure: str | None
    by_words: np.ndarray
    set_apart: np.ndarray
    decides: bool


@lru_cache(PIECES)
def normalise(text: str) -> str:
    """Fold what carries no meaning: case, accents, curly quotes, letters held down, blanks, punctuation at the ends."""
    text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
    text = "".join(char for char in text if not unicodedata.combining(char)).lower()
    text = re.sub(r"(.)\1{2,}", r"\1\1", text)
    text = re.sub(r"(?<=[a-z]{2}[.!?])(?=[a-z]{2})", " ", text)  # no blank after a full stop
    return re.sub(r"\s+", " ", text).strip(" .!?,;:\"'")


def _of_words(features: csr_matrix, labels: Sequence[str], **how: Any) -> SGDClassifier:
    """A logistic regression for each label against the rest: for so many columns several times faster than all at once, and
    better on our own questions."""
    rounds = max(LEAST_ROUNDS, ROWS_SEEN // features.shape[0])
    penalty = 1 / (WORDS_TRUST * features.shape[0])
    return SGDClassifier(loss="log_loss", alpha=penalty, max_iter=rounds, tol=None, random_state=1, **how).fit(features, labels)


def _of_meaning(features: np.ndarray, labels: Sequence[str], **how: Any) -> LogisticRegression:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # stopped early on purpose: more steps changed no answer
        return LogisticRegression(C=10, max_iter=80, tol=1e-3, **how).fit(features, labels)


class JointModel:
    """Trained with `fit`, asked with `score`. `encode` gives a text's readings, unit rows, shape (layers, 384)."""

    def __init__(
        self,
        speller: Speller,
        word_features: Sequence[TfidfVectorizer],
        by_words: SGDClassifier,
        by_meaning: LogisticRegression,
        apart: Sequence[SGDClassifier | LogisticRegression],
        examples: np.ndarray,
        owners: np.ndarray,
        known: dict[str, str],
    ) -> None:
        self.speller = speller
        self.word_features = [Weights(feature) for feature in word_features]
        self.labels = [str(label) for label in by_words.classes_]
        self.by_words, self.by_meaning = Votes(by_words), Votes(by_meaning)
        self.apart = [Votes(trained) for trained in apart]  # by words, by meaning; none when no label is set apart
        self.apart_labels = [str(label) for label in apart[0].classes_] if apart else []
        self.examples = [examples[owners == label].astype(np.float32) for label in range(len(self.labels))]
        self.directions = np.ascontiguousarray(np.linalg.eigh(examples.T @ examples)[1][:, -SKETCH:], dtype=np.float32)
        self.sketches = [own @ self.directions for own in self.examples]
        self.known = known

    @classmethod
    def fit(
        cls, texts: Sequence[str], labels: Sequence[str], encode: Encode, english: Mapping[str, float], apart: str = ""
    ) -> JointModel:
        """Train on labelled texts. `apart`: how the labels begin that are set apart, where there are any.

        Raises `ValueError` when there are fewer than two labels."""
        if len(set(labels)) < 2:
            raise ValueError("At least two labels are needed to train a classifier.")
        folded = [normalise(text) for text in texts]
        speller = Speller.fit(folded, english)
        read_as = [speller.correct(text) for text in folded]
        common = {"sublinear_tf": True, "dtype": np.float32}
        word_features = [
            TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"(?u)\b\w[\w']*\b", **common),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=min(3, len(folded)), **common),
        ]
        sparse = hstack([feature.fit_transform(read_as) for feature in word_features], format="csr")
        group = [label if apart and label.startswith(apart) else OTHERS for label in labels]
        # The long sums run outside Python's lock, side by side; so each is made on one thread.
        with ThreadPoolExecutor() as pool, threadpool_limits(1, "blas"):
            words = pool.submit(_of_words, sparse, labels, class_weight="balanced")
            readings = np.stack(list(pool.map(encode, read_as)))
            flat = readings.reshape(len(readings), -1)
            meaning = pool.submit(_of_meaning, flat, labels, class_weight="balanced")
            grouped = [pool.submit(_of_words, sparse, group), pool.submit(_of_meaning, flat, group)] if any(group) else []
            by_words, by_meaning, of_group = words.result(), meaning.result(), [part.result() for part in grouped]
        once: dict[str, str] = {}
        for text, label in zip(folded, labels):
            once[text] = label if once.get(text, label) == label else ""
        known = {text: label for text, label in once.items() if text and label}
        owners = np.searchsorted(by_words.classes_, np.asarray(labels))
        return cls(speller, word_features, by_words, by_meaning, of_group, readings[:, -1], owners, known)

    def first_look(self, text: str, whole: bool) -> FirstLook:
        """`whole` as for `score`."""
        folded = normalise(text)
        read_as, sure = self.speller.correct(folded), self.known.get(folded)
        pieces = self._pieces(read_as)
        by_words, set_apart = self.by_words(*pieces), self._apart_by_words(pieces)
        first, likely = sure or self.labels[by_words.argmax()], bool(sure) or bool(by_words.max() >= SURE_BY_WORDS)
        return FirstLook(read_as, sure, by_words, set_apart, whole and likely and self._is_plain(read_as, first, set_apart))

    def score(self, text: str, encode: Encode, whole: bool = False, seen: FirstLook | None = None) -> Scored:
        """Rank the labels for one message. A training example, typed as it stands, is certain. `whole`: that it is no part of one,
        in which the same words may lead up to something else, so that they may decide alone. `seen`: the first look at it, where
        there was one."""
        seen = seen or self.first_look(text, whole)
        read_as, sure, by_words, set_apart = seen.read_as, seen.sure, seen.by_words, seen.set_apart
        if whole and seen.decides:
            return Scored(self._ranked(np.minimum(by_words, MOST_SURE), sure), self._named(set_apart), read_as)
        readings = encode(read_as)
        by_meaning = self.by_meaning(readings.reshape(-1))
        closeness = self._closeness(readings[-1], (-by_words * by_meaning).argsort()[:LOOKED_AT])
        votes = [by_words, by_meaning, softmax(closeness / NEIGHBOUR_SHARPNESS)]
        joint = ((votes[0] + LEAST_CHANCE) * (votes[1] + LEAST_CHANCE) * (votes[2] + LEAST_CHANCE)) ** TEMPER
        scores = joint / joint.sum() * np.maximum(closeness, 0) ** CLOSENESS_POWER
        chances = 1 / (1 + np.exp(-SLOPE * (np.log(scores + 1e-9) - MIDDLE)))
        return Scored(self._ranked(chances, sure), self._apart(set_apart, readings, closeness), read_as)

    def glance(self, text: str) -> float:
        """The chance of all labels set apart, by words alone: a tenth of the time that `score` takes."""
        return self._of_all(self._apart_by_words(self._pieces(normalise(text))))

    def _ranked(self, chances: np.ndarray, sure: str | None) -> list[tuple[str, float]]:
        """The labels with their chances, the likeliest first, and before all of them what is known for sure."""
        sorted_ = chances.argsort()[::-1]
        ranking = list(zip([self.labels[index] for index in sorted_], chances[sorted_].tolist()))
        return [(sure, 1.0)] + [pair for pair in ranking if pair[0] != sure] if sure else ranking

    def _is_plain(self, read_as: str, first: str, set_apart: np.ndarray) -> bool:
        """Whether a message is short, all its words are known, and nothing speaks for a label set apart."""
        harmless = first not in self.apart_labels and self._of_all(set_apart) < HARMLESS
        return harmless and len(read_as.split()) <= SHORT and self.word_features[0].knows_words(read_as)

    def _apart_by_words(self, pieces: Pieces) -> np.ndarray:
        return self.apart[0](*pieces) if self.apart else np.zeros(0, dtype=np.float32)

    def _of_all(self, set_apart: np.ndarray) -> float:
        return 1 - float(set_apart[self.apart_labels.index(OTHERS)]) if self.apart else 0.0

    def _named(self, set_apart: np.ndarray) -> dict[str, float]:
        return {label: chance for label, chance in zip(self.apart_labels, set_apart.tolist()) if label}

    def _apart(self, by_words: np.ndarray, readings: np.ndarray, closeness: np.ndarray) -> dict[str, float]:
        """The chance of each label set apart. The closest examples are looked at only where the other votes see a chance."""
        if not self.apart:
            return {}
        votes = [by_words, self.apart[1](readings.reshape(-1))]
        if sum(map(self._of_all, votes)) > WORTH_A_LOOK:
            owners = [self.labels.index(label) if label else -1 for label in self.apart_labels]
            own = self._closeness(readings[-1], [owner for owner in owners if owner >= 0])
            rest = max(close for label, close in enumerate(closeness) if label not in owners)
            votes.append(softmax(np.array([own[owner] if owner >= 0 else rest for owner in owners]) / NEIGHBOUR_SHARPNESS))
        return self._named(np.mean(votes, axis=0))

    def _pieces(self, text: str) -> Pieces:
        """Values and columns of all word features together."""
        values, columns, offset = [], [], 0
        for feature in self.word_features:
            own_values, own_columns = feature(text)
            values.append(own_values)
            columns.append(own_columns + offset)
            offset += len(feature.columns)
        return np.concatenate(values), np.concatenate(columns)

    def _closeness(self, vector: np.ndarray, labels: Iterable[int]) -> np.ndarray:
        """For each of these labels, the mean cosine to its few closest examples; for others nothing."""
        closeness = np.zeros(len(self.labels), dtype=np.float32)
        sketch = vector @ self.directions
        for label in labels:
            examples = self.examples[label]
            if len(examples) > MANY:
                examples = examples[(self.sketches[label] @ sketch).argpartition(-CANDIDATES)[-CANDIDATES:]]
            cosines = examples @ vector
            few = min(NEIGHBOURS, len(cosines))
            cosines.partition(len(cosines) - few)
            closeness[label] = cosines[-few:].sum() / few
        return closeness
