"""The classifier itself, without Rasa: which of the known labels a message has, and how sure that is.

Three vote: a logistic regression on words and character runs (exact terms, typos), one on the sentence vector (meaning),
and the closest training examples of each label (which know what a message is like, and that it is like nothing).
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from dataclasses import dataclass
from typing import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

# Chosen on our own held-out questions; see docs/understanding.md.
NEIGHBOURS, NEIGHBOUR_SHARPNESS, NEIGHBOUR_SHARE = 4, 0.05, 0.4


@dataclass(frozen=True)
class Scored:
    """Labels with their confidence (0-1), the likeliest first."""

    ranking: list[tuple[str, float]]

    @property
    def label(self) -> str:
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        return self.ranking[0][1]


def normalise(text: str) -> str:
    """Fold what carries no meaning: case, accents, curly quotes, letters held down, blanks, punctuation at the ends."""
    text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
    text = "".join(char for char in text if not unicodedata.combining(char)).lower()
    text = re.sub(r"(.)\1{2,}", r"\1\1", text)
    return re.sub(r"\s+", " ", text).strip(" .!?,;:\"'")


class JointModel:
    """Trained with `fit`, asked with `score`. Vectors are unit-length float32 rows, shape (messages, 384)."""

    def __init__(
        self,
        words: FeatureUnion,
        by_words: LogisticRegression,
        by_meaning: LogisticRegression,
        examples: np.ndarray,
        owners: np.ndarray,
        known: dict[str, str],
    ) -> None:
        self.words, self.by_words, self.by_meaning = words, by_words, by_meaning
        # Examples stand label by label, in the order of the classes; `starts` is where each label's begin.
        order = np.argsort(owners, kind="stable")
        self.examples = examples[order].astype(np.float32)
        self.starts = np.searchsorted(owners[order], np.arange(len(by_words.classes_) + 1))
        self.known = known

    @classmethod
    def fit(cls, texts: Sequence[str], vectors: np.ndarray, labels: Sequence[str]) -> JointModel:
        """Train on labelled texts. Raises `ValueError` when there are fewer than two labels."""
        if len(set(labels)) < 2:
            raise ValueError("At least two labels are needed to train a classifier.")
        folded = [normalise(text) for text in texts]
        common = {"sublinear_tf": True, "dtype": np.float32}
        words = FeatureUnion(
            [
                ("words", TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"(?u)\b\w[\w']*\b", **common)),
                ("letters", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=min(3, len(folded)), **common)),
            ]
        )
        sparse: csr_matrix = words.fit_transform(folded)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # stopped early on purpose: more steps changed no answer
            by_words = LogisticRegression(C=10, max_iter=45, tol=3e-3, class_weight="balanced").fit(sparse, labels)
            by_meaning = LogisticRegression(C=10, max_iter=80, tol=1e-3, class_weight="balanced").fit(vectors, labels)
        once: dict[str, str] = {}
        for text, label in zip(folded, labels):
            once[text] = label if once.get(text, label) == label else ""
        known = {text: label for text, label in once.items() if text and label}
        owners = np.searchsorted(by_words.classes_, np.asarray(labels))
        return cls(words, by_words, by_meaning, vectors, owners, known)

    def score(self, text: str, vector: np.ndarray) -> Scored:
        """Rank the labels for one message. A training example, typed as it stands, is certain."""
        folded = normalise(text)
        regressions = (
            self.by_words.predict_proba(self.words.transform([folded]))[0]
            + self.by_meaning.predict_proba(vector.reshape(1, -1))[0]
        ) / 2
        chances = (1 - NEIGHBOUR_SHARE) * regressions + NEIGHBOUR_SHARE * self._by_neighbours(vector)
        order = np.argsort(-chances)
        ranking = [(str(self.by_words.classes_[index]), float(chances[index])) for index in order]
        if (sure := self.known.get(folded)) is not None:
            ranking = [(sure, 1.0)] + [pair for pair in ranking if pair[0] != sure]
        return Scored(ranking)

    def _by_neighbours(self, vector: np.ndarray) -> np.ndarray:
        """A chance for each label from the mean cosine to its few closest examples."""
        cosines = self.examples @ vector
        closeness = np.empty(len(self.starts) - 1)
        for label, (start, end) in enumerate(zip(self.starts, self.starts[1:])):
            own = cosines[start:end]
            few = min(NEIGHBOURS, len(own))
            closeness[label] = np.partition(own, len(own) - few)[-few:].mean()
        weights = np.exp((closeness - closeness.max()) / NEIGHBOUR_SHARPNESS)
        return weights / weights.sum()
