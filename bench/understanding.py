"""The shipped classifier on any labelled data: `python -m bench.understanding --train T.csv --test T.csv`.

Both files have the columns `sentence,label`; the test label NO_NODES_DETECTED stands for "none of them". Trains the
shipped sentence encoder and classifier on the first, asks it the second with the threshold of config.yml, and prints
one JSON line: inscope_accuracy, oos_recall, mcc, threshold, ms_per_message. Shares are 0-1; null where there is nothing
to measure.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from pathlib import Path

import numpy as np
import yaml
from sklearn.metrics import matthews_corrcoef

from assistant.language.build import DESTINATION, load_encoder
from assistant.language.words import WORDS_FILE, read_words
from assistant.nlu.joint_model import JointModel

ROOT = Path(__file__).resolve().parents[1]
NONE_OF_THEM = "NO_NODES_DETECTED"
CLASSIFIER = "JointClassifier"


class BadData(ValueError):
    """A file that is no labelled data; the message says what it should be."""


def shipped_threshold() -> float:
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]
    return float(next(part["threshold"] for part in pipeline if part["name"].endswith(CLASSIFIER)))


def read(file: Path) -> list[tuple[str, str]]:
    """(sentence, label) rows. Raises `BadData`."""
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise BadData(f"{file} cannot be read: {problem}") from problem
    if not rows or not {"sentence", "label"} <= set(rows[0]):
        raise BadData(f"{file} needs the columns sentence,label and at least one row.")
    return [(row["sentence"] or "", row["label"] or "") for row in rows]


def measure(train: list[tuple[str, str]], test: list[tuple[str, str]]) -> dict[str, float | None]:
    """Train on one set, ask the other. Raises `BadData` when there are fewer than two labels to learn."""
    encoder = load_encoder()
    try:
        model = JointModel.fit(
            [text for text, _ in train],
            [label for _, label in train],
            encoder.encode,
            read_words(DESTINATION / WORDS_FILE),
        )
    except ValueError as problem:
        raise BadData(str(problem)) from problem
    threshold = shipped_threshold()
    started = time.perf_counter()
    found = []
    for text, _ in test:
        scored = model.score(text, encoder.encode, whole=True)
        found.append(scored.label if scored.confidence >= threshold else NONE_OF_THEM)
    milliseconds = 1000 * (time.perf_counter() - started) / len(test)
    wanted = [label for _, label in test]
    inside = [got == want for got, want in zip(found, wanted) if want != NONE_OF_THEM]
    outside = [got == want for got, want in zip(found, wanted) if want == NONE_OF_THEM]
    return {
        "inscope_accuracy": float(np.mean(inside)) if inside else None,
        "oos_recall": float(np.mean(outside)) if outside else None,
        "mcc": float(matthews_corrcoef(wanted, found)),
        "threshold": threshold,
        "ms_per_message": milliseconds,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--test", type=Path, required=True)
    asked = parser.parse_args()
    try:
        figures = measure(read(asked.train), read(asked.test))
    except BadData as problem:
        print(problem, file=sys.stderr)
        return 1
    print(json.dumps({name: round(value, 4) if value is not None else None for name, value in figures.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
